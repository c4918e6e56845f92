/** Lips and chin as few numbers: what is left when left and right are one. */
import { CHIN_POINTS, LIP_AND_CHIN_COUNT, LIP_POINTS } from './types';

/** Half widths and mean heights of the pairs, then the heights of the middle line. */
export const SHAPE_SIZE = 46;

/** Landmarks at the same place left and right: half their distance is a width, their mean height a height. */
const PAIRS = [
  [61, 291],
  [146, 375],
  [91, 321],
  [181, 405],
  [84, 314],
  [185, 409],
  [40, 270],
  [39, 269],
  [37, 267],
  [78, 308],
  [95, 324],
  [88, 318],
  [178, 402],
  [87, 317],
  [191, 415],
  [80, 310],
  [81, 311],
  [82, 312],
  [148, 377],
  [176, 400],
] as const; // prettier-ignore
/** Landmarks on the middle line; their height counts. */
const MIDDLE = [17, 0, 14, 13, 152, 199] as const;

const rowOf = (landmark: number) => landmarkRows.get(landmark)!;
const landmarkRows = new Map<number, number>(
  [...LIP_POINTS, ...CHIN_POINTS].map((landmark, row) => [landmark, row * 2]),
);
const PAIR_ROWS = PAIRS.map(([left, right]) => [rowOf(left), rowOf(right)] as const);
const MIDDLE_ROWS = MIDDLE.map(rowOf);
const INNER_LOWER = 2 * PAIRS.length + MIDDLE.indexOf(14);
const INNER_UPPER = 2 * PAIRS.length + MIDDLE.indexOf(13);

/** Half widths and mean heights of PAIRS, then the heights of MIDDLE: what is left when left and right are one. */
export function lipShape(lips: Float32Array, frame: number, out: Float32Array): void {
  const at = frame * LIP_AND_CHIN_COUNT * 2;
  PAIR_ROWS.forEach(([left, right], i) => {
    out[i] = (lips[at + right]! - lips[at + left]!) / 2;
    out[PAIR_ROWS.length + i] = (lips[at + right + 1]! + lips[at + left + 1]!) / 2;
  });
  MIDDLE_ROWS.forEach((row, i) => {
    out[2 * PAIR_ROWS.length + i] = lips[at + row + 1]!;
  });
}

/** What is between these lips and a shape that they are to have. @param lips one frame's. Float32Array [SHAPE_SIZE] */
export function changeTo(shape: Float32Array, lips: Float32Array): Float32Array {
  const change = new Float32Array(SHAPE_SIZE);
  lipShape(lips, 0, change);
  for (let k = 0; k < SHAPE_SIZE; k++) change[k] = shape[k]! - change[k]!;
  return change;
}

/** Gap of the inner lips in the middle: the lower edge below the upper one, eye distances. */
export function openingOfShape(shape: ArrayLike<number>): number {
  return shape[INNER_LOWER]! - shape[INNER_UPPER]!;
}

/**
 * How far each point of lips and chin moves when the shape changes by so much: left and right alike, as in a mirror.
 * @param change Float32Array [SHAPE_SIZE], eye distances
 * @param out Float32Array [46, 2], order of FaceTrack.lips: x right, y down
 */
export function shapeMovement(change: Float32Array, out: Float32Array): void {
  out.fill(0);
  PAIR_ROWS.forEach(([left, right], i) => {
    const width = change[i]!;
    const height = change[PAIR_ROWS.length + i]!;
    out[left] = -width;
    out[right] = width;
    out[left + 1] = height;
    out[right + 1] = height;
  });
  MIDDLE_ROWS.forEach((row, i) => {
    out[row + 1] = change[2 * PAIR_ROWS.length + i]!;
  });
}
