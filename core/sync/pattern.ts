/** Finds how one offset runs through a file: constant, or drifting along a line. */
import type { Evidence2D } from './lag-curve';

/** What a path through the lag map collects, and the path itself. */
export interface Path {
  kind: 'constant' | 'drift';
  /** Sum of the standardised scores along the path, counted in independent windows of full weight. */
  gain: number;
  /** Offset at each window. Float64Array [T], ms */
  offsetsMs: Float64Array;
}

/** Windows are pooled down to this many before patterns are sought: a 2-hour file has thousands. */
const MOST_BLOCKS = 240;
/** Largest drift considered, ms per second: a 44.1/48 kHz mix-up (88 ms/s) is broken, not drifting. */
const MAX_DRIFT_MS_PER_S = 20;

/** Best constant and best drifting path. The latter always collects as much; the caller decides what the extra is worth. */
export function findPaths(evidence: Evidence2D): { constant: Path; drift: Path } | null {
  const blocks = pool(evidence, MOST_BLOCKS);
  const constant = bestConstant(blocks);
  if (!constant) return null;
  const spread = (path: Path): Path => expand(path, blocks, evidence);
  return { constant: spread(constant), drift: spread(bestDrift(blocks)) };
}

interface Blocks {
  /** weight * z * freshness, summed per block; NaN where unknown. Float64Array [B, L] */
  gain: Float64Array;
  timesS: Float64Array;
  lagsMs: Float32Array;
  /** Windows per block. */
  size: number;
}

function pool(evidence: Evidence2D, most: number): Blocks {
  const T = evidence.timesS.length;
  const L = evidence.lagsMs.length;
  const size = Math.max(1, Math.ceil(T / most));
  const B = Math.ceil(T / size);
  const gain = new Float64Array(B * L);
  const timesS = new Float64Array(B);
  for (let b = 0; b < B; b++) {
    const from = b * size;
    const to = Math.min(T, from + size);
    for (let t = from; t < to; t++) {
      timesS[b]! += evidence.timesS[t]! / (to - from);
      const w = evidence.weight[t]! * evidence.freshness;
      if (w <= 0) continue;
      for (let l = 0; l < L; l++) {
        const z = evidence.z[t * L + l]!;
        if (!Number.isNaN(z)) gain[b * L + l]! += w * z;
      }
    }
  }
  return { gain, timesS, lagsMs: evidence.lagsMs, size };
}

function bestConstant(blocks: Blocks): Path | null {
  const best = bestSlope(blocks, 0);
  return Number.isFinite(best.gain) ? { ...best, kind: 'constant' } : null;
}

function bestDrift(blocks: Blocks): Path {
  const { timesS, lagsMs } = blocks;
  const spanS = Math.max(1, timesS[timesS.length - 1]! - timesS[0]!);
  const reachMs = lagsMs[lagsMs.length - 1]! - lagsMs[0]!;
  const limit = Math.min(MAX_DRIFT_MS_PER_S, reachMs / spanS);
  const steps = Math.max(1, Math.round((limit * spanS) / 10));
  let best = bestSlope(blocks, 0);
  for (let i = -steps; i <= steps; i++) {
    const candidate = bestSlope(blocks, (limit * i) / steps);
    if (candidate.gain > best.gain) best = candidate;
  }
  return { ...best, kind: 'drift' };
}

/** Best straight line of one slope: every intercept on the lag grid is tried. @param slope ms per second */
function bestSlope(blocks: Blocks, slope: number): { gain: number; offsetsMs: Float64Array } {
  const { gain, timesS, lagsMs } = blocks;
  const L = lagsMs.length;
  const stepMs = L > 1 ? lagsMs[1]! - lagsMs[0]! : 1;
  const midS = (timesS[0]! + timesS[timesS.length - 1]!) / 2;
  const sums = new Float64Array(L);
  for (let b = 0; b < timesS.length; b++) {
    const shift = Math.round((slope * (timesS[b]! - midS)) / stepMs);
    const from = Math.max(0, -shift);
    const to = Math.min(L, L - shift);
    for (let l = from; l < to; l++) sums[l]! += gain[b * L + l + shift]!;
  }
  let top = 0;
  for (let l = 1; l < L; l++) if (sums[l]! > sums[top]!) top = l;
  const offsetsMs = timesS.map((t) => lagsMs[top]! + slope * (t - midS));
  return { gain: sums[top]!, offsetsMs };
}

/** Back from blocks to windows. */
function expand(path: Path, blocks: Blocks, evidence: Evidence2D): Path {
  const T = evidence.timesS.length;
  const { size } = blocks;
  const offsetsMs = new Float64Array(T);
  const B = blocks.timesS.length;
  for (let t = 0; t < T; t++) {
    const b = Math.min(B - 1, Math.floor(t / size));
    offsetsMs[t] = path.offsetsMs[b]!;
    if (path.kind !== 'drift' || B < 2) continue;
    const slope = (path.offsetsMs[B - 1]! - path.offsetsMs[0]!) / (blocks.timesS[B - 1]! - blocks.timesS[0]!);
    offsetsMs[t] = path.offsetsMs[b]! + slope * (evidence.timesS[t]! - blocks.timesS[b]!);
  }
  return { ...path, offsetsMs };
}

/** A path as a line: its slope in ms per second, and its offset at any time. */
export function lineOf(
  timesS: Float64Array,
  { offsetsMs }: Path,
): { slopeMsPerS: number; at(timeS: number): number } {
  const last = timesS.length - 1;
  const spanS = timesS[last]! - timesS[0]!;
  const slopeMsPerS = spanS > 0 ? (offsetsMs[last]! - offsetsMs[0]!) / spanS : 0;
  return { slopeMsPerS, at: (timeS) => offsetsMs[0]! + slopeMsPerS * (timeS - timesS[0]!) };
}
