/**
 * RNNoise as compiled for @sapphi-red/web-noise-suppressor, whose worklet is for live sound and not used.
 */
import wasmUrl from '@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url';
import type { FrameDenoiser } from '../../core/enhance/denoise';
import { LipslateError } from '../../core/errors';
import { rnnoiseOf } from './rnnoise-instance';

export { RNNOISE_RATE_HZ } from './rnnoise-instance';

let loading: Promise<WebAssembly.Module> | null = null;

/** One state for each channel, in a memory of its own. @throws LipslateError 'part-load-failed' */
export async function newRnnoise(): Promise<FrameDenoiser> {
  loading ??= load();
  const module = await loading.catch((cause: unknown) => {
    loading = null;
    throw LipslateError.from(cause, 'part-load-failed');
  });
  return rnnoiseOf(module);
}

/** Not streamed: not every host names the type of wasm files. */
async function load(): Promise<WebAssembly.Module> {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`RNNoise: ${answer.status} ${answer.statusText}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}
