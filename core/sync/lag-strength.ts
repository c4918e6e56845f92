/** How strong each lag of a lag map is against the others of its window, as the page and the report draw it. */
import type { LagMap } from './types';

/**
 * Each window centred, so that one without a clear best lag stays flat. Higher is better whichever way the scores point;
 * NaN: nothing to compare, as in windows of no weight.
 * @param rows up to as many as there are lags; those that share a row are represented by the best one
 * @returns Float32Array [T, rows], latest sound in row 0
 */
export function lagStrengths(map: LagMap, rows: number): Float32Array {
  const { score, weight, timesS } = map;
  const L = map.lagsMs.length;
  const sign = map.higherIsBetter ? 1 : -1;
  const rowOf = Int32Array.from({ length: L }, (_, l) => rows - 1 - Math.floor((l * rows) / L));
  const out = new Float32Array(timesS.length * rows).fill(Number.NaN);
  for (let t = 0; t < timesS.length; t++) {
    if (!(weight[t]! > 0)) continue;
    const from = t * L;
    const mean = meanOf(score, from, from + L);
    for (let l = 0; l < L; l++) {
      const value = sign * (score[from + l]! - mean);
      const at = t * rows + rowOf[l]!;
      if (!(out[at]! >= value) && !Number.isNaN(value)) out[at] = value;
    }
  }
  return out;
}

/** Values looked at to tell the range. */
const MOST_SAMPLES = 20_000;

/** Where a scale of colours begins and ends: the middle 97 %, so that one freak cell does not pale all others. */
export function strengthRange(strengths: Float32Array): [low: number, high: number] {
  const step = Math.max(1, Math.floor(strengths.length / MOST_SAMPLES));
  const sample: number[] = [];
  for (let i = 0; i < strengths.length; i += step)
    if (Number.isFinite(strengths[i]!)) sample.push(strengths[i]!);
  const sorted = Float32Array.from(sample).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.025), at(0.995)];
}

/** 0 when nothing is known. */
function meanOf(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}
