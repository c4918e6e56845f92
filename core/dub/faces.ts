/** Where the face is in every source picture: boxes for the generator, none where it was not seen. */
import { detectorBox } from '../lips/detector-box';
import type { Box } from '../lips/geometry';
import { type Pads, wav2lipBoxes } from '../lips/wav2lip';

/** The same person may have several, one per shot. */
export interface SeenFace {
  timesS: Float64Array;
  /** Relative to the displayed picture. Float32Array [T, 4] */
  boxes: Float32Array;
}

export interface BoxOptions {
  width: number;
  height: number;
  pads: Pads;
  /** Averaged over five pictures, as in the original. */
  smoothBoxes: boolean;
}

/** Pictures in a row in which a face may be missed: its box is taken from around. */
const LONGEST_GAP = 5;
/** A box of fewer pixels holds no face. */
const LEAST_PX = 8;

/**
 * @param timesS PTS of the source pictures
 * @returns one per picture, whole pixels inside the picture; null: leave this picture as it is
 */
export function facePerPicture(
  timesS: Float64Array,
  faces: readonly SeenFace[],
  options: BoxOptions,
): (Box | null)[] {
  const boxes: (Box | null)[] = Array.from(timesS, () => null);
  for (const face of faces) {
    const own = boxesOf(face, timesS, options);
    const open = own.map((box, i) => (boxes[i] === null ? box : null));
    for (const [from, to] of stretches(open)) {
      const span = open.slice(from, to) as Box[];
      const { width, height, pads, smoothBoxes } = options;
      wav2lipBoxes(span, width, height, pads, smoothBoxes).forEach((box, i) => {
        boxes[from + i] = Math.min(box.width, box.height) >= LEAST_PX ? box : null;
      });
    }
  }
  return boxes;
}

/** Its box in every picture between its first and its last, unless it was gone for long. */
function boxesOf(face: SeenFace, timesS: Float64Array, { width, height }: BoxOptions): (Box | null)[] {
  const out: (Box | null)[] = Array.from(timesS, () => null);
  /** Sample seen in the picture before, and that picture. */
  let before = { sample: -1, picture: Number.NEGATIVE_INFINITY };
  for (let sample = 0; sample < face.timesS.length; sample++) {
    const picture = nearest(timesS, face.timesS[sample]!);
    if (picture === null || before.picture === picture) continue;
    if (picture - before.picture - 1 <= LONGEST_GAP) {
      for (let n = before.picture + 1; n < picture; n++) {
        const share = (timesS[n]! - timesS[before.picture]!) / (timesS[picture]! - timesS[before.picture]!);
        out[n] = boxBetween(before.sample, sample, share);
      }
    }
    out[picture] = boxBetween(sample, sample, 0);
    before = { sample, picture };
  }
  return out;

  function boxBetween(a: number, b: number, share: number): Box {
    const at = (k: number) => face.boxes[4 * a + k]! * (1 - share) + face.boxes[4 * b + k]! * share;
    return detectorBox({ x: at(0) * width, y: at(1) * height, width: at(2) * width, height: at(3) * height });
  }
}

/** The picture within half a picture of this time. */
function nearest(timesS: Float64Array, timeS: number): number | null {
  let low = 0;
  let high = timesS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesS[middle]! < timeS) low = middle + 1;
    else high = middle;
  }
  const distance = (n: number) => Math.abs((timesS[n] ?? Number.POSITIVE_INFINITY) - timeS);
  const best = distance(low - 1) <= distance(low) ? low - 1 : low;
  const apart = Math.min(
    distanceBetween(timesS, best - 1, best) ?? Number.POSITIVE_INFINITY,
    distanceBetween(timesS, best, best + 1) ?? Number.POSITIVE_INFINITY,
  );
  return distance(best) <= apart / 2 ? best : null;
}

function distanceBetween(timesS: Float64Array, a: number, b: number): number | null {
  return a >= 0 && b < timesS.length ? timesS[b]! - timesS[a]! : null;
}

/** [from, to) of every unbroken row of boxes. */
function stretches(boxes: readonly (Box | null)[]): [number, number][] {
  const out: [number, number][] = [];
  let from = -1;
  for (let i = 0; i <= boxes.length; i++) {
    const there = i < boxes.length && boxes[i] !== null;
    if (there && from < 0) from = i;
    if (!there && from >= 0) {
      out.push([from, i]);
      from = -1;
    }
  }
  return out;
}
