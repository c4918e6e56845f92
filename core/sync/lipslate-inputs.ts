/** What the learned engine's network sees: lip shapes and sound levels, without what differs between files. */
import { lipShape, SHAPE_SIZE } from '../lips/shape';
import type { FaceTrack } from '../lips/types';
import { FINE_BANDS, type FineSound, levelDb } from '../sound/fine-bands';
import { quantile } from '../sound/speech';
import { SOUND_HOP_S } from '../sound/types';

/** Seconds between two steps of the network's output; two rows of sound. */
export const STEP_S = 0.02;
export const ROWS_PER_STEP = Math.round(STEP_S / SOUND_HOP_S);

/** Frames further apart than this are not bridged. */
const LONGEST_BRIDGE_S = 0.15;
/** Posture, expression, loudness and microphone change more slowly than speech. */
const SLOW_S = 1.5;
/** Sound this far below the loud parts says no more than "quiet". */
const RANGE_DB = 66;
/** Rows whose bands sum to less hold no sound at all. */
const PADDING_DB = -95;
/** Levels are divided by this and clipped, so that the network sees numbers around 1. */
const LEVEL_UNIT_DB = 12;
const MOST_LEVEL = 4;

/** Lips of one track on the grid of a sound's steps: step i belongs to sound.startS + (first + i) * STEP_S. */
export interface LipSteps {
  first: number;
  length: number;
  /** Float32Array [SHAPE_SIZE, length], eye distances; of lipSteps without the slow part. */
  shape: Float32Array<ArrayBuffer>;
  /** 1 where lips were seen, 0 in gaps. Float32Array [length] */
  known: Float32Array<ArrayBuffer>;
}

/** What is needed of a FaceTrack. */
type LipsSeen = Pick<FaceTrack, 'timesS' | 'lips' | 'quality'>;

/** Joins the frames linearly at their PTS. Frames without trust are left out. */
export function wholeLipSteps(track: LipsSeen, soundStartS: number): LipSteps {
  const frames = [...track.timesS.keys()].filter((t) => track.quality[t]! > 0);
  const timesS = frames.map((t) => track.timesS[t]! - soundStartS);
  const T = frames.length;
  const first = T > 1 ? Math.ceil(timesS[0]! / STEP_S - 1e-6) : 0;
  const last = T > 1 ? Math.floor(timesS[T - 1]! / STEP_S + 1e-6) : -1;
  const length = Math.max(0, last - first + 1);
  const shape = new Float32Array(SHAPE_SIZE * length);
  const known = new Float32Array(length);
  // Filled again and again: an hour of frames and channels would leave hundreds of megabytes behind.
  let left = new Float32Array(SHAPE_SIZE);
  let right = new Float32Array(SHAPE_SIZE);
  lipShape(track.lips, frames[0] ?? 0, left);
  lipShape(track.lips, frames[1] ?? frames[0] ?? 0, right);
  let k = 1;
  for (let i = 0; i < length; i++) {
    const timeS = (first + i) * STEP_S;
    while (k < T - 1 && timesS[k]! < timeS) {
      k += 1;
      [left, right] = [right, left];
      lipShape(track.lips, frames[k]!, right);
    }
    const gapS = timesS[k]! - timesS[k - 1]!;
    const share = (timeS - timesS[k - 1]!) / gapS;
    known[i] = gapS > LONGEST_BRIDGE_S ? 0 : 1;
    for (let c = 0; c < SHAPE_SIZE; c++) shape[c * length + i] = left[c]! + (right[c]! - left[c]!) * share;
  }
  return { first, length, shape, known };
}

/** wholeLipSteps without the slow part. */
export function lipSteps(track: LipsSeen, soundStartS: number): LipSteps {
  return withoutSlowPart(wholeLipSteps(track, soundStartS));
}

/** @param steps of wholeLipSteps, whose shape is changed in place */
export function withoutSlowPart(steps: LipSteps): LipSteps {
  const { length, shape } = steps;
  const radius = Math.round(SLOW_S / STEP_S);
  const sums = new Float64Array(length + 1);
  for (let c = 0; c < SHAPE_SIZE; c++)
    takeOutSlowPart(shape.subarray(c * length, (c + 1) * length), radius, sums);
  return steps;
}

/** Loudness from which on a row is heard, and from which on it is told apart from quiet. */
export interface SoundRange {
  /** Rows from the first to the last that hold any sound. */
  from: number;
  to: number;
  floorDb: number;
}

export function soundRange({ levels }: FineSound): SoundRange {
  const rows = levels.length / FINE_BANDS;
  const totalsDb = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let power = 0;
    for (let band = 0; band < FINE_BANDS; band++) power += POWER_OF_LEVEL[levels[row * FINE_BANDS + band]!]!;
    totalsDb[row] = 10 * Math.log10(power);
  }
  let from = 0;
  let to = rows;
  while (from < to && totalsDb[from]! <= PADDING_DB) from += 1;
  while (to > from && totalsDb[to - 1]! <= PADDING_DB) to -= 1;
  const audible = totalsDb.filter((db) => db > PADDING_DB).sort();
  return { from, to, floorDb: (audible.length > 0 ? quantile(audible, 0.95) : 0) - RANGE_DB };
}

/**
 * Levels of rows [from, to) around their own mean over +-SLOW_S, divided by LEVEL_UNIT_DB.
 * Rows beyond the sound are 0.
 * @param room for the result; not kept
 * @returns Float32Array [FINE_BANDS, to - from], in `room` where given
 */
export function soundLevels(
  { levels }: FineSound,
  { floorDb }: SoundRange,
  from: number,
  to: number,
  room?: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const rows = levels.length / FINE_BANDS;
  const radius = Math.round(SLOW_S / SOUND_HOP_S);
  const start = Math.max(0, from - radius);
  const end = Math.min(rows, to + radius);
  const count = to - from;
  const out = room ? room.subarray(0, FINE_BANDS * count).fill(0) : new Float32Array(FINE_BANDS * count);
  const curve = new Float32Array(Math.max(0, end - start));
  const sums = new Float64Array(curve.length + 1);
  for (let band = 0; band < FINE_BANDS; band++) {
    for (let row = start; row < end; row++)
      curve[row - start] = Math.max(floorDb, levelDb(levels[row * FINE_BANDS + band]!));
    takeOutSlowPart(curve, radius, sums);
    for (let row = Math.max(from, start); row < Math.min(to, end); row++) {
      const level = curve[row - start]! / LEVEL_UNIT_DB;
      out[band * count + row - from] = Math.max(-MOST_LEVEL, Math.min(MOST_LEVEL, level));
    }
  }
  return out;
}

const POWER_OF_LEVEL = Float64Array.from({ length: 256 }, (_, level) => 10 ** (levelDb(level) / 10));
/**
 * Subtracts the mean over +-radius values, at the ends over those there are.
 * @param sum Float64Array [values + 1], overwritten
 */
function takeOutSlowPart(values: Float32Array, radius: number, sum: Float64Array): void {
  const n = values.length;
  sum[0] = 0;
  for (let i = 0; i < n; i++) sum[i + 1] = sum[i]! + values[i]!;
  for (let i = 0; i < n; i++) {
    const from = Math.max(0, i - radius);
    const to = Math.min(n, i + radius + 1);
    values[i]! -= (sum[to]! - sum[from]!) / (to - from);
  }
}
