/** From the rows of a lag map to one curve over lags, its peak, and how far the peak stands out. */
import { quantile } from '../sound/speech';
import type { LagMap } from './types';

/** A lag map whose rows can be added: higher is better, each row centred, all rows on one scale. */
export interface Evidence2D {
  /** Float32Array [T, L]; NaN where unknown. The typical row has standard deviation 1. */
  z: Float32Array;
  /** The engine's own scores, higher is better: how alike, where z tells how much more than at other lags. [T, L] */
  score: Float32Array;
  /** Float32Array [T], 0..1 */
  weight: Float32Array;
  timesS: Float64Array;
  lagsMs: Float32Array;
  /** Overlapping windows say the same thing several times; this is the share of each that is new. */
  freshness: number;
  /** Length of a window, seconds. */
  windowS: number;
}

/** Weights and sums below this are no evidence. */
const NOTHING = 1e-6;
/** A row that reaches further is scaled down to this, keeping its shape: one freak window must not decide alone. */
const MOST_Z = 4;
/** A lag needs this share of the best supported lag's windows to be compared with it. */
const MIN_SUPPORT = 0.45;
/** Lags closer than this to a peak belong to it: about a syllable. */
export const PEAK_HALF_WIDTH_MS = 160;

/**
 * Centres every row and scales the map so that the typical row has deviation 1. One scale for all rows: a window in
 * which no lag stands out keeps its flat row, where scaling each row by itself would blow up noise.
 */
export function standardise(map: LagMap): Evidence2D {
  const T = map.timesS.length;
  const L = map.lagsMs.length;
  const sign = map.higherIsBetter ? 1 : -1;
  const z = new Float32Array(T * L).fill(Number.NaN);
  const deviations: number[] = [];
  for (let t = 0; t < T; t++) {
    const row = map.score.subarray(t * L, (t + 1) * L);
    let sum = 0;
    let square = 0;
    let count = 0;
    for (const value of row) {
      if (Number.isNaN(value)) continue;
      sum += value;
      square += value * value;
      count += 1;
    }
    if (count < 3 || map.weight[t]! < NOTHING) continue;
    const mean = sum / count;
    deviations.push(Math.sqrt(Math.max(0, square / count - mean * mean)));
    for (let l = 0; l < L; l++) z[t * L + l] = sign * (row[l]! - mean);
  }
  const scale = quantile(Float64Array.from(deviations).sort(), 0.5) || 1;
  for (let t = 0; t < T; t++) {
    const row = z.subarray(t * L, (t + 1) * L);
    const most = row.reduce((top, value) => Math.max(top, Math.abs(value) || 0), 0);
    const divisor = Math.max(scale, most / MOST_Z);
    for (let l = 0; l < L; l++) row[l] = row[l]! / divisor;
  }
  const hopS = T > 1 ? (map.timesS[T - 1]! - map.timesS[0]!) / (T - 1) : map.windowS;
  return {
    z,
    score: map.higherIsBetter ? map.score : map.score.map((value) => -value),
    weight: map.weight,
    timesS: map.timesS,
    lagsMs: map.lagsMs,
    freshness: Math.min(1, hopS / map.windowS),
    windowS: map.windowS,
  };
}

/**
 * Adds the rows of a stretch of windows: sum(w z) / sqrt(sum(w^2)), so that lags backed by more windows count more.
 * @param keep windows to use; all when absent
 * @returns Float64Array [L], NaN where too few windows know the lag
 */
export function fuse(evidence: Evidence2D, keep?: (t: number) => boolean): Float64Array {
  const L = evidence.lagsMs.length;
  const sum = new Float64Array(L);
  const square = new Float64Array(L);
  for (let t = 0; t < evidence.timesS.length; t++) {
    const w = evidence.weight[t]!;
    if (w < NOTHING || (keep && !keep(t))) continue;
    for (let l = 0; l < L; l++) {
      const z = evidence.z[t * L + l]!;
      if (Number.isNaN(z)) continue;
      sum[l]! += w * z;
      square[l]! += w * w;
    }
  }
  const most = Math.max(...square);
  return sum.map((s, l) =>
    most > 0 && square[l]! >= MIN_SUPPORT * most
      ? (s * Math.sqrt(evidence.freshness)) / Math.sqrt(square[l]!)
      : Number.NaN,
  );
}

export interface Peak {
  /** ms, interpolated between grid points by a parabola. */
  lagMs: number;
  index: number;
  height: number;
  /** Height over the background in its robust standard deviations. */
  z: number;
  /** Best height outside the peak as a share of the peak's, both over the background's median; 0..1. */
  second: number;
  secondLagMs: number | null;
  /** True when the best lag lies at the border of what was searched. */
  atEdge: boolean;
}

/** Finds the best lag of a fused curve. Returns null when the curve holds nothing. */
export function findPeak(curve: Float64Array, lagsMs: Float32Array): Peak | null {
  const index = argmax(curve);
  if (index < 0) return null;
  const stepMs = lagsMs.length > 1 ? lagsMs[1]! - lagsMs[0]! : 1;
  const lagMs = lagsMs[index]! + stepMs * parabolaShift(curve, index);
  const away = (l: number) => Math.abs(lagsMs[l]! - lagMs) > PEAK_HALF_WIDTH_MS;
  const outside: number[] = [];
  let secondIndex = -1;
  for (let l = 0; l < curve.length; l++) {
    if (Number.isNaN(curve[l]!) || !away(l)) continue;
    outside.push(curve[l]!);
    // The flank of the peak is higher than most of the background: only a top of its own is a rival.
    const isTop = !(curve[l - 1]! > curve[l]!) && !(curve[l + 1]! > curve[l]!);
    if (isTop && (secondIndex < 0 || curve[l]! > curve[secondIndex]!)) secondIndex = l;
  }
  const sorted = Float64Array.from(outside).sort();
  const median = sorted.length > 0 ? quantile(sorted, 0.5) : 0;
  const spread = sorted.length > 0 ? (quantile(sorted, 0.84) - quantile(sorted, 0.16)) / 2 : 0;
  const over = curve[index]! - median;
  const finite = finiteBounds(curve);
  return {
    lagMs,
    index,
    height: curve[index]!,
    z: spread > 0 ? over / spread : 0,
    second:
      secondIndex >= 0 && over > 0 ? Math.max(0, Math.min(1, (curve[secondIndex]! - median) / over)) : 0,
    secondLagMs: secondIndex >= 0 ? lagsMs[secondIndex]! : null,
    atEdge: index - finite.first <= 1 || finite.last - index <= 1,
  };
}

/** Index of the largest finite value; -1 when there is none. */
export function argmax(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!) && (best < 0 || values[i]! > values[best]!)) best = i;
  }
  return best;
}

/** Where between two grid points the top lies, -0.5..0.5 steps, from a parabola through three points. */
export function parabolaShift(values: ArrayLike<number>, index: number): number {
  const left = values[index - 1];
  const right = values[index + 1];
  const top = values[index]!;
  if (left === undefined || right === undefined || Number.isNaN(left) || Number.isNaN(right)) return 0;
  const bend = left - 2 * top + right;
  return bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (left - right)) / bend)) : 0;
}

function finiteBounds(values: Float64Array): { first: number; last: number } {
  let first = 0;
  let last = values.length - 1;
  while (first < last && Number.isNaN(values[first]!)) first += 1;
  while (last > first && Number.isNaN(values[last]!)) last -= 1;
  return { first, last };
}
