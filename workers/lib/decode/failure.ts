/** What readers throw, as one of our codes. */
import { LipslateError } from '../../../core/errors';

/**
 * @param cause anything thrown while a file was read or decoded
 * @param file is tried once more: libraries say many things when a file changes under their hands
 * @param isGone what it is when it cannot be read; of a file that was made here the browser had no room
 */
export async function toLipslateError(
  cause: unknown,
  file: Blob | null,
  isGone: 'file-changed' | 'storage-full' = 'file-changed',
): Promise<LipslateError> {
  if (file !== null && !(cause instanceof LipslateError && cause.code === 'cancelled')) {
    const unreadable = await readError(file);
    if (unreadable !== null) return new LipslateError(isGone, unreadable);
  }
  return LipslateError.from(cause, 'decode-failed');
}

/** @returns why the file cannot be read, or null */
export async function readError(file: Blob): Promise<string | null> {
  try {
    // A slice of a file that is gone is empty without complaint.
    await (file.size === 0 ? file : file.slice(0, 1)).arrayBuffer();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
