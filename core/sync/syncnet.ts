/**
 * SyncNet's arithmetic, number for number as in syncnet_python (SyncNetInstance.py, commit 6efbb1c): which windows,
 * how far apart, what offset and confidence. The networks themselves run elsewhere (core/onnx/syncnet.ts).
 */

import { lowerMedian, medianFilter } from '../median';

/** Frames per second that SyncNet was trained at; everything here counts such frames. */
export const SYNCNET_FPS = 25;
/** A window: this many frames of lips and columns of MFCC, both 200 ms. */
export const WINDOW_FRAMES = 5;
export const WINDOW_COLUMNS = 20;
/** MFCC columns per frame: 10 ms each. */
export const COLUMNS_PER_FRAME = 4;
/** Frames searched to either side: the default of the original's programs (its calc_pdist alone says 10). */
export const VSHIFT = 15;
const PAIRWISE_EPSILON = 1e-6; // torch.nn.functional.pairwise_distance
const MEDIAN_KERNEL = 9;

export interface SyncnetResult {
  /** Frames of 25 fps; positive: sound EARLY, the original's sign, opposite to offsetMs. */
  offsetFrames: number;
  /** LSE-D. */
  minDist: number;
  /** LSE-C: median minus minimum of the curve. */
  confidence: number;
  /** Mean distance at every shift. Float32Array [2 vshift + 1], sound moving from early to late in the file */
  curve: Float32Array;
}

/**
 * Windows the original looks at: min(frames, floor(samples / 640)) - 5, one fewer than there are.
 * @param frames pictures at 25 fps
 * @param samples sound at 16 kHz
 */
export function windowCount(frames: number, samples: number): number {
  return Math.max(0, Math.min(frames, Math.floor(samples / 640)) - WINDOW_FRAMES);
}

/** Windows of MFCC whose 20 columns exist, one per frame. */
export function soundWindowCount(columns: number): number {
  return Math.max(0, Math.floor((columns - WINDOW_COLUMNS) / COLUMNS_PER_FRAME) + 1);
}

/**
 * Lays out windows of MFCC for the audio tower.
 * @param mfcc Float32Array [T, 13]
 * @param starts first column of each window, with start + 20 <= T
 * @returns Float32Array [starts.length, 1, 13, 20]
 */
export function soundWindows(mfcc: Float32Array, starts: readonly number[]): Float32Array<ArrayBuffer> {
  const out = new Float32Array(starts.length * 13 * WINDOW_COLUMNS);
  let at = 0;
  for (const start of starts) {
    for (let c = 0; c < 13; c++) {
      for (let t = 0; t < WINDOW_COLUMNS; t++) out[at++] = mfcc[(start + t) * 13 + c]!;
    }
  }
  return out;
}

/**
 * Distance of every lip window from the sound windows around it. Beyond both ends the sound's embedding is zero.
 * @param lips Float32Array [K, size], embeddings of the lip windows listed in `indices`
 * @param sound Float32Array [N, size], embeddings of all sound windows, one per frame
 * @param indices which sound window belongs to each lip window at shift 0; 0, 1, 2, ... when absent
 * @returns Float32Array [K, 2 vshift + 1]
 */
export function pairDistances(
  lips: Float32Array,
  sound: Float32Array,
  vshift: number,
  size: number,
  indices?: readonly number[],
): Float32Array<ArrayBuffer> {
  const width = 2 * vshift + 1;
  const rows = lips.length / size;
  const count = sound.length / size;
  const nothing = new Float32Array(size);
  const out = new Float32Array(rows * width);
  for (let i = 0; i < rows; i++) {
    const lip = lips.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < width; j++) {
      const s = (indices?.[i] ?? i) + j - vshift;
      const other = s >= 0 && s < count ? sound.subarray(s * size, (s + 1) * size) : nothing;
      out[i * width + j] = euclidean(lip, other);
    }
  }
  return out;
}

/**
 * Offset, minimum distance and confidence of the mean over all windows.
 * @param distances Float32Array [K, 2 vshift + 1] of pairDistances, K > 0
 */
export function syncnetResult(distances: Float32Array, vshift: number): SyncnetResult {
  const width = 2 * vshift + 1;
  const rows = distances.length / width;
  const curve = new Float32Array(width);
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += distances[i * width + j]!;
    curve[j] = sum / rows;
  }
  let best = 0;
  for (let j = 1; j < width; j++) if (curve[j]! < curve[best]!) best = j;
  return {
    offsetFrames: vshift - best,
    minDist: curve[best]!,
    confidence: lowerMedian(curve) - curve[best]!,
    curve,
  };
}

/**
 * The original's confidence of each window (`fconfm`): median of the mean curve minus the window's own distance at the
 * best shift, median-filtered over nine windows.
 * @returns Float32Array [K]
 */
export function frameConfidence(distances: Float32Array, result: SyncnetResult): Float32Array<ArrayBuffer> {
  const width = result.curve.length;
  const best = (width - 1) / 2 - result.offsetFrames;
  const middle = lowerMedian(result.curve);
  const raw = Float32Array.from(
    { length: distances.length / width },
    (_, i) => middle - distances[i * width + best]!,
  );
  return Float32Array.from(medianFilter(raw, MEDIAN_KERNEL));
}

/**
 * How sure the confidence is when only some windows were looked at: standard error of (median - min), from the
 * scatter of the windows. Windows that share frames say partly the same: `overlap` is how many share one.
 */
export function confidenceError(distances: Float32Array, result: SyncnetResult, overlap = 1): number {
  const width = result.curve.length;
  const rows = distances.length / width;
  if (rows < 2) return Number.POSITIVE_INFINITY;
  const best = (width - 1) / 2 - result.offsetFrames;
  const middle = lowerMedian(result.curve);
  let square = 0;
  for (let i = 0; i < rows; i++) {
    const row = distances.subarray(i * width, (i + 1) * width);
    square += (lowerMedian(row) - row[best]! - (middle - result.minDist)) ** 2;
  }
  return Math.sqrt((square / (rows - 1) / rows) * Math.max(1, overlap));
}

/**
 * An order of 0..count-1 in which every beginning is spread over the whole (bit-reversed counting), so that one can
 * stop as soon as the figures are sure enough.
 */
export function spreadOrder(count: number): number[] {
  const bits = Math.max(1, Math.ceil(Math.log2(Math.max(1, count))));
  const order: number[] = [];
  for (let n = 0; n < 2 ** bits; n++) {
    let reversed = 0;
    for (let b = 0; b < bits; b++) if (n & (1 << b)) reversed |= 1 << (bits - 1 - b);
    if (reversed < count) order.push(reversed);
  }
  return order;
}

function euclidean(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const d = a[i]! - b[i]! + PAIRWISE_EPSILON;
    sum += d * d;
  }
  return Math.sqrt(sum);
}
