/** What is heard in a result: in its file, and in the preview, which shows only what is dubbed. */
import type { HeardFile } from '../../../workers/dub/contract';
import type { DubPipeline } from './dub-pipeline';
import type { DubSound, Recipe } from './types';

export interface ResultSound {
  file: File;
  track: number;
  /** dB by which the new speech was made louder; null where it was taken as it is. */
  speechGainDb: number | null;
}

/**
 * Where it is dubbed: as long as the result, or as the stretch.
 * @param durationS of it
 * @param onProgress gets shares, 0..1
 */
export async function heardInside(
  engine: DubPipeline,
  signal: AbortSignal,
  sound: DubSound,
  recipe: Recipe,
  durationS: number,
  onProgress: (share: number) => void,
): Promise<ResultSound & HeardFile> {
  const { faceFile, part } = recipe;
  if (sound === 'original')
    return { file: faceFile, track: 0, startS: part?.startS ?? 0, speechGainDb: null };
  if (sound === 'new')
    return { ...(await engine.sound.spoken(signal, recipe)), startS: 0, speechGainDb: null };
  onProgress(0);
  const { wav, gainDb } = await engine.sound.layOver(signal, recipe, durationS, onProgress);
  return { file: wav, track: 0, startS: 0, speechGainDb: gainDb };
}

/** Of the whole file. @param onProgress gets shares, 0..1 */
export async function heardInFile(
  engine: DubPipeline,
  signal: AbortSignal,
  sound: DubSound,
  recipe: Recipe,
  durationS: number,
  onProgress: (share: number) => void,
): Promise<ResultSound> {
  const { part, faceFile } = recipe;
  if (sound === 'original') return { file: faceFile, track: 0, speechGainDb: null };
  // Of a stretch, laying over is the first of two steps.
  const laidShare = sound === 'new' ? 0 : part ? 0.5 : 1;
  const inside = await heardInside(engine, signal, sound, recipe, durationS, (share) =>
    onProgress(laidShare * share),
  );
  if (!part) return inside;
  const file = await engine.sound.putIn(signal, recipe, part, inside, (share) =>
    onProgress(laidShare + (1 - laidShare) * share),
  );
  return { file, track: 0, speechGainDb: inside.speechGainDb };
}
