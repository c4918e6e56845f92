/**
 * How long a room goes on behind words, estimated from speech alone: level cannot fall faster than the room lets it, so the
 * steepest of its falls tell the room, and the others that somebody spoke softer and softer (after Wen, Habets & Naylor 2008).
 */

/** Levels of each 10 ms. */
const PART_S = 0.01;
/** A fall is the slope of the straight line through this many levels. */
const FALL = 22;
/** From no softer than so far below the mean, by at least so much, dB. */
const FROM_DB = 10;
const LEAST_DB = 6;
/** One that ends so close to the quietest fiftieth tells of the noise, unless it is a deep one. */
const CLOSE_DB = 6;
const DEEP_DB = 25;
const QUIETEST = 0.02;
/** Of falls from the steepest on. */
const SHARE = 0.2;
const LEAST_FALLS = 6;
/** What counts as silence, dB. */
const SILENCE_DB = -140;

/**
 * @param energies of each 10 ms, mean squares
 * @param isSpeech of a time in seconds
 * @returns seconds in which sound dies away by 60 dB; null where too few words end, or noise covers their ends
 */
export function reverberation(
  energies: readonly number[],
  isSpeech: (fromS: number, toS: number) => boolean,
): number | null {
  if (energies.length <= FALL) return null;
  const levels = Float64Array.from(energies, decibels);
  const slopes = slopesOf(levels);
  const least = decibels(energies.reduce((sum, energy) => sum + energy, 0) / energies.length) - FROM_DB;
  const floor = levels.slice().sort()[Math.floor(QUIETEST * levels.length)] as number;
  const seconds: number[] = [];
  slopes.forEach((slope, at) => {
    const dropDb = -slope * FALL;
    if (dropDb < LEAST_DB || !isSteepest(slopes, at)) return;
    const fall = levels.subarray(at, at + FALL);
    if (fall.every((level) => level < least)) return;
    const end = (fall[FALL - 3]! + fall[FALL - 2]! + fall[FALL - 1]!) / 3;
    if (dropDb < DEEP_DB && end < floor + CLOSE_DB) return;
    if (isSpeech(at * PART_S, (at + FALL) * PART_S)) seconds.push((-60 * PART_S) / slope);
  });
  if (seconds.length < LEAST_FALLS) return null;
  seconds.sort((a, b) => a - b);
  const rank = SHARE * (seconds.length - 1);
  const [below, above] = [seconds[Math.floor(rank)]!, seconds[Math.ceil(rank)]!];
  return below + (rank % 1) * (above - below);
}

/** dB per level, of the line through each and those behind it. */
function slopesOf(levels: Float64Array): Float64Array {
  const middle = (FALL - 1) / 2;
  const spread = (FALL * (FALL * FALL - 1)) / 12;
  return Float64Array.from({ length: levels.length - FALL + 1 }, (_, at) => {
    let sum = 0;
    for (let i = 0; i < FALL; i++) sum += (i - middle) * (levels[at + i] as number);
    return sum / spread;
  });
}

/** Each fall is counted once. */
function isSteepest(slopes: Float64Array, at: number): boolean {
  const slope = slopes[at] as number;
  for (let i = Math.max(0, at - FALL); i <= at + FALL; i++)
    if ((slopes[i] as number) < slope || (slopes[i] === slope && i < at)) return false;
  return true;
}

function decibels(energy: number): number {
  return energy > 0 ? Math.max(SILENCE_DB, 10 * Math.log10(energy)) : SILENCE_DB;
}
