/** When somebody speaks, as softly as lips part and meet. */
import { type Heard, spokenBetween } from '../dub/silence';
import { STEP_S } from '../sync/lipslate-inputs';

/** The lips part before the first sound, and meet after the last. */
const MARGIN_S = 0.1;
/** What parting and meeting take. */
const FADE_S = 0.16;
/** In shorter pauses speakers take breath, and the lips do what is predicted. */
const SHORT_PAUSE_S = 0.8;

/** @returns Float32Array [steps]: 1 while somebody speaks, 0 while nobody does, one per STEP_S from 0 on */
export function speaking(heard: Heard, steps: number): Float32Array {
  const isSpoken = spokenBetween(heard);
  const spoken = Float32Array.from({ length: steps }, (_, step) => {
    const timeS = (step + 0.5) * STEP_S;
    return isSpoken(timeS - MARGIN_S, timeS + MARGIN_S) ? 1 : 0;
  });
  bridgePauses(spoken, Math.round((SHORT_PAUSE_S - 2 * MARGIN_S) / STEP_S));
  return smoothed(spoken, Math.round(FADE_S / 2 / STEP_S));
}

/** Fills runs of zeros between two ones that are shorter than this. */
function bridgePauses(spoken: Float32Array, steps: number): void {
  for (let last = -1, step = 0; step < spoken.length; step++) {
    if (spoken[step] === 0) continue;
    if (last >= 0 && step - last - 1 < steps) spoken.fill(1, last, step);
    last = step;
  }
}

/** Means over +-radius. */
function smoothed(values: Float32Array, radius: number): Float32Array {
  return values.map((_, i) => {
    const around = values.subarray(Math.max(0, i - radius), i + radius + 1);
    return around.reduce((sum, value) => sum + value, 0) / around.length;
  });
}
