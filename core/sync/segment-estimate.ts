/** Windows with one offset, measured together: its value, its uncertainty, and the signs by which to trust it. */
import { argmax, type Evidence2D, findPeak, fuse, PEAK_HALF_WIDTH_MS } from './lag-curve';

export interface SegmentEstimate {
  offsetMs: number;
  /** Half width of the 95 % interval: leave-one-part-out, never below the engine's own floor. */
  ci95Ms: number;
  signs: Signs;
}

/** What the calibration looks at. */
export interface Signs {
  /** Peak height over the background in its deviations. */
  peakZ: number;
  /** Fused height in independent full windows. */
  height: number;
  /** Mean of the engine's own scores at the peak. */
  match: number;
  /** Best rival's height as a share of the peak's. */
  second: number;
  /** Weighted share of windows whose own best lag agrees. */
  agreement: number;
  /** Windows that agree. */
  agreeing: number;
  windows: number;
  /** Standard deviation of the offset when parts are left out, ms. */
  spreadMs: number;
  atEdge: boolean;
}

/** A window agrees when its own best lag is this close. */
export const AGREE_MS = 80;
/** Windows with less weight than this are not asked for a vote. */
export const VOTE_WEIGHT = 0.08;
const PARTS = 6;

/**
 * Measures the windows that `keep` selects, after taking out a path (so that a drift can be measured as a constant).
 * @param pathMs offset of the path at each window; the result is relative to it
 * @param floorMs systematic uncertainty of the engine (1 sigma)
 */
export function estimateSegment(
  evidence: Evidence2D,
  pathMs: Float64Array | null,
  keep: (t: number) => boolean,
  floorMs: number,
): SegmentEstimate | null {
  const straight = pathMs ? straighten(evidence, pathMs) : evidence;
  const peak = findPeak(fuse(straight, keep), straight.lagsMs);
  if (!peak) return null;
  const votes = windowVotes(straight, keep);
  let all = 0;
  let agree = 0;
  let agreeing = 0;
  for (const vote of votes) {
    all += vote.weight;
    if (Math.abs(vote.lagMs - peak.lagMs) > AGREE_MS) continue;
    agree += vote.weight;
    agreeing += 1;
  }
  const spreadMs = leaveOutSpread(straight, keep, peak.lagMs);
  return {
    offsetMs: peak.lagMs,
    ci95Ms: 1.96 * Math.hypot(spreadMs, floorMs),
    signs: {
      peakZ: peak.z,
      height: peak.height,
      match: meanScore(straight, keep, peak.index),
      second: peak.second,
      agreement: all > 0 ? agree / all : 0,
      agreeing,
      windows: votes.length,
      spreadMs,
      atEdge: peak.atEdge,
    },
  };
}

interface WindowBest {
  t: number;
  lagMs: number;
  weight: number;
}

/** Each window's own best lag. */
export function windowVotes(evidence: Evidence2D, keep: (t: number) => boolean): WindowBest[] {
  const L = evidence.lagsMs.length;
  const votes: WindowBest[] = [];
  for (let t = 0; t < evidence.timesS.length; t++) {
    if (evidence.weight[t]! < VOTE_WEIGHT || !keep(t)) continue;
    const best = argmax(evidence.z.subarray(t * L, (t + 1) * L));
    if (best >= 0) votes.push({ t, lagMs: evidence.lagsMs[best]!, weight: evidence.weight[t]! });
  }
  return votes;
}

/** Shifts every row so that the path lies at lag 0 of the shifted map. */
function straighten(evidence: Evidence2D, pathMs: Float64Array): Evidence2D {
  const L = evidence.lagsMs.length;
  const stepMs = L > 1 ? evidence.lagsMs[1]! - evidence.lagsMs[0]! : 1;
  const z = new Float32Array(evidence.z.length).fill(Number.NaN);
  const score = z.slice();
  for (let t = 0; t < evidence.timesS.length; t++) {
    const shift = Math.round(pathMs[t]! / stepMs);
    for (let l = 0; l < L; l++) {
      const source = l + shift;
      if (source < 0 || source >= L) continue;
      z[t * L + l] = evidence.z[t * L + source]!;
      score[t * L + l] = evidence.score[t * L + source]!;
    }
  }
  return { ...evidence, z, score };
}

/** The engine's own score at one lag, windows weighted as they are trusted. */
function meanScore(
  { score, weight, timesS, lagsMs }: Evidence2D,
  keep: (t: number) => boolean,
  l: number,
): number {
  let sum = 0;
  let all = 0;
  for (let t = 0; t < timesS.length; t++) {
    const value = score[t * lagsMs.length + l]!;
    if (!keep(t) || Number.isNaN(value)) continue;
    sum += weight[t]! * value;
    all += weight[t]!;
  }
  return all > 0 ? sum / all : 0;
}

/** Jackknife: how far the best lag moves when one of several consecutive parts is left out. */
function leaveOutSpread(evidence: Evidence2D, keep: (t: number) => boolean, fullMs: number): number {
  const used: number[] = [];
  for (let t = 0; t < evidence.timesS.length; t++)
    if (keep(t) && evidence.weight[t]! >= VOTE_WEIGHT) used.push(t);
  const parts = Math.min(PARTS, used.length);
  if (parts < 2) return PEAK_HALF_WIDTH_MS;
  const partOf = new Map(used.map((t, i) => [t, Math.floor((i * parts) / used.length)]));
  let square = 0;
  for (let part = 0; part < parts; part++) {
    const peak = findPeak(
      fuse(evidence, (t) => keep(t) && partOf.get(t) !== part),
      evidence.lagsMs,
    );
    square += ((peak?.lagMs ?? fullMs + PEAK_HALF_WIDTH_MS) - fullMs) ** 2;
  }
  return Math.sqrt((square * (parts - 1)) / parts);
}
