/** What readers throw, as one of our codes. */
import { LipslateError } from '../../core/errors';

/** @param cause anything thrown while a file was read or decoded */
export function toLipslateError(cause: unknown): LipslateError {
  if (cause instanceof LipslateError) return cause;
  if (
    cause instanceof DOMException &&
    (cause.name === 'NotReadableError' || cause.name === 'NotFoundError')
  ) {
    return new LipslateError('file-changed', cause.message);
  }
  return LipslateError.from(cause, 'decode-failed');
}
