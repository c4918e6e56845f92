/** The sound of a file that is given beside others, as a bed or a microphone, and refused by its name where it is to blame. */
import { type ErrorCode, LipslateError } from '../../core/errors';
import { openSource, type SourceSound } from '../lib/sound/source';

const OF_THE_FILE: readonly ErrorCode[] = [
  'not-a-video',
  'empty-file',
  'truncated',
  'damaged',
  'encrypted',
  'codec-unsupported',
  'decode-failed',
];

/**
 * Opens the first sound track for as long as `use` takes.
 * @param refusal makes the error of what is wrong with the file, from a sentence and the cause
 * @throws LipslateError what `refusal` makes, and what is not the file's fault
 */
export async function withFirstSound<T>(
  file: File,
  refusal: (sentence: string, detail?: string) => LipslateError,
  use: (sound: SourceSound, durationS: number) => Promise<T>,
): Promise<T> {
  const source = await openSource(file).catch((cause: unknown) => {
    if (!isUnreadable(cause)) throw cause;
    throw refusal(`“${file.name}” cannot be read as a sound.`, String(cause));
  });
  try {
    const { listing } = source;
    if (listing.audioTracks.length === 0) throw refusal(`“${file.name}” has no sound.`);
    return await use(await source.sound(0), listing.durationS);
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
    throw refusal(`The sound of “${file.name}” cannot be read.`, String(cause));
  } finally {
    source.dispose();
  }
}

/** @param cause what a library says counts as well; a file that changed, or a part that does not load, does not */
export function isUnreadable(cause: unknown): boolean {
  return !(cause instanceof LipslateError) || OF_THE_FILE.includes(cause.code);
}
