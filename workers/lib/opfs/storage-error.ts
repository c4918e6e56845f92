/** What storage refuses, in our words. For workers and page alike. */
import { LipslateError } from '../../../core/errors';

/**
 * @param otherwise what it is when it is neither a lack of room nor a ban on writing
 * @returns `cause` itself when it is a LipslateError already
 */
export function storageError(
  cause: unknown,
  otherwise: 'internal' | 'storage-missing' = 'internal',
): LipslateError {
  const name = cause instanceof DOMException ? cause.name : '';
  if (name === 'NotAllowedError')
    return new LipslateError(
      'storage-missing',
      (cause as DOMException).message,
      'This page may not write there.',
    );
  return LipslateError.from(cause, name === 'QuotaExceededError' ? 'storage-full' : otherwise);
}

/** @returns bytes that may still be written here, as the browser says; null when it does not */
export async function freeBytes(): Promise<number | null> {
  // WebKitGTK has the rest of it, and not this.
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
}
