/** Long series drawn fast: the least and the greatest value of any stretch without looking at every value. */

const BRANCH = 8;

/** Level 0 is the series itself; each further level holds min and max of BRANCH neighbours. NaN means no value. */
export interface Pyramid {
  readonly length: number;
  readonly levels: readonly { readonly min: Float32Array; readonly max: Float32Array }[];
}

/** A pyramid over one value per step. */
export function pyramidOf(values: Float32Array): Pyramid {
  return grow(values, values);
}

/** A pyramid over interleaved pairs. @param minMax Float32Array [N, 2] */
export function pyramidOfPairs(minMax: Float32Array): Pyramid {
  const n = minMax.length >> 1;
  const min = new Float32Array(n);
  const max = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    min[i] = minMax[2 * i]!;
    max[i] = minMax[2 * i + 1]!;
  }
  return grow(min, max);
}

/**
 * Least and greatest value among indices from..to (fractions allowed, `to` excluded), written to out[0], out[1].
 * May look a little past both ends when the stretch is long, so that no spike between two pixels is ever missed.
 * Writes NaN twice when the stretch holds nothing.
 */
export function minMaxOf(pyramid: Pyramid, from: number, to: number, out: Float32Array): void {
  out[0] = Number.NaN;
  out[1] = Number.NaN;
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
  const { min, max } = pyramid.levels[level]!;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = first; i < last; i++) {
    if (min[i]! < low) low = min[i]!;
    if (max[i]! > high) high = max[i]!;
  }
  if (low <= high) {
    out[0] = low;
    out[1] = high;
  }
}

/** First index whose time is not before `timeS`, in a rising array. */
export function lowerBound(timesS: ArrayLike<number>, timeS: number): number {
  let low = 0;
  let high = timesS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesS[middle]! < timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the time nearest to `timeS`, or -1 when the array is empty or the nearest is further than withinS. */
export function nearest(
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

function grow(min: Float32Array, max: Float32Array): Pyramid {
  const levels = [{ min, max }];
  while (levels[levels.length - 1]!.min.length > BRANCH) {
    const below = levels[levels.length - 1]!;
    const n = Math.ceil(below.min.length / BRANCH);
    const next = { min: new Float32Array(n), max: new Float32Array(n) };
    for (let i = 0; i < n; i++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      const end = Math.min((i + 1) * BRANCH, below.min.length);
      for (let j = i * BRANCH; j < end; j++) {
        // Comparisons with NaN are false, so gaps drop out by themselves.
        if (below.min[j]! < low) low = below.min[j]!;
        if (below.max[j]! > high) high = below.max[j]!;
      }
      next.min[i] = low <= high ? low : Number.NaN;
      next.max[i] = low <= high ? high : Number.NaN;
    }
    levels.push(next);
  }
  return { length: min.length, levels };
}
