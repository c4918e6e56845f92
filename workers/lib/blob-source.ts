/** How mediabunny reads a file, everywhere. Errors of reading come through unchanged: `decode/failure.ts` tells by them what happened. */
import { BlobSource } from 'mediabunny';

export function sourceOf(blob: Blob): BlobSource {
  return new BlobSource(blob, {
    // Slice by slice: a stream says 'network error' when a file changes, a slice says what happened.
    useStreamReader: false,
    // What fails while reading ahead fails again, and is told, when it is needed.
    handleUnhandledError: () => {},
  });
}
