/** Where the face is in every source picture: a box for the generator and the outline; null where it was not seen. */
import { detectorBox } from '../lips/detector-box';
import type { Box } from '../lips/geometry';
import { type Pads, wav2lipBoxes } from '../lips/wav2lip';
import { nearest } from '../time/nearest';
import { convexHull } from './convex-hull';

/** The same person may have several, one per shot. */
export interface SeenFace {
  timesS: Float64Array;
  /** Relative to the displayed picture. Float32Array [T, 4] */
  boxes: Float32Array;
  /** As FaceTrack.outlines. Float32Array [T, 43, 2] */
  outlines: Float32Array;
}

/** The face in one source picture. */
export interface PictureFace {
  /** What the generator sees: whole pixels inside the picture. */
  box: Box;
  /** What may change of the picture: corners of a convex figure in pixels. Float32Array [N, 2] */
  outline: Float32Array;
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
 * @returns one per picture; null: leave this picture as it is
 */
export function facePerPicture(
  timesS: Float64Array,
  faces: readonly SeenFace[],
  options: BoxOptions,
): (PictureFace | null)[] {
  const found: (PictureFace | null)[] = Array.from(timesS, () => null);
  for (const face of faces) {
    const own = facesOf(face, timesS, options);
    const open = own.map((one, i) => (found[i] === null ? one : null));
    for (const [from, to] of stretches(open)) {
      const span = open.slice(from, to) as PictureFace[];
      const { width, height, pads, smoothBoxes } = options;
      const boxes = span.map(({ box }) => box);
      wav2lipBoxes(boxes, width, height, pads, smoothBoxes).forEach((box, i) => {
        const large = Math.min(box.width, box.height) >= LEAST_PX;
        found[from + i] = large ? { box, outline: span[i]!.outline } : null;
      });
    }
  }
  return found;
}

/** It in every picture between its first and its last, unless it was gone for long. */
function facesOf(
  face: SeenFace,
  timesS: Float64Array,
  { width, height }: BoxOptions,
): (PictureFace | null)[] {
  const out: (PictureFace | null)[] = Array.from(timesS, () => null);
  /** Sample seen in the picture before, and that picture. */
  let before = { sample: -1, picture: Number.NEGATIVE_INFINITY };
  for (let sample = 0; sample < face.timesS.length; sample++) {
    const picture = pictureAt(timesS, face.timesS[sample]!);
    if (picture === null || before.picture === picture) continue;
    if (picture - before.picture - 1 <= LONGEST_GAP) {
      for (let n = before.picture + 1; n < picture; n++) {
        const share = (timesS[n]! - timesS[before.picture]!) / (timesS[picture]! - timesS[before.picture]!);
        out[n] = faceBetween(before.sample, sample, share);
      }
    }
    out[picture] = faceBetween(sample, sample, 0);
    before = { sample, picture };
  }
  return out;

  function faceBetween(a: number, b: number, share: number): PictureFace {
    const at = (k: number) => face.boxes[4 * a + k]! * (1 - share) + face.boxes[4 * b + k]! * share;
    const numbers = face.outlines.length / face.timesS.length;
    const [before, after] = [a, b].map((row) => face.outlines.subarray(row * numbers, (row + 1) * numbers));
    const points = before!.map(
      (value, k) => (value * (1 - share) + after![k]! * share) * (k % 2 ? height : width),
    );
    return {
      box: detectorBox({ x: at(0) * width, y: at(1) * height, width: at(2) * width, height: at(3) * height }),
      outline: convexHull(points),
    };
  }
}

/** The picture within half a picture of this time. */
function pictureAt(timesS: Float64Array, timeS: number): number | null {
  const best = nearest(timesS, timeS);
  const atS = timesS[best]!;
  const beforeS = atS - (timesS[best - 1] ?? Number.NEGATIVE_INFINITY);
  const afterS = (timesS[best + 1] ?? Number.POSITIVE_INFINITY) - atS;
  return Math.abs(atS - timeS) <= Math.min(beforeS, afterS) / 2 ? best : null;
}

/** [from, to) of every unbroken row of boxes. */
function stretches(boxes: readonly (PictureFace | null)[]): [number, number][] {
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
