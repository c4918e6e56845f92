/** Where the face is in every source picture: a box for the generator and the outline; null where it was not seen. */
import { detectorBox } from '../lips/detector-box';
import type { Box } from '../lips/geometry';
import { type Pads, wav2lipBoxes } from '../lips/wav2lip';
import { convexHull } from './convex-hull';
import { rowAt, sightings } from './sightings';

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

function facesOf(
  face: SeenFace,
  timesS: Float64Array,
  { width, height }: BoxOptions,
): (PictureFace | null)[] {
  const numbers = face.outlines.length / face.timesS.length;
  return sightings(timesS, face.timesS).map((sighting) => {
    if (sighting === null) return null;
    const [x, y, w, h] = rowAt(face.boxes, 4, sighting);
    const outline = rowAt(face.outlines, numbers, sighting).map(
      (value, k) => value * (k % 2 ? height : width),
    );
    return {
      box: detectorBox({ x: x! * width, y: y! * height, width: w! * width, height: h! * height }),
      outline: convexHull(outline),
    };
  });
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
