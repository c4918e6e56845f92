/** In which source pictures a face was seen, and by which two of its samples those between are told. */
import { nearest } from '../time/nearest';

/** Sample `before` and sample `after` of a track, and how far this picture lies between them, 0..1. */
export interface Sighting {
  before: number;
  after: number;
  share: number;
}

/** Pictures in a row in which a face may be missed: it is taken from around. */
const LONGEST_GAP = 5;

/**
 * The face in every picture between its first and its last, unless it was gone for long.
 * @param timesS PTS of the source pictures. Float64Array [N]
 * @param seenS PTS at which it was seen, rising. Float64Array [T]
 * @returns one per picture; null: it is not there
 */
export function sightings(timesS: Float64Array, seenS: Float64Array): (Sighting | null)[] {
  const out: (Sighting | null)[] = Array.from(timesS, () => null);
  /** Sample seen in the picture before, and that picture. */
  let last = { sample: -1, picture: Number.NEGATIVE_INFINITY };
  for (let sample = 0; sample < seenS.length; sample++) {
    const picture = pictureAt(timesS, seenS[sample]!);
    if (picture === null || last.picture === picture) continue;
    if (picture - last.picture - 1 <= LONGEST_GAP) {
      for (let n = last.picture + 1; n < picture; n++) {
        const share = (timesS[n]! - timesS[last.picture]!) / (timesS[picture]! - timesS[last.picture]!);
        out[n] = { before: last.sample, after: sample, share };
      }
    }
    out[picture] = { before: sample, after: sample, share: 0 };
    last = { sample, picture };
  }
  return out;
}

/** One row of a track's values at a sighting. @param size numbers in a row @returns Float32Array [size] */
export function rowAt(values: Float32Array, size: number, { before, after, share }: Sighting): Float32Array {
  const out = new Float32Array(size);
  for (let k = 0; k < size; k++)
    out[k] = values[before * size + k]! * (1 - share) + values[after * size + k]! * share;
  return out;
}

/** The picture within half a picture of this time. */
function pictureAt(timesS: Float64Array, timeS: number): number | null {
  const best = nearest(timesS, timeS);
  const atS = timesS[best]!;
  const beforeS = atS - (timesS[best - 1] ?? Number.NEGATIVE_INFINITY);
  const afterS = (timesS[best + 1] ?? Number.POSITIVE_INFINITY) - atS;
  return Math.abs(atS - timeS) <= Math.min(beforeS, afterS) / 2 ? best : null;
}
