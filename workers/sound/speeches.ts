/** New speech as the sound of a dub takes it: opened, and brought to the loudness of another voice. */
import { LipslateError } from '../../core/errors';
import { LoudnessMeter } from '../../core/loudness/meter';
import { type FixSource, openSource, type SourceSound } from '../lib/sound/source';

/** A voice that would need more is whispered, or no voice. */
const MOST_GAIN_DB = 20;
/** Two that sound at once may be too loud together; an encoder adds some tenths to a peak. */
export const CEILING_DB = -1.5;

/** @param opened gets what has to be disposed of @throws LipslateError no-speech, and what opening a file throws */
export async function openSpeech(
  opened: FixSource[],
  { file, track }: { file: File; track: number },
): Promise<SourceSound> {
  const source = await openSource(file);
  opened.push(source);
  if (source.listing.audioTracks.length === 0) throw new LipslateError('no-speech');
  return source.sound(track);
}

/** LUFS; null where nothing is heard. */
export async function loudnessOf(
  blocks: AsyncIterable<Float32Array[]>,
  rateHz: number,
  channels: number,
): Promise<number | null> {
  const meter = new LoudnessMeter(rateHz, channels, { withPeaks: false });
  for await (const planes of blocks) meter.push(planes);
  return meter.result().integratedLufs;
}

/** @returns dB from one loudness to another; 0 where either cannot be told */
export function gainBetweenDb(fromLufs: number | null, toLufs: number | null): number {
  if (fromLufs === null || toLufs === null) return 0;
  return Math.max(-MOST_GAIN_DB, Math.min(MOST_GAIN_DB, toLufs - fromLufs));
}
