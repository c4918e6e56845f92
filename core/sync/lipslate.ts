/** The `lipslate` engine: embeddings of lips and of sound, compared step by step, lag by lag, into a lag map. */
import type { FaceTrack } from '../lips/types';
import type { SoundFeatures } from '../sound/types';
import { STEP_S } from './lipslate-inputs';
import type { LagMap, MapOptions } from './types';
import { windowLengths } from './window-lengths';
import { movementOf, openingWithin, speechShare } from './window-weight';

/** Long enough for several syllables, short enough to follow a step. */
const WINDOW_S = 3;
const HOP_S = 0.5;
/** Longer files are looked at less densely: enough windows, not more work. */
const MOST_WINDOWS = 4000;
/** A window counts at a lag only if this share of its steps has both lips and sound. */
const MIN_OVERLAP = 0.6;
const LEAST_S = 0.5;

/** Embeddings have this length: two bytes per number keep a file of hours small. */
export const VECTOR_LENGTH = 32767;

/** Embeddings (vectors of VECTOR_LENGTH) of one track, one per step: step i belongs to sound start + (first + i) * STEP_S. */
export interface LipEmbeddings {
  first: number;
  length: number;
  /** Int16Array [length, numbers per embedding] */
  values: Int16Array;
  /** 1 where lips were seen. Float32Array [length] */
  known: Float32Array;
}

/** Embeddings of the sound from its start on; steps outside [from, to) hold no sound. */
export interface SoundEmbeddings {
  startS: number;
  from: number;
  to: number;
  /** Numbers per embedding. */
  size: number;
  /** Int16Array [to, size] */
  values: Int16Array;
}

/**
 * Mean similarity (cosine) of lips and sound in windows of up to WINDOW_S, for lags from -searchS to +searchS every
 * STEP_S. Windows are shorter when the track is short.
 * @param how.finerS a second map in windows of up to this length, seconds, made of the same comparisons
 * @param how.ppm the sound is taken to fall behind by so much, from the start of the picture on: lags are what is left
 * @returns the map, and the finer one where it is wanted; null when track or sound is too short to compare anything
 */
export function lipslateLagMaps(
  track: FaceTrack,
  lips: LipEmbeddings,
  sound: SoundEmbeddings,
  features: SoundFeatures,
  searchS: number,
  { finerS, ppm = 0 }: MapOptions = {},
): LagMap[] | null {
  const knownS = lips.known.reduce((sum, one) => sum + one, 0) * STEP_S;
  if (knownS < LEAST_S || (sound.to - sound.from) * STEP_S < LEAST_S) return null;
  const reach = Math.round(searchS / STEP_S);
  const grids = windowLengths(WINDOW_S, finerS, knownS).map((windowS) => gridOf(windowS, lips.length, reach));
  compare(lips, sound, grids, reach, ppm);
  const lagsMs = Float32Array.from({ length: 2 * reach + 1 }, (_, i) => (i - reach) * STEP_S * 1000);
  return grids.map((grid) => {
    const { windowS, hop, hops, count, pieces } = grid;
    const length = hops * hop;
    const timesS = new Float64Array(count);
    const weight = new Float32Array(count);
    const score = new Float32Array(count * lagsMs.length).fill(Number.NaN);
    for (let t = 0; t < count; t++) {
      timesS[t] = sound.startS + (lips.first + t * hop + length / 2) * STEP_S;
      const movement = movementOf(openingWithin(track, timesS[t]! - windowS / 2, timesS[t]! + windowS / 2));
      if (movement === 0) continue;
      weight[t] = movement * speechShare(features, timesS[t]!, windowS / 2 + Math.min(searchS, 1));
      const own = pieces.slice(t, t + hops);
      for (let l = 0; l < lagsMs.length; l++) {
        let sum = 0;
        let steps = 0;
        for (const piece of own) {
          sum += piece.sums[l]!;
          steps += piece.steps[l]!;
        }
        // A shorter overlap matches by chance more easily.
        if (steps >= MIN_OVERLAP * length)
          score[t * lagsMs.length + l] = (sum / steps) * Math.sqrt(steps / length);
      }
    }
    return {
      trackId: track.id,
      timesS,
      lagsMs,
      score,
      higherIsBetter: true,
      weight,
      windowS: length * STEP_S,
    };
  });
}

/** Windows of one length, which begin a hop after each other and are made of so many pieces as long as that. */
interface Grid {
  windowS: number;
  /** Steps. */
  hop: number;
  hops: number;
  count: number;
  /** Sum of similarities at every lag, and how many steps had both lips and sound. */
  pieces: { sums: Float64Array; steps: Uint16Array }[];
}

function gridOf(windowS: number, length: number, reach: number): Grid {
  const hopS = Math.max(Math.min(HOP_S, windowS / 4), (length * STEP_S - windowS) / MOST_WINDOWS);
  const hop = Math.max(1, Math.round(hopS / STEP_S));
  const hops = Math.max(1, Math.round(windowS / STEP_S / hop));
  const count = Math.max(1, Math.floor((length - hops * hop) / hop) + 1);
  const lags = 2 * reach + 1;
  const pieces = Array.from({ length: count + hops - 1 }, () => ({
    sums: new Float64Array(lags),
    steps: new Uint16Array(lags),
  }));
  return { windowS, hop, hops, count, pieces };
}

/** Compares every step of the lips with the sound at every lag, once, and adds it to the pieces of all grids. */
function compare(
  lips: LipEmbeddings,
  sound: SoundEmbeddings,
  grids: readonly Grid[],
  reach: number,
  ppm: number,
): void {
  const E = sound.size;
  const alike = new Float64Array(2 * reach + 1);
  for (let i = 0; i < lips.length; i++) {
    if (!(lips.known[i]! > 0)) continue;
    // A picture's time tells how far its sound has fallen behind.
    const behind = ((lips.first + i) * STEP_S + sound.startS) * ppm * 1e-6;
    const centre = lips.first + i + Math.round(behind / STEP_S);
    const lowest = Math.max(-reach, sound.from - centre);
    const highest = Math.min(reach, sound.to - 1 - centre);
    for (let lag = lowest; lag <= highest; lag++) {
      const at = (centre + lag) * E;
      let dot = 0;
      for (let e = 0; e < E; e++) dot += lips.values[i * E + e]! * sound.values[at + e]!;
      alike[lag + reach] = dot / VECTOR_LENGTH ** 2;
    }
    for (const { hop, pieces } of grids) {
      const piece = pieces[Math.floor(i / hop)];
      // Steps behind the last whole window.
      if (!piece) continue;
      for (let l = lowest + reach; l <= highest + reach; l++) {
        piece.sums[l]! += alike[l]!;
        piece.steps[l]! += 1;
      }
    }
  }
}
