/** Lets predicted openings of the lips be as wide, and as often shut, as the speaker's own. */
import { quantile } from '../sound/speech';

/** Shares of speech at which the two distributions are made equal. */
const SHARES = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98];
/** Beyond the outermost shares the outermost slope goes on, but never steeper than this. */
const STEEPEST = 2;

/** Steps on each side, and by how much what differs from their mean is enlarged. */
const QUICK_STEPS = 5;
const QUICKER = 0.5;
/** A mouth opens this much wider than in all but two of a hundred moments, seldom more. */
const WIDEST = 1.25;

/** A rising line through points. Both Float64Array [7] */
export interface OpeningMap {
  from: Float64Array;
  to: Float64Array;
}

export function fitOpenings(predicted: Float64Array, own: Float64Array): OpeningMap {
  const at = (values: Float64Array) => {
    const sorted = values.slice().sort();
    return Float64Array.from(SHARES, (share) => quantile(sorted, share));
  };
  return { from: at(predicted), to: at(own) };
}

export function mapOpening({ from, to }: OpeningMap, opening: number): number {
  const last = from.length - 1;
  if (opening <= from[0]!) return to[0]! + (opening - from[0]!) * slopeAt(from, to, 0);
  if (opening >= from[last]!) {
    const further = to[last]! + (opening - from[last]!) * slopeAt(from, to, last - 1);
    return Math.min(further, Math.max(to[last]!, WIDEST * to[last]!));
  }
  let i = 0;
  while (opening > from[i + 1]!) i += 1;
  const share = (opening - from[i]!) / (from[i + 1]! - from[i]! || 1);
  return to[i]! + share * (to[i + 1]! - to[i]!);
}

/** Quick movements come out of a prediction smaller than slow ones: they get more. @returns Float64Array [steps] */
export function quickened(openings: Float64Array): Float64Array {
  return openings.map((opening, step) => {
    const around = openings.subarray(Math.max(0, step - QUICK_STEPS), step + QUICK_STEPS + 1);
    const mean = around.reduce((sum, value) => sum + value, 0) / around.length;
    return opening + QUICKER * (opening - mean);
  });
}

function slopeAt(from: Float64Array, to: Float64Array, i: number): number {
  return Math.min(STEEPEST, (to[i + 1]! - to[i]!) / (from[i + 1]! - from[i]! + 1e-6));
}
