/** How lips follow sound, as one fixed linear filter: the lips that the sound leads one to expect. */
import filter from './articulation-filter.json' with { type: 'json' };
import { GRID_S, type GridSignal, LIP_MOTION_CHANNELS, SOUND_CHANNELS } from './motion-signals';

/** Times around a moment whose loudness enters, in grid steps; lips prepare a sound before it is heard. */
export const CONTEXT: readonly number[] = [-12, -10, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10, 12];
/** Inputs of the filter. */
export const FILTER_INPUTS = CONTEXT.length * SOUND_CHANNELS;

/** Float64 [FILTER_INPUTS, LIP_MOTION_CHANNELS], fitted by ridge regression (training/README.md). */
const WEIGHTS: readonly number[] = filter.weights;

/**
 * Lip movement expected from the sound, on the sound's own grid.
 * Method: linear regression from band loudness to lip shape over +-240 ms, as in the articulatory-acoustic
 * literature (Yehia, Rubin, Vatikiotis-Bateson 1998); here one filter for everybody.
 * @param sound SOUND_CHANNELS curves (soundMotion)
 * @returns LIP_MOTION_CHANNELS curves
 */
export function expectedLips(sound: GridSignal): GridSignal {
  const channels = Array.from({ length: LIP_MOTION_CHANNELS }, () => new Float32Array(sound.length));
  for (let i = 0; i < sound.length; i++) {
    let input = 0;
    for (const step of CONTEXT) {
      const at = Math.max(0, Math.min(sound.length - 1, i + step));
      for (const curve of sound.channels) {
        const value = curve[at]!;
        for (let c = 0; c < LIP_MOTION_CHANNELS; c++)
          channels[c]![i]! += value * WEIGHTS[input * LIP_MOTION_CHANNELS + c]!;
        input += 1;
      }
    }
  }
  return { first: sound.first, length: sound.length, channels };
}

/** Seconds that the context reaches to each side. */
export const CONTEXT_S = CONTEXT[CONTEXT.length - 1]! * GRID_S;
