/** A problem of the Dub room: some are gone when the same is tried again, some are solved in the Models room. */
import type { ErrorCode, ErrorData } from '../../core/errors';
import { Problem } from '../ui/Problem';

/** Causes that may be gone when the same is tried again. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'worker-died',
  'model-load-failed',
  'decode-failed',
  'file-changed',
  'storage-full',
  'internal',
]);
const IN_MODELS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['model-missing', 'licence-not-accepted']);

export function DubProblem({ error, onRetry }: { error: ErrorData; onRetry?: (() => void) | undefined }) {
  return (
    <Problem error={error} onRetry={PASSING.has(error.code) ? onRetry : undefined}>
      {IN_MODELS.has(error.code) && (
        <p>
          <a href="#/models">Open the Models room</a>
        </p>
      )}
    </Problem>
  );
}
