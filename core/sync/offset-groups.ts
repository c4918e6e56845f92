/** Which offsets a file has, and which face shows which of them when: changes within a face, offsets that come back. */
import { argmax, type Evidence2D } from './lag-curve';

/** Windows of one track, each with the group it belongs to. */
export interface OffsetGroups {
  /** Lag of each group, as an index into the tracks' lags. */
  lags: number[];
  /** Per track, the group of each window or NO_GROUP. Int16Array [T] each */
  groupOf: Int16Array[];
  /** What the windows say for their groups, in independent full windows times deviations. */
  gain: number;
  /** Per track, what each window says for each lag, above chance. Float32Array [T, L] each */
  gains: readonly Float32Array[];
}

export const NO_GROUP = -1;

/** A window says something for an offset by what it lies above this, in deviations of a row: noise falls below. */
const CHANCE_Z = 0.8;
/** Gain that a further offset must add, and gain that a change of offset within a face costs. */
const OFFSET_PRICE = 2;
const CHANGE_PRICE = 1;
/** Offsets nearer than this are taken for one: the peak of speech is as wide. */
const LEAST_APART_MS = 70;
const MOST_GROUPS = 8;
/** Every other lag is tried; the peak of speech is wider, and what is found is put right afterwards. */
const CANDIDATE_STEP = 2;
const REFITS = 3;

/**
 * Adds offsets one by one, each where it explains most of what the others leave, and gives every face the likeliest
 * path through them (Viterbi; no offset at all is a state too, so that listeners and foreign voices join none).
 * An offset that comes back costs nothing again, so two cameras cut to and fro add up shot by shot.
 * @param tracks lag maps of all faces on the same lags; short windows place changes best
 * @param first lag index of the offset that most of the file has
 */
export function findGroups(tracks: readonly Evidence2D[], first: number): OffsetGroups {
  const gains = tracks.map(gainsOf);
  const lagsMs = tracks[0]!.lagsMs;
  const length = lagsMs.length;
  let best = assign(gains, length, [first]);
  while (best.lags.length < MOST_GROUPS) {
    let added = -1;
    let most = Number.NEGATIVE_INFINITY;
    for (let l = 0; l < length; l += CANDIDATE_STEP) {
      if (best.lags.some((other) => Math.abs(lagsMs[l]! - lagsMs[other]!) < LEAST_APART_MS)) continue;
      const lags = [...best.lags, l];
      const gain = gains.reduce((sum, own) => sum + pathGain(own, length, lags), 0);
      if (gain > most) [most, added] = [gain, l];
    }
    if (added < 0 || most - best.gain < OFFSET_PRICE / 2) break;
    const fitted = refit(gains, lagsMs, assign(gains, length, [...best.lags, added]));
    if (fitted.gain - best.gain < OFFSET_PRICE) break;
    best = fitted;
  }
  return best;
}

/**
 * Windows of no offset between two runs of one face go to the run that they are more like, so that a change has one
 * place: the split is where the sums of both sides are largest.
 */
export function closeGaps({ lags, groupOf, gains }: OffsetGroups): Int16Array[] {
  return groupOf.map((own, n) => {
    const closed = own.slice();
    const L = gains[n]!.length / own.length;
    let last = -1;
    for (let t = 0; t < own.length; t++) {
      if (own[t] === NO_GROUP) continue;
      if (last >= 0 && t - last > 1) {
        const [before, after] = [own[last]!, own[t]!];
        const split = bestSplit(gains[n]!, L, last + 1, t, lags[before]!, lags[after]!);
        closed.fill(before, last + 1, split);
        closed.fill(after, split, t);
      }
      last = t;
    }
    return closed;
  });
}

function bestSplit(gains: Float32Array, L: number, from: number, to: number, a: number, b: number): number {
  let split = from;
  let sum = 0;
  let most = 0;
  for (let t = from; t < to; t++) {
    sum += gains[t * L + a]! - gains[t * L + b]!;
    if (sum > most) [most, split] = [sum, t + 1];
  }
  return split;
}

/** The same faces with one group less. */
export function withoutGroup(
  { lags, gains }: OffsetGroups,
  lagsMs: Float32Array,
  dropped: number,
): OffsetGroups {
  const rest = lags.filter((_, g) => g !== dropped);
  return refit(gains, lagsMs, assign(gains, lagsMs.length, rest));
}

/**
 * What the windows say for an offset that runs along a path, on the scale of `OffsetGroups.gain`: where a face says nothing
 * for it, it is taken to go with no offset, as there.
 */
