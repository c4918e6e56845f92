/** How mediabunny reads a file, everywhere: what fails is told by `decode/failure.ts`, for which it has to fail as what it is. */
import { BlobSource } from 'mediabunny';

export function sourceOf(blob: Blob): BlobSource {
  return new BlobSource(blob, {
    // Slice by slice: a stream says 'network error' when a file changes, a slice says what happened.
    useStreamReader: false,
    // What fails while reading ahead fails again, and is told, when it is needed.
    handleUnhandledError: () => {},
  });
}
