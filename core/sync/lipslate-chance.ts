/**
 * How well lips go with a sound by chance: with the same sound where it cannot belong, seconds away, and backwards. That
 * is the same voice, as loud and as quick, so what it reaches at its best place is what no match may rest on.
 */

import { PEAK_HALF_WIDTH_MS } from './lag-curve';
import { type LipEmbeddings, type SoundEmbeddings, VECTOR_LENGTH } from './lipslate';
import { STEP_S } from './lipslate-inputs';

/** One face, and the offset of the sound against it at a time of the picture, ms; null while it does not count. */
export interface PlacedLips {
  lips: LipEmbeddings;
  offsetMsAt(timeS: number): number | null;
}

/** So many steps of the lips, evenly taken of those with speech, stand for all of them. */
const MOST_STEPS = 800;
/** Places that are tried lie this far to both sides at most, and this far apart: a match is wider. */
const REACH_STEPS = Math.round(20 / STEP_S);
const PLACE_STEPS = 2;
/** The match itself is looked for this near to the offset. */
const NEAR_STEPS = 2;
/** Places nearer than this belong to the match. */
const AWAY_STEPS = Math.round(PEAK_HALF_WIDTH_MS / 1000 / STEP_S);
/** Of the way from what any two places of a sound have alike to identity: from here on it is the same words again. */
const SAME_WORDS = 0.5;
/** So many steps tell whether it is. */
const SAMPLED_STEPS = 100;
/** Less lips than this say nothing. */
const FEWEST_STEPS = Math.round(1 / STEP_S);
const SPEECH = 0.5;

/**
 * The best match where the sound cannot belong as a share of the one at the offset, both over the mean of all such
 * places. People's own speech has about 0.4, and from 1 on the match is no better than one that cannot be.
 * @param speechAt mean speech, 0..1, of a piece of the sound
 * @returns null where lips and sound meet too briefly to tell
 */
export function chanceShare(
  faces: readonly PlacedLips[],
  sound: SoundEmbeddings,
  speechAt: (fromS: number, lengthS: number) => number,
): number | null {
  const all = faces.flatMap((face) => pairsOf(face, sound));
  // In a long film with little speech, silence would leave next to nothing to go by.
  const spoken =
    all.length <= MOST_STEPS
      ? all
      : all.filter(({ at }) => speechAt(sound.startS + at * STEP_S, STEP_S) >= SPEECH);
  const every = Math.max(1, Math.ceil(spoken.length / MOST_STEPS));
  const pairs = spoken.filter((_, i) => i % every === 0);
  if (pairs.length < FEWEST_STEPS) return null;
  const alikeAt = (placed: Placed) =>
    mean(pairs, (pair) => dot(pair.values, pair.from, sound, placed(pair.at)));
  let match = Number.NEGATIVE_INFINITY;
  for (let lag = -NEAR_STEPS; lag <= NEAR_STEPS; lag++)
    match = Math.max(
      match,
      alikeAt((at) => at + lag),
    );
  const reach = Math.min(REACH_STEPS, (sound.to - sound.from) >> 1);
  const places = Array.from({ length: reach }, (_, i) => PLACE_STEPS * i - reach);
  const taken = [0, ...repeats(pairs, sound, places)];
  const isAway = (lag: number) => taken.every((other) => Math.abs(lag - other) > AWAY_STEPS);
  const elsewhere = places.flatMap((lag) => [
    alikeAt((at) => sound.to - 1 - (at - sound.from) + lag),
    ...(isAway(lag) ? [alikeAt((at) => at + lag)] : []),
  ]);
  const usual = elsewhere.reduce((sum, alike) => sum + alike, 0) / elsewhere.length;
  return match > usual ? (Math.max(...elsewhere) - usual) / (match - usual) : Number.POSITIVE_INFINITY;
}

/** A step of lips, and the step of the sound that belongs to it at the offset. */
interface Pair {
  values: Int16Array;
  from: number;
  at: number;
}

function pairsOf({ lips, offsetMsAt }: PlacedLips, sound: SoundEmbeddings): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < lips.length; i++) {
    if (!(lips.known[i]! > 0)) continue;
    const step = lips.first + i;
    const offsetMs = offsetMsAt(sound.startS + (step + 0.5) * STEP_S);
    if (offsetMs === null) continue;
    const at = step + Math.round(offsetMs / (STEP_S * 1000));
    if (at >= sound.from && at < sound.to) pairs.push({ values: lips.values, from: i * sound.size, at });
  }
  return pairs;
}

/** Where the sound of a step is taken from. */
type Placed = (at: number) => number;

/** The sound is a ring. */
function dot(values: Int16Array, from: number, sound: SoundEmbeddings, at: number): number {
  const { size } = sound;
  const length = sound.to - sound.from;
  const turned = (at - sound.from) % length;
  const other = (sound.from + (turned < 0 ? turned + length : turned)) * size;
  const heard = sound.values;
  let sum = 0;
  for (let e = 0; e < size; e++) sum += values[from + e]! * heard[other + e]!;
  return sum / VECTOR_LENGTH ** 2;
}

/** Places with the sound of the match again, as in a loop or a repeated take: lips go with it there as well. */
function repeats(pairs: readonly Pair[], sound: SoundEmbeddings, places: readonly number[]): number[] {
  const every = Math.ceil(pairs.length / SAMPLED_STEPS);
  const sampled = pairs.filter((_, i) => i % every === 0);
  const alike = places.map((lag) =>
    mean(sampled, ({ at }) => dot(sound.values, at * sound.size, sound, at + lag)),
  );
  const usual = alike.reduce((sum, one) => sum + one, 0) / alike.length;
  return places.filter((_, i) => alike[i]! > usual + SAME_WORDS * (1 - usual));
}

function mean(pairs: readonly Pair[], alikeOf: (pair: Pair) => number): number {
  let sum = 0;
  for (const pair of pairs) sum += alikeOf(pair);
  return sum / pairs.length;
}
