/**
 * GTCRN (X. Rong et al., "GTCRN: A Speech Enhancement Model Requiring Ultralow Computational Resources", ICASSP 2024) out of
 * a compiled module, wherever that came from. It hears 16 kHz, and gives nothing above 8 kHz.
 */
import type { FrameDenoiser } from '../../core/enhance/denoise';
import { LipslateError } from '../../core/errors';

const FRAME = 768;
/** Measured by cross-correlation (denoise.test.ts): a frame, and the filters between 48 and 16 kHz. */
const LAG = 890;

/** Names are the compiler's; the worklet of the package tells them apart. */
interface Exports {
  /** Memory. */
  c: WebAssembly.Memory;
  /** Constructors. */
  d(): void;
  /** gtcrn_create */
  e(): number;
  /** gtcrn_process_48k */
  j(state: number, input: number, out: number): void;
  /** malloc */
  k(bytes: number): number;
}

/** One state for one channel, in a memory of its own. It does not tell what is speech. */
export async function gtcrnOf(module: WebAssembly.Module): Promise<FrameDenoiser> {
  const failed = () => {
    throw new LipslateError('internal', 'GTCRN failed an assertion.');
  };
  // It never asks for more memory than it has.
  const instance = await WebAssembly.instantiate(module, { a: { a: failed, b: () => 0 } });
  const exports = instance.exports as unknown as Exports;
  exports.d();
  const state = exports.e();
  const input = exports.k(FRAME * 4);
  const out = exports.k(FRAME * 4);
  return {
    frame: FRAME,
    lag: LAG,
    warmUp: 0,
    process(frame) {
      new Float32Array(exports.c.buffer, input, FRAME).set(frame);
      exports.j(state, input, out);
      frame.set(new Float32Array(exports.c.buffer, out, FRAME));
      return 0;
    },
  };
}
