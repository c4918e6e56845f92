/** Finds cuts between shots on a small luma picture, without being fooled by flashes and fades of light. */

/** Size of the luma pictures to hand in. */
export const SHOT_WIDTH = 64;
export const SHOT_HEIGHT = 36;
const PIXELS = SHOT_WIDTH * SHOT_HEIGHT;
const BINS = 32;
const BLOCK = 4;

/** Below this standard deviation a picture (black, white, one colour) shows nothing to compare. */
const FLAT = 6;

export interface ShotStep {
  /** True when this frame is the first of a new shot. */
  cut: boolean;
  /** Mean absolute luma change since the last frame, 0..255; 0 for the first. */
  motion: number;
}

/**
 * Feed frames in order. A cut is a frame whose layout of light and dark no longer resembles the frame before, and
 * whose histogram differs too, by far more than frames of this shot have differed lately. Both are compared after
 * evening out brightness and contrast, so a flash or a fade is no cut; a frame without any structure (a white flash,
 * black between two shots) is passed over, and the next one is compared with the last that had some.
 */
export class ShotDetector {
  #previous: Float32Array | null = null;
  #reference: Signature | null = null;
  #usual = 0;

  /** @param luma Uint8Array [SHOT_HEIGHT, SHOT_WIDTH] */
  push(luma: Uint8Array): ShotStep {
    const now = Float32Array.from(luma);
    const motion = this.#previous ? meanDifference(this.#previous, now) : 0;
    this.#previous = now;
    const signature = signatureOf(now);
    if (!signature) return { cut: false, motion };
    const reference = this.#reference;
    this.#reference = signature;
    if (!reference) return { cut: false, motion };
    const change = 1 - correlation(reference.blocks, signature.blocks);
    const histogram = histogramDistance(reference.histogram, signature.histogram);
    const score = change + histogram;
    const cut = change > 0.25 && score > 0.5 && score > 4 * this.#usual;
    this.#usual = cut ? 0 : 0.8 * this.#usual + 0.2 * score;
    return { cut, motion };
  }
}

interface Signature {
  /** Block means minus their mean, over their norm. */
  blocks: Float32Array;
  /** Shares of pixels by (luma - mean) / deviation, sums to 1. */
  histogram: Float32Array;
}

function signatureOf(luma: Float32Array): Signature | null {
  let sum = 0;
  let squares = 0;
  for (const value of luma) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / PIXELS;
  const deviation = Math.sqrt(Math.max(0, squares / PIXELS - mean * mean));
  if (deviation < FLAT) return null;
  const histogram = new Float32Array(BINS);
  for (const value of luma) {
    const bin = Math.floor(((value - mean) / deviation + 2.5) * (BINS / 5));
    histogram[Math.min(BINS - 1, Math.max(0, bin))]! += 1 / PIXELS;
  }
  const columns = SHOT_WIDTH / BLOCK;
  const blocks = new Float32Array(columns * (SHOT_HEIGHT / BLOCK));
  for (let i = 0; i < PIXELS; i++) {
    const column = Math.floor((i % SHOT_WIDTH) / BLOCK);
    const row = Math.floor(i / SHOT_WIDTH / BLOCK);
    blocks[row * columns + column]! += luma[i]! - mean;
  }
  let norm = 0;
  for (const value of blocks) norm += value * value;
  norm = Math.sqrt(norm) || 1;
  for (let i = 0; i < blocks.length; i++) blocks[i]! /= norm;
  return { blocks, histogram };
}

function correlation(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Earth mover's distance in bins over a quarter of the range, about 0..1: a small shift counts little. */
function histogramDistance(a: Float32Array, b: Float32Array): number {
  let carried = 0;
  let distance = 0;
  for (let i = 0; i < BINS; i++) {
    carried += a[i]! - b[i]!;
    distance += Math.abs(carried);
  }
  return Math.min(1, distance / (BINS / 4));
}

function meanDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < PIXELS; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / PIXELS;
}
