/**
 * AVI has no presentation times. Decoders and ffmpeg's copies each make some, and differ by a picture or two, depending on
 * the codec and on whether it has B-frames. What was measured is what a decoder makes of the file, so that decides.
 */
import { openReaders } from '../lib/decode/file-readers';
import type { FixSource } from '../lib/sound/source';

/** Whether presentation times are made by whoever reads it. */
export function hasMadeTimes({ listing }: FixSource): boolean {
  return listing.container === 'avi' && listing.video !== null;
}

/** Anything else is another fault. */
const MOST_S = 1;

/** @returns seconds by which the copy's first picture, decoded, comes later than the original's; sounds begin alike */
export async function pictureDelayS(source: FixSource, copy: Blob): Promise<number> {
  if (!hasMadeTimes(source)) return 0;
  const [before, after] = [
    await firstPictureS(source.file),
    await firstPictureS(new File([copy], 'copy.mkv')),
  ];
  const byS = before === null || after === null ? 0 : after - before;
  return Math.abs(byS) < MOST_S ? byS : 0;
}

/** @returns seconds by which the original's first picture comes later when it is decoded than its container says */
export async function laterDecodedS(source: FixSource): Promise<number> {
  const { file, listing } = source;
  const firstS = hasMadeTimes(source) ? await firstPictureS(file) : null;
  return firstS === null ? 0 : firstS - listing.originS - listing.video!.startS;
}

/** As stored, whatever the movie is taken to start at; null when it cannot be decoded. */
async function firstPictureS(file: File): Promise<number | null> {
  const readers = await openReaders(file, true);
  try {
    const picture = await readers?.picture();
    return readers && picture ? picture.info.startS + readers.listing.originS : null;
  } finally {
    readers?.dispose();
  }
}
