/** Long series drawn fast: the least and the greatest value of any stretch without looking at every value. */
import { lowerBound } from '../../../core/time/lower-bound';

const BRANCH = 8;

/** Level 0 is the series itself; each further level holds min, max and mean of BRANCH neighbours. NaN = no value. */
export interface Pyramid {
  readonly length: number;
  readonly levels: readonly Level[];
}

interface Level {
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly mean: Float32Array;
}

/** A pyramid over one value per step. */
export function pyramidOf(values: Float32Array): Pyramid {
  return grow({ min: values, max: values, mean: values });
}

/** A pyramid over interleaved pairs, whose mean is their middle. @param minMax Float32Array [N, 2] */
export function pyramidOfPairs(minMax: Float32Array): Pyramid {
  const n = minMax.length >> 1;
  const min = new Float32Array(n);
  const max = new Float32Array(n);
  const mean = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    min[i] = minMax[2 * i]!;
    max[i] = minMax[2 * i + 1]!;
    mean[i] = (min[i]! + max[i]!) / 2;
  }
  return grow({ min, max, mean });
}

/**
 * Least, greatest and mean value among indices from..to (fractions allowed, `to` excluded), written to out[0..2].
 * May look a little past both ends when the stretch is long, so that no spike between two pixels is ever missed.
 * Writes NaN when the stretch holds nothing.
 */
export function rangeOf(pyramid: Pyramid, from: number, to: number, out: Float32Array): void {
  out.fill(Number.NaN);
  let first = Math.max(0, Math.floor(from));
  let last = Math.min(pyramid.length, Math.max(Math.ceil(to), first + 1));
  if (!(last > first)) return;
  let level = 0;
  // At least four blocks per stretch: what is looked at past the ends stays under half a stretch.
  while (level + 1 < pyramid.levels.length && last - first >= 4 * BRANCH) {
    level += 1;
    first = Math.floor(first / BRANCH);
    last = Math.ceil(last / BRANCH);
  }
  summarise(pyramid.levels[level]!, first, last, out);
}

/** Index of the time nearest to `timeS`, or -1 when the array is empty or the nearest is further than withinS. */
export function nearestWithin(
  timesS: ArrayLike<number>,
  timeS: number,
  withinS = Number.POSITIVE_INFINITY,
): number {
  const right = lowerBound(timesS, timeS);
  const left = right - 1;
  const leftGap = left >= 0 ? timeS - timesS[left]! : Number.POSITIVE_INFINITY;
  const rightGap = right < timesS.length ? timesS[right]! - timeS : Number.POSITIVE_INFINITY;
  if (Math.min(leftGap, rightGap) > withinS) return -1;
  if (leftGap === rightGap && leftGap === Number.POSITIVE_INFINITY) return -1;
  return leftGap < rightGap ? left : right;
}

function grow(base: Level): Pyramid {
  const levels = [base];
  while (levels[levels.length - 1]!.min.length > BRANCH) levels.push(above(levels[levels.length - 1]!));
  return { length: base.min.length, levels };
}

/** Written out flat, as it runs over every value of a two-hour file. */
function above({ min, max, mean }: Level): Level {
  const n = Math.ceil(min.length / BRANCH);
  const next = { min: new Float32Array(n), max: new Float32Array(n), mean: new Float32Array(n) };
  for (let i = 0; i < n; i++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let sum = 0;
    let count = 0;
    const end = Math.min((i + 1) * BRANCH, min.length);
    for (let j = i * BRANCH; j < end; j++) {
      const value = mean[j]!;
      if (Number.isNaN(value)) continue;
      if (min[j]! < low) low = min[j]!;
      if (max[j]! > high) high = max[j]!;
      sum += value;
      count += 1;
    }
    next.min[i] = count > 0 ? low : Number.NaN;
    next.max[i] = count > 0 ? high : Number.NaN;
    next.mean[i] = sum / count;
  }
  return next;
}

/** Leaves `out` as it is when all of first..last is NaN. */
function summarise({ min, max, mean }: Level, first: number, last: number, out: Float32Array): void {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let count = 0;
  for (let i = first; i < last; i++) {
    // Comparisons with NaN are false, so gaps drop out by themselves.
    if (min[i]! < low) low = min[i]!;
    if (max[i]! > high) high = max[i]!;
    if (mean[i]! <= high) {
      sum += mean[i]!;
      count += 1;
    }
  }
  if (count === 0) return;
  out[0] = low;
  out[1] = high;
  out[2] = sum / count;
}
