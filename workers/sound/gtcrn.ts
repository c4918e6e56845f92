/** GTCRN as compiled for @sapphi-red/web-noise-suppressor, loaded when heavy noise is first to be taken out. */
import wasmUrl from '@sapphi-red/web-noise-suppressor/gtcrn.wasm?url';
import type { FrameDenoiser } from '../../core/enhance/denoise';
import { gtcrnOf } from './gtcrn-instance';
import { loadedOnce } from './wasm-part';

const load = loadedOnce('GTCRN', wasmUrl);

/** One state for each channel, in a memory of its own. @throws LipslateError 'part-load-failed' */
export async function newGtcrn(): Promise<FrameDenoiser> {
  return gtcrnOf(await load());
}
