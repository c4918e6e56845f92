/** What mediabunny needs behind a FLAC file to give all of it. */

/**
 * mediabunny 1.61.0 drops the last frame of a FLAC file when less than this is left of it (the longest header), up to
 * 96 ms of sound. It finds it in a file that is so much longer.
 */
const PADDING_BYTES = 16;

/** @returns the file to be opened, and how many bytes at the end of the last packet are not its own */
export async function paddedFlac(file: Blob): Promise<{ file: Blob; padding: number }> {
  const isFlac = (await file.slice(0, 4).text()) === 'fLaC';
  return isFlac
    ? { file: new Blob([file, new Uint8Array(PADDING_BYTES)]), padding: PADDING_BYTES }
    : { file, padding: 0 };
}
