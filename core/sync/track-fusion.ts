/** Several faces, one sound: which tracks carry the evidence, and what they say together. */
import { type Evidence2D, findPeak, fuse, type Peak, standardise } from './lag-curve';
import type { LagMap } from './types';

export interface TrackEvidence {
  trackId: number;
  evidence: Evidence2D;
  /** Fused curve of this track alone. Float64Array [L] */
  curve: Float64Array;
  peak: Peak;
}

/** All windows of some tracks, and the track of each. */
export interface JoinedEvidence {
  evidence: Evidence2D;
  trackIds: Int32Array;
}

/** A track must reach this share of its own best at the common lag to be counted as speaking there. */
const SHARE_AT_COMMON = 0.6;
/** Fused height that a track needs at the common lag; noise alone reaches about 2. */
const HEIGHT_AT_COMMON = 1.5;

/** Tracks in whose maps there is nothing at all are left out. */
export function trackEvidence(maps: readonly LagMap[]): TrackEvidence[] {
  return maps.flatMap((map) => {
    const evidence = standardise(map);
    const curve = fuse(evidence);
    const peak = findPeak(curve, evidence.lagsMs);
    return peak ? [{ trackId: map.trackId, evidence, curve, peak }] : [];
  });
}

/**
 * One curve over lags for all tracks: the root of the summed squares of what each has above its background. A
 * speaker cut into many shots adds up as if never cut, and a silent listener takes nothing away.
 */
export function commonCurve(tracks: readonly TrackEvidence[]): Float64Array {
  const L = tracks[0]?.curve.length ?? 0;
  const only = tracks.length === 1 ? tracks[0] : undefined;
  if (only) return only.curve;
  const out = new Float64Array(L);
  for (let l = 0; l < L; l++) {
    let sum = 0;
    let known = false;
    for (const track of tracks) {
      const value = track.curve[l]!;
      if (Number.isNaN(value)) continue;
      known = true;
      sum += Math.max(0, value) ** 2;
    }
    out[l] = known ? Math.sqrt(sum) : Number.NaN;
  }
  return out;
}

/** The tracks whose lips move with this sound at the common lag; the best one is always among them. */
export function speakingTracks(tracks: readonly TrackEvidence[], commonIndex: number): TrackEvidence[] {
  const heightOf = (track: TrackEvidence) => track.curve[commonIndex] ?? Number.NaN;
  const speaking = tracks.filter((track) => {
    const height = heightOf(track);
    return height >= HEIGHT_AT_COMMON && height >= SHARE_AT_COMMON * track.peak.height;
  });
  if (speaking.length > 0) return speaking;
  const best = [...tracks].sort((a, b) => b.peak.height - a.peak.height)[0];
  return best ? [best] : [];
}

/** All windows of some tracks in order of time, as if one face had been seen. */
export function joinEvidence(tracks: readonly TrackEvidence[]): JoinedEvidence {
  const first = tracks[0]!.evidence;
  const L = first.lagsMs.length;
  const order = tracks
    .flatMap((track) => Array.from(track.evidence.timesS, (timeS, t) => ({ track, t, timeS })))
    .sort((a, b) => a.timeS - b.timeS);
  const z = new Float32Array(order.length * L);
  const score = new Float32Array(order.length * L);
  const weight = new Float32Array(order.length);
  const timesS = new Float64Array(order.length);
  const trackIds = new Int32Array(order.length);
  order.forEach(({ track, t, timeS }, i) => {
    z.set(track.evidence.z.subarray(t * L, (t + 1) * L), i * L);
    score.set(track.evidence.score.subarray(t * L, (t + 1) * L), i * L);
    weight[i] = track.evidence.weight[t]!;
    timesS[i] = timeS;
    trackIds[i] = track.trackId;
  });
  const mean = (key: 'freshness' | 'windowS') =>
    tracks.reduce((sum, track) => sum + track.evidence[key], 0) / tracks.length;
  const means = { freshness: mean('freshness'), windowS: mean('windowS') };
  return { evidence: { z, score, weight, timesS, lagsMs: first.lagsMs, ...means }, trackIds };
}
