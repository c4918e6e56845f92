/** What a copy really holds, read from the copy: what is reported as applied is this. */
import { LipslateError } from '../../core/errors';
import { type FixSource, openSource } from '../lib/sound/source';
import type { RewriteJob } from './contract';
import { laterDecodedS } from './picture-delay';

/** Less than this is nobody's business. */
const WORTH_SAYING_MS = 1;

/**
 * A baked shift is exact as long as the new track begins with the picture.
 * @returns ms by which the sound was moved against the picture; null when the copy does not say when its tracks begin
 */
export async function bakedMs(
  source: FixSource,
  copy: File,
  { audioIndex }: Pick<RewriteJob, 'audioIndex'>,
  { offsetMs }: { offsetMs: number },
): Promise<number | null> {
  const written = await openSource(copy).catch((cause: unknown) => {
    const { detail, message } = LipslateError.from(cause);
    throw new LipslateError('internal', detail ?? message, 'The copy that was written cannot be read back.');
  });
  try {
    const sound = written.listing.audioTracks[audioIndex];
    const hasPicture = source.listing.video !== null;
    if (sound === undefined || (written.listing.video !== null) !== hasPicture) return null;
    return offsetMs - (sound.startS - written.pictureS + (await laterDecodedS(source))) * 1000;
  } finally {
    written.dispose();
  }
}

/** @returns a sentence when a part of an offset is left */
export function restWarning(askedMs: number, appliedMs: number | null): string[] {
  if (appliedMs === null) return [];
  const leftMs = askedMs - appliedMs;
  if (Math.abs(leftMs) < WORTH_SAYING_MS) return [];
  const size = Math.round(Math.abs(leftMs) * 10) / 10;
  return [`${size} ms of the offset are left: the times in this file do not hold it more exactly.`];
}
