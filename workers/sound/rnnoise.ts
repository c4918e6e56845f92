/**
 * RNNoise as compiled for @sapphi-red/web-noise-suppressor, whose worklet is for live sound and not used.
 */
import wasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import type { FrameDenoiser } from '../../core/enhance/denoise';
import { rnnoiseOf } from './rnnoise-instance';
import { loadedOnce } from './wasm-part';

export { RNNOISE_RATE_HZ } from './rnnoise-instance';

const load = loadedOnce('RNNoise', wasmUrl);

/** One state for each channel, in a memory of its own. @throws LipslateError 'part-load-failed' */
export async function newRnnoise(): Promise<FrameDenoiser> {
  return rnnoiseOf(await load());
}
