/** Finds how the offset runs through a file: constant, drifting, or jumping. */
import { type Evidence2D, findPeak, fuse, PEAK_HALF_WIDTH_MS } from './lag-curve';

/** What a path through the lag map collects, and the path itself. */
export interface Path {
  kind: 'constant' | 'drift' | 'steps';
  /** Sum of the standardised scores along the path, counted in independent windows of full weight. */
  gain: number;
  /** Offset at each window. Float64Array [T], ms */
  offsetsMs: Float64Array;
  /** For steps: index of the first window of each new stretch. */
  starts: number[];
}

/** Windows are pooled down to this many before patterns are sought: a 2-hour file has thousands. */
const MOST_BLOCKS = 240;
/** Largest drift considered, ms per second: a 44.1/48 kHz mix-up (88 ms/s) is broken, not drifting. */
const MAX_DRIFT_MS_PER_S = 20;
/** A jump costs this much gain, so that noise does not buy one. */
const JUMP_COST = 7;
/** Jumps smaller than this are not told from noise. */
const MIN_JUMP_MS = 60;

/**
 * Best constant, drifting and jumping path. The more flexible kinds always collect at least as much; the caller
 * decides whether the extra is worth believing.
 */
export function findPaths(evidence: Evidence2D): { constant: Path; drift: Path; steps: Path } | null {
  const blocks = pool(evidence, MOST_BLOCKS);
  const constant = bestConstant(blocks);
  if (!constant) return null;
  const spread = (path: Path): Path => expand(path, blocks, evidence);
  return { constant: spread(constant), drift: spread(bestDrift(blocks)), steps: spread(bestSteps(blocks)) };
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
  return Number.isFinite(best.gain) ? { ...best, kind: 'constant', starts: [0] } : null;
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
  return { ...best, kind: 'drift', starts: [0] };
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

/** Piecewise constant path by dynamic programming (Viterbi with a price per jump). */
function bestSteps(blocks: Blocks): Path {
  const { gain, timesS, lagsMs } = blocks;
  const L = lagsMs.length;
  const B = timesS.length;
  const from = new Int32Array(B * L);
  let scores = new Float64Array(gain.subarray(0, L));
  for (let b = 1; b < B; b++) {
    let top = 0;
    for (let l = 1; l < L; l++) if (scores[l]! > scores[top]!) top = l;
    const next = new Float64Array(L);
    for (let l = 0; l < L; l++) {
      const jumps = scores[top]! - JUMP_COST > scores[l]!;
      from[b * L + l] = jumps ? top : l;
      next[l] = (jumps ? scores[top]! - JUMP_COST : scores[l]!) + gain[b * L + l]!;
    }
    scores = next;
  }
  let state = 0;
  for (let l = 1; l < L; l++) if (scores[l]! > scores[state]!) state = l;
  const offsetsMs = new Float64Array(B);
  let collected = 0;
  for (let b = B - 1; b >= 0; b--) {
    offsetsMs[b] = lagsMs[state]!;
    collected += gain[b * L + state]!;
    state = from[b * L + state]!;
  }
  const starts = [0];
  for (let b = 1; b < B; b++) {
    if (Math.abs(offsetsMs[b]! - offsetsMs[b - 1]!) >= MIN_JUMP_MS) starts.push(b);
  }
  return { kind: 'steps', gain: collected, offsetsMs, starts };
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
  return { ...path, offsetsMs, starts: path.starts.map((b) => b * size) };
}

/** The offset of one stretch, interpolated, with its peak; searched near a path's value. */
export function refineNear(
  evidence: Evidence2D,
  nearMs: number,
  keep: (t: number) => boolean,
): { offsetMs: number; height: number } | null {
  const curve = fuse(evidence, keep);
  const near = curve.map((v, l) =>
    Math.abs(evidence.lagsMs[l]! - nearMs) <= PEAK_HALF_WIDTH_MS / 2 ? v : Number.NaN,
  );
  const peak = findPeak(near, evidence.lagsMs);
  if (!peak) return null;
  const whole = findPeak(Float64Array.from(curve), evidence.lagsMs);
  const interpolated = whole && whole.index === peak.index ? whole.lagMs : peak.lagMs;
  return { offsetMs: interpolated, height: peak.height };
}
