/**
 * A sound as an autoregressive process, each sample foretold by those before it, and what such a process would have in
 * place of samples that are missing (A. Janssen, R. Veldhuis, L. Vries, "Adaptive interpolation of discrete-time signals
 * that can be modeled as autoregressive processes", IEEE ASSP-34, 1986).
 */

import { hann } from '../sound/hann';

/** Keeps a silent or pure sound solvable, and is far below what can be heard. */
const FLOOR = 1e-9;

/** Of the length that was asked for last: a whole sound is gone through in windows of one. */
let lastWindow: Float64Array = new Float64Array();

/**
 * By the autocorrelation method (Levinson, Durbin) under a Hann window.
 * @returns the error filter 1, a1, ..., Float64Array [order + 1]; null of silence
 */
export function errorFilter(samples: Float64Array, order: number): Float64Array | null {
  const { length } = samples;
  if (lastWindow.length !== length) lastWindow = hann(length);
  const window = lastWindow;
  const lags = correlation(
    samples.map((sample, i) => sample * window[i]!),
    order,
  );
  if (!((lags[0] as number) > length * 1e-12)) return null;
  lags[0]! *= 1 + FLOOR;
  const filter = new Float64Array(order + 1);
  filter[0] = 1;
  let error = lags[0] as number;
  for (let size = 1; size <= order; size++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += filter[k]! * lags[size - k]!;
    const reflection = -sum / error;
    for (let k = 1, other = size - 1; k <= other; k++, other--) {
      const [low, high] = [filter[k]!, filter[other]!];
      filter[k] = low + reflection * high;
      filter[other] = high + reflection * low;
    }
    filter[size] = reflection;
    error *= 1 - reflection * reflection;
    if (!(error > 0)) return null;
  }
  return filter;
}

/** Sums of products of samples so many apart, from 0 to `most`. */
export function correlation(samples: Float64Array, most: number): Float64Array {
  const sums = new Float64Array(most + 1);
  for (let lag = 0; lag <= most; lag++) {
    let sum = 0;
    for (let i = lag; i < samples.length; i++) sum += samples[i]! * samples[i - lag]!;
    sums[lag] = sum;
  }
  return sums;
}

/**
 * Puts in place of missing samples what makes the error of the process least.
 * @param samples with anything where they are missing; changed in place
 * @param missing their indices, rising; `order` samples before and after each must be there
 * @param lags correlation of the error filter, up to its order
 * @returns false where there is no one answer; nothing is changed then
 */
export function interpolate(samples: Float64Array, missing: readonly number[], lags: Float64Array): boolean {
  const order = lags.length - 1;
  const count = missing.length;
  const isMissing = new Uint8Array(samples.length);
  for (const at of missing) isMissing[at] = 1;
  // The matrix is banded: samples further apart than `order` have nothing to do with each other.
  const width = order + 1;
  const rows = new Float64Array(count * width);
  const right = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = missing[i] as number;
    for (let j = i; j >= 0; j--) {
      const apart = at - (missing[j] as number);
      if (apart > order) break;
      rows[i * width + (i - j)] = lags[apart] as number;
    }
    let sum = 0;
    for (let k = -order; k <= order; k++)
      if (isMissing[at + k] === 0) sum += lags[k < 0 ? -k : k]! * samples[at + k]!;
    right[i] = -sum;
  }
  if (!solveBanded(rows, right, count, width)) return false;
  missing.forEach((at, i) => {
    samples[at] = right[i] as number;
  });
  return true;
}

/**
 * Cholesky's decomposition of a symmetric matrix whose entries further than `width` off the diagonal are 0, in place.
 * @param rows Float64Array [count, width]: row i holds the entries at i, i - 1, ...
 * @param right Float64Array [count], becomes the solution
 */
function solveBanded(rows: Float64Array, right: Float64Array, count: number, width: number): boolean {
  for (let i = 0; i < count; i++) {
    const first = Math.max(0, i - width + 1);
    for (let j = first; j <= i; j++) {
      let sum = rows[i * width + (i - j)]!;
      for (let k = Math.max(first, j - width + 1); k < j; k++)
        sum -= rows[i * width + (i - k)]! * rows[j * width + (j - k)]!;
      if (j < i) rows[i * width + (i - j)] = sum / rows[j * width]!;
      else if (sum > 0) rows[i * width] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let i = 0; i < count; i++) {
    let sum = right[i]!;
    for (let j = Math.max(0, i - width + 1); j < i; j++) sum -= rows[i * width + (i - j)]! * right[j]!;
    right[i] = sum / rows[i * width]!;
  }
  for (let i = count - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let j = i + 1; j < Math.min(count, i + width); j++) sum -= rows[j * width + (j - i)]! * right[j]!;
    right[i] = sum / rows[i * width]!;
  }
  return true;
}
