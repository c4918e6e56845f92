/** What the learned engine's network sees: lip shapes and sound levels, without what differs between files. */
import { lipShape, SHAPE_SIZE } from '../lips/shape';
import type { FaceTrack } from '../lips/types';
import { takeOutSlowPart } from '../slow-part';
import { FINE_BANDS, type FineSound, levelDb } from '../sound/fine-bands';
import { quantile } from '../sound/speech';
import { SOUND_HOP_S } from '../sound/types';
import { lowerBound } from '../time/lower-bound';

/** Seconds between two steps of the network's output; two rows of sound. */
export const STEP_S = 0.02;
export const ROWS_PER_STEP = Math.round(STEP_S / SOUND_HOP_S);

/** Frames further apart than this are not bridged. */
const LONGEST_BRIDGE_S = 0.15;
/** Posture, expression, loudness and microphone change more slowly than speech. */
const SLOW_S = 1.5;
const SLOW_STEPS = Math.round(SLOW_S / STEP_S);
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

/**
 * Lips of one track on the grid of a sound's steps, made a stretch at a time: those of hours at once would take as much
 * memory again as the track. Frames are joined linearly at their PTS; those without trust are left out.
 */
export class LipGrid {
  readonly first: number;
  readonly length: number;
  /** 1 where lips were seen, 0 in gaps. Float32Array [length] */
  readonly known: Float32Array<ArrayBuffer>;
  readonly #lips: Float32Array;
  /** Rows of the track that are trusted, and their times since the sound's start. */
  readonly #frames: Uint32Array;
  readonly #timesS: Float64Array;

  constructor(track: LipsSeen, soundStartS: number) {
    this.#lips = track.lips;
    this.#frames = Uint32Array.from(track.timesS.keys()).filter((t) => track.quality[t]! > 0);
    this.#timesS = Float64Array.from(this.#frames, (t) => track.timesS[t]! - soundStartS);
    const T = this.#frames.length;
    this.first = T > 1 ? Math.ceil(this.#timesS[0]! / STEP_S - 1e-6) : 0;
    const last = T > 1 ? Math.floor(this.#timesS[T - 1]! / STEP_S + 1e-6) : -1;
    this.length = Math.max(0, last - this.first + 1);
    this.known = new Float32Array(this.length);
    let k = 1;
    for (let i = 0; i < this.length; i++) {
      k = this.#after(i, k);
      this.known[i] = this.#timesS[k]! - this.#timesS[k - 1]! > LONGEST_BRIDGE_S ? 0 : 1;
    }
  }

  /** Steps from..to as they are. @param out Float32Array [SHAPE_SIZE, to - from] */
  whole(from: number, to: number, out: Float32Array): void {
    const [timesS, frames, count] = [this.#timesS, this.#frames, to - from];
    // Filled again and again: an hour of frames and channels would leave hundreds of megabytes behind.
    const left = new Float32Array(SHAPE_SIZE);
    const right = new Float32Array(SHAPE_SIZE);
    let shown = -1;
    let k = Math.max(1, lowerBound(timesS, (this.first + from) * STEP_S));
    for (let i = 0; i < count; i++) {
      k = this.#after(from + i, k);
      if (k !== shown) {
        lipShape(this.#lips, frames[k - 1]!, left);
        lipShape(this.#lips, frames[k]!, right);
        shown = k;
      }
      const timeS = (this.first + from + i) * STEP_S;
      const share = (timeS - timesS[k - 1]!) / (timesS[k]! - timesS[k - 1]!);
      for (let c = 0; c < SHAPE_SIZE; c++) out[c * count + i] = left[c]! + (right[c]! - left[c]!) * share;
    }
  }

  /** The same without the slow part, which is the mean of what is around a step, beyond from..to as well. */
  quick(from: number, to: number, out: Float32Array): void {
    const low = Math.max(0, from - SLOW_STEPS);
    const high = Math.min(this.length, to + SLOW_STEPS);
    const count = high - low;
    const wide = new Float32Array(SHAPE_SIZE * count);
    this.whole(low, high, wide);
    const sums = new Float64Array(count + 1);
    for (let c = 0; c < SHAPE_SIZE; c++) {
      const curve = wide.subarray(c * count, (c + 1) * count);
      takeOutSlowPart(curve, SLOW_STEPS, sums);
      out.set(curve.subarray(from - low, to - low), c * (to - from));
    }
  }

  /** The trusted frame at or behind a step, from the one before it on. */
  #after(step: number, k: number): number {
    const timeS = (this.first + step) * STEP_S;
    const last = this.#timesS.length - 1;
    let at = Math.min(k, last);
    while (at < last && this.#timesS[at]! < timeS) at += 1;
    return at;
  }
}

/** All of a track's steps at once. */
export function wholeLipSteps(track: LipsSeen, soundStartS: number): LipSteps {
  return allSteps(track, soundStartS, 'whole');
}

/** The same without the slow part. */
export function lipSteps(track: LipsSeen, soundStartS: number): LipSteps {
  return allSteps(track, soundStartS, 'quick');
}

function allSteps(track: LipsSeen, soundStartS: number, part: 'whole' | 'quick'): LipSteps {
  const grid = new LipGrid(track, soundStartS);
  const { first, length, known } = grid;
  const shape = new Float32Array(SHAPE_SIZE * length);
  grid[part](0, length, shape);
  return { first, length, shape, known };
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