export function gainAlong(
  tracks: readonly { trackId: number; evidence: Evidence2D }[],
  offsetMsAt: (trackId: number, timeS: number) => number,
): number {
  let sum = 0;
  for (const { trackId, evidence } of tracks) {
    const { lagsMs, timesS } = evidence;
    const stepMs = lagsMs.length > 1 ? lagsMs[1]! - lagsMs[0]! : 1;
    const along = Float32Array.from(timesS, (timeS, t) => {
      const l = Math.round((offsetMsAt(trackId, timeS) - lagsMs[0]!) / stepMs);
      return l >= 0 && l < lagsMs.length ? gainOf(evidence, t, l) : 0;
    });
    sum += pathGain(along, 1, [0]);
  }
  return sum;
}

/** Float32Array [T, L]: what each window says for each lag. */
function gainsOf(evidence: Evidence2D): Float32Array {
  const L = evidence.lagsMs.length;
  const gains = new Float32Array(evidence.timesS.length * L);
  for (let t = 0; t < evidence.timesS.length; t++)
    for (let l = 0; l < L; l++) gains[t * L + l] = gainOf(evidence, t, l);
  return gains;
}

/** What a window says for a lag, above chance; in the precision in which groups add it up. */
function gainOf({ z, weight, lagsMs, freshness }: Evidence2D, t: number, l: number): number {
  return Math.fround(weight[t]! * freshness * ((z[t * lagsMs.length + l]! || 0) - CHANCE_Z));
}

/** Every group's lag is put where its own windows have most, then the windows are given out anew. */
function refit(gains: readonly Float32Array[], lagsMs: Float32Array, start: OffsetGroups): OffsetGroups {
  let best = start;
  for (let i = 0; i < REFITS; i++) {
    const lags = best.lags.map((lag, group) => bestLag(gains, lagsMs, best.groupOf, group, lag));
    const next = assign(gains, lagsMs.length, lags);
    if (next.gain <= best.gain) break;
    best = next;
  }
  return best;
}

function bestLag(
  gains: readonly Float32Array[],
  lagsMs: Float32Array,
  groupOf: readonly Int16Array[],
  group: number,
  lag: number,
): number {
  const L = lagsMs.length;
  const sums = new Float64Array(L).fill(Number.NaN);
  for (let l = 0; l < L; l++) if (Math.abs(lagsMs[l]! - lagsMs[lag]!) < LEAST_APART_MS) sums[l] = 0;
  groupOf.forEach((own, n) => {
    for (let t = 0; t < own.length; t++)
      if (own[t] === group) for (let l = 0; l < L; l++) sums[l]! += gains[n]![t * L + l]!;
  });
  return argmax(sums);
}

function assign(gains: readonly Float32Array[], L: number, lags: number[]): OffsetGroups {
  let gain = 0;
  const groupOf = gains.map((own) => {
    const path = likeliest(own, L, lags);
    gain += path.gain;
    return path.groups;
  });
  return { lags, groupOf, gain, gains };
}

/** What one face's likeliest path collects, without the path: asked for every lag. */
function pathGain(gains: Float32Array, L: number, lags: readonly number[]): number {
  const T = gains.length / L;
  const scores = new Float64Array(lags.length);
  let none = 0;
  for (let t = 0; t < T; t++) {
    let top = none;
    for (let s = 0; s < scores.length; s++) if (scores[s]! > top) top = scores[s]!;
    const changed = t > 0 ? top - CHANGE_PRICE : Number.NEGATIVE_INFINITY;
    none = Math.max(none, changed);
    for (let s = 0; s < scores.length; s++)
      scores[s] = Math.max(scores[s]!, changed) + gains[t * L + lags[s]!]!;
  }
  return Math.max(none, ...scores);
}

/** One face's path through the offsets and none. */
function likeliest(
  gains: Float32Array,
  L: number,
  lags: readonly number[],
): { groups: Int16Array; gain: number } {
  const T = gains.length / L;
  // State 0 is no offset.
  const S = lags.length + 1;
  const from = new Int16Array(T * S);
  let scores = new Float64Array(S);
  for (let t = 0; t < T; t++) {
    let top = 0;
    for (let s = 1; s < S; s++) if (scores[s]! > scores[top]!) top = s;
    const next = new Float64Array(S);
    for (let s = 0; s < S; s++) {
      const changes = t > 0 && scores[top]! - CHANGE_PRICE > scores[s]!;
      from[t * S + s] = changes ? top : s;
      next[s] =
        (changes ? scores[top]! - CHANGE_PRICE : scores[s]!) + (s > 0 ? gains[t * L + lags[s - 1]!]! : 0);
    }
    scores = next;
  }
  let state = 0;
  for (let s = 1; s < S; s++) if (scores[s]! > scores[state]!) state = s;
  const gain = T > 0 ? scores[state]! : 0;
  const groups = new Int16Array(T);
  for (let t = T - 1; t >= 0; t--) {
    groups[t] = state - 1;
    state = from[t * S + state]!;
  }
  return { groups, gain };
}
