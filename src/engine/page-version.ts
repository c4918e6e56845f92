/** Whether this page is still the version that the browser has stored; an older one lacks its workers' files. */
import { LipslateError } from '../../core/errors';

let outdated = false;

/** Another tab switched to a new version. */
export function markOutdated(): void {
  outdated = true;
}

/** What cannot be loaded or started any more has that one cause, and reloading is the way out. */
export function withVersionCause(cause: unknown): LipslateError {
  const error = LipslateError.from(cause);
  const isLoss = ['worker-died', 'model-load-failed', 'part-load-failed'].includes(error.code);
  return outdated && isLoss
    ? new LipslateError('page-outdated', `${error.code}: ${error.detail ?? ''}`)
    : error;
}
