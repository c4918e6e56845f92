/** Whether what was thrown says that the file is to blame: only then it may be refused as a bed or a microphone. */
import { type ErrorCode, LipslateError } from '../../core/errors';

/** The last one: its rate changes on the way. */
const OF_THE_FILE: readonly ErrorCode[] = [
  'not-a-video',
  'empty-file',
  'truncated',
  'damaged',
  'encrypted',
  'codec-unsupported',
  'decode-failed',
  'fix-impossible',
];

/** @param cause what a library says counts as well; a file that changed, or a part that does not load, does not */
export function isUnreadable(cause: unknown): boolean {
  return !(cause instanceof LipslateError) || OF_THE_FILE.includes(cause.code);
}
