/**
 * RNNoise (J.-M. Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech Enhancement", 2018) out of a
 * compiled module, wherever that came from.
 */
import type { FrameDenoiser } from '../../core/enhance/denoise';
import { LipslateError } from '../../core/errors';

export const RNNOISE_RATE_HZ = 48_000;
const FRAME = 480;
/** It takes 16-bit integers as floats. */
const FULL_SCALE = 32_768;
/** Measured by cross-correlation (e2e/sound-worker.spec.ts): one frame. */
const LAG = 480;
/** It takes steady noise for a voice in its first half second (e2e/sound-worker.spec.ts). */
const WARM_UP = 101 * FRAME;

interface Exports {
  memory: WebAssembly.Memory;
  __wasm_call_ctors(): void;
  malloc(bytes: number): number;
  rnnoise_create(model: number): number;
  rnnoise_process_frame(state: number, out: number, input: number): number;
}

/** One state for one channel, in a memory of its own. */
export async function rnnoiseOf(module: WebAssembly.Module): Promise<FrameDenoiser> {
  let exports: Exports;
  const instance = await WebAssembly.instantiate(module, {
    env: {
      emscripten_memcpy_big: (to: number, from: number, count: number) => {
        new Uint8Array(exports.memory.buffer).copyWithin(to, from, from + count);
      },
      // It needs a megabyte once, which it has.
      emscripten_resize_heap: () => 0,
      __assert_fail: () => {
        throw new LipslateError('internal', 'RNNoise failed an assertion.');
      },
    },
  });
  exports = instance.exports as unknown as Exports;
  exports.__wasm_call_ctors();
  const state = exports.rnnoise_create(0);
  const buffer = exports.malloc(FRAME * 4);
  return {
    frame: FRAME,
    lag: LAG,
    warmUp: WARM_UP,
    process(frame) {
      const shared = new Float32Array(exports.memory.buffer, buffer, FRAME);
      for (let i = 0; i < FRAME; i++) shared[i] = (frame[i] as number) * FULL_SCALE;
      const speech = exports.rnnoise_process_frame(state, buffer, buffer);
      const after = new Float32Array(exports.memory.buffer, buffer, FRAME);
      for (let i = 0; i < FRAME; i++) frame[i] = (after[i] as number) / FULL_SCALE;
      return speech;
    },
  };
}
