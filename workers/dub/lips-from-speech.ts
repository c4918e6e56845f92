/** Lips from speech. */
import { SHAPE_SIZE } from '../../core/lips/shape';
import { SHAPE_STEP_S } from '../../core/mouth/types';
import { ANALYSIS_RATE_HZ } from '../../core/sound/types';

export interface LipsFromSpeech {
  /** @param samples16k 16 kHz mono @returns Float32Array [steps, 46], deviations from the speaker's own mean */
  predict(samples16k: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function openLipsFromSpeech(): Promise<LipsFromSpeech> {
  return {
    async predict(samples) {
      const hop = SHAPE_STEP_S * ANALYSIS_RATE_HZ;
      const steps = Math.ceil(samples.length / hop);
      const out = new Float32Array(steps * SHAPE_SIZE);
      for (let step = 0; step < steps; step++) {
        const part = samples.subarray(step * hop, (step + 2) * hop);
        const level = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
        const open = Math.min(0.25, level * 2) - 0.05;
        for (const k of [40, 42, 44, 45]) out[step * SHAPE_SIZE + k] = open;
      }
      return out;
    },
    release: async () => {},
  };
}
