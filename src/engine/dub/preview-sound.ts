/** The preview sounds as its file will: the sound is made before the pictures, or put in when another one is chosen. */
import { type ErrorCode, LipslateError } from '../../../core/errors';
import type { HeardFile } from '../../../workers/dub/contract';
import type { DubPipeline } from './dub-pipeline';
import { heardInside } from './result-sound';
import type { DubSound, Recipe, RenderState } from './types';

type Update = (change: Partial<RenderState>) => void;

/** The original is read as the pictures are put in: what is wrong with it shows only then. */
const OF_ORIGINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['no-sound', 'codec-unsupported']);

/** Told of a render's failure: true when it would go on with the new speech alone. */
export function isOfOriginal(sound: DubSound, cause: unknown): boolean {
  return sound === 'original' && OF_ORIGINAL.has(LipslateError.from(cause).code);
}

/** Where what was chosen cannot be had, the new speech alone is heard, and why is told. @param durationS of what is dubbed */
export async function previewSound(
  engine: DubPipeline,
  signal: AbortSignal,
  sound: DubSound,
  recipe: Recipe,
  durationS: number,
  update: Update,
): Promise<HeardFile> {
  const heard = (which: DubSound) =>
    heardInside(engine, signal, which, recipe, durationS, (share) => update({ step: 'mixing', share }));
  try {
    const made = await heard(sound);
    update({ sound, soundError: null });
    return made;
  } catch (cause) {
    if (signal.aborted || sound === 'new') throw cause;
    update({ sound: 'new', soundError: LipslateError.from(cause).toData() });
    return heard('new');
  }
}

/** Never rejects: failures are reported through `update`, and the preview stays as it was. */
export async function runResound(
  engine: DubPipeline,
  signal: AbortSignal,
  sound: DubSound,
  { recipe, plan, feed }: RenderState,
  update: Update,
): Promise<void> {
  try {
    if (!plan || !feed || signal.aborted) return;
    update({ resounded: 0, soundError: null });
    const heard = await heardInside(engine, signal, sound, recipe, plan.durationS, (resounded) =>
      update({ resounded }),
    );
    const { mimeType, pieces } = await engine.resound(signal, feed.toBlob(), heard);
    update({ feed: feed.resounded(mimeType, pieces), sound });
  } catch (cause) {
    if (!signal.aborted) update({ soundError: LipslateError.from(cause).toData() });
  } finally {
    update({ resounded: null });
  }
}
