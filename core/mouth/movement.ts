/** From where every pixel of the lower face comes when its points move: two smooth fields that part at the mouth. */
import type { Box } from '../lips/geometry';
import { rise } from '../rise';
import { withinOutline } from './outline';
import {
  type HeadFrame,
  headScale,
  INNER_LOWER,
  INNER_UPPER,
  LOWER_FACE_COUNT,
  OUTER_LOWER,
  OUTER_UPPER,
  rowOf,
} from './points';
import { fitField, type SmoothField, twoFieldsAt } from './smooth-field';
import type { LowerFace } from './types';

/** How far around mouth, nose and chin anything moves, eye distances. */
export const REACH = { side: 0.78, aboveNose: 0.1, belowChin: 0.32 } as const;
const NODES = 30;
/** Lets the field pass beside points that the face model has misplaced by a fraction of a pixel. */
const SLACK = 2e-5;
/**
 * Edges are taken from a little inside the lips, so that no teeth or dark stick to them: a share of a lip's thickness, and
 * the pixels over which an edge is blurred in most videos.
 */
const INTO_LIP = 0.1;
const EDGE_PX = 0.8;

/** Where nothing moves, eye distances from the middle of the nose's base: x, and y as a share of the way to the chin. */
const STILL = [-0.85, 0.85].flatMap((x) => [0.2, 0.6, 1.0].map((y): [number, number] => [x, y]));
const STILL_ABOVE = [-0.8, -0.4, 0, 0.4, 0.8].map((x): [number, number] => [x, -0.22]);
const STILL_BELOW = [-0.8, -0.4, 0, 0.4, 0.8].map((x): [number, number] => [x, 1.5]);

/**
 * Points of one side of the mouth only: were the other lip in the same field, that would have to leap between them and
 * swing on either side of the leap.
 */
const ABOVE = [
  ...OUTER_UPPER.slice(1, -1),
  ...INNER_UPPER.slice(1, -1),
  ...([164, 2, 98, 327, 206, 426, 205, 425] as const).map(rowOf),
];
const BELOW = [
  ...OUTER_LOWER.slice(1, -1),
  ...INNER_LOWER.slice(1, -1),
  ...([18, 83, 313, 182, 406, 106, 335, 200, 152, 148, 377, 176, 400, 199] as const).map(rowOf),
];
const BOTH = Array.from({ length: LOWER_FACE_COUNT }, (_, row) => row).filter(
  (row) => !ABOVE.includes(row) && !BELOW.includes(row),
);

/** Movements on a grid over the area: add to a pixel's place to find where it comes from. */
export interface Movement {
  stepPx: number;
  columns: number;
  rows: number;
  /** What belongs to the upper lip and above. Float32Array [rows, columns, 2], pixels */
  above: Float32Array;
  /** What belongs to the lower lip and below. */
  below: Float32Array;
}

/**
 * @param target Float32Array [70, 2], pixels of the same picture
 * @returns null where the points lie so that nothing can be bent
 */
export function movementOf(
  face: LowerFace,
  target: Float32Array,
  frame: HeadFrame,
  area: Box,
): Movement | null {
  const scale = headScale(frame);
  const source = intoLips(face.points, Math.min(1, meanMove(face.points, target) / (0.02 * scale)));
  const upper = fieldOf(source, target, stillPoints(face, frame, STILL_ABOVE), ABOVE, scale);
  const lower = fieldOf(source, target, stillPoints(face, frame, STILL_BELOW), BELOW, scale);
  if (!upper || !lower) return null;
  const stepPx = Math.max(3, Math.max(area.width, area.height) / NODES);
  const columns = Math.ceil(area.width / stepPx) + 2;
  const rows = Math.ceil(area.height / stepPx) + 2;
  const above = new Float32Array(2 * columns * rows);
  const below = new Float32Array(2 * columns * rows);
  const share = reach(face, frame);
  const moved = new Float64Array(4);
  const shared = BOTH.length + STILL.length;
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const [x, y] = [area.x + i * stepPx, area.y + j * stepPx];
      const most = share(x, y) * scale;
      if (most === 0) continue;
      const at = 2 * (j * columns + i);
      twoFieldsAt(upper, lower, shared, x / scale, y / scale, moved);
      above[at] = most * moved[0]!;
      above[at + 1] = most * moved[1]!;
      below[at] = most * moved[2]!;
      below[at + 1] = most * moved[3]!;
    }
  }
  return { stepPx, columns, rows, above, below };
}

/** Mean distance that the lips' points move, pixels. */
export function meanMove(points: Float32Array, target: Float32Array): number {
  let sum = 0;
  const lips = 40;
  for (let i = 0; i < lips; i++)
    sum += Math.hypot(target[2 * i]! - points[2 * i]!, target[2 * i + 1]! - points[2 * i + 1]!);
  return sum / lips;
}

/** Movement at a pixel of the area, bilinear. */
export function movementAt(
  grid: Float32Array,
  { stepPx, columns }: Movement,
  x: number,
  y: number,
  out: Float32Array,
) {
  const gx = x / stepPx;
  const gy = y / stepPx;
  const i = gx | 0;
  const j = gy | 0;
  const fx = gx - i;
  const fy = gy - j;
  const a = 2 * (j * columns + i);
  const b = a + 2 * columns;
  const left = 1 - fx;
  const top = 1 - fy;
  out[0] = top * (left * grid[a]! + fx * grid[a + 2]!) + fy * (left * grid[b]! + fx * grid[b + 2]!);
  out[1] = top * (left * grid[a + 1]! + fx * grid[a + 3]!) + fy * (left * grid[b + 1]! + fx * grid[b + 3]!);
}

/** The points with the inner edges moved into the lips by a share of INTO_LIP. */
function intoLips(points: Float32Array, share: number): Float32Array {
  const out = points.slice();
  for (const [inner, outer] of [
    [INNER_UPPER, OUTER_UPPER],
    [INNER_LOWER, OUTER_LOWER],
  ] as const) {
    for (let i = 1; i < inner.length - 1; i++) {
      const [at, to] = [2 * inner[i]!, 2 * outer[i]!];
      const [dx, dy] = [points[to]! - points[at]!, points[to + 1]! - points[at + 1]!];
      const part = share * Math.min(0.35, Math.max(INTO_LIP, EDGE_PX / Math.hypot(dx, dy)));
      out[at]! += part * dx;
      out[at + 1]! += part * dy;
    }
  }
  return out;
}

/** From target to source, in eye distances: by what both sides have, and then by what only one has. */
function fieldOf(
  source: Float32Array,
  target: Float32Array,
  still: Float64Array,
  side: readonly number[],
  scale: number,
): SmoothField | null {
  const rows = [...BOTH, ...Array<number>(still.length / 2).fill(-1), ...side];
  const centres = new Float64Array(2 * rows.length);
  const values = new Float64Array(centres.length);
  rows.forEach((row, i) => {
    for (let c = 0; c < 2; c++) {
      const stays = still[2 * (i - BOTH.length) + c]!;
      centres[2 * i + c] = (row < 0 ? stays : target[2 * row + c]!) / scale;
      values[2 * i + c] = row < 0 ? 0 : (source[2 * row + c]! - target[2 * row + c]!) / scale;
    }
  });
  return fitField(centres, values, SLACK);
}

/** Float64Array [N, 2], pixels */
function stillPoints(
  { lips, points }: LowerFace,
  frame: HeadFrame,
  side: readonly [number, number][],
): Float64Array {
  const { nose, chin, middle } = heights(points, lips, frame);
  const out: number[] = [];
  for (const [x, y] of [...STILL, ...side]) {
    const [hx, hy] = [middle + x, nose + y * (chin - nose)];
    out.push(frame.x0 + frame.xx * hx + frame.yx * hy, frame.y0 + frame.xy * hx + frame.yy * hy);
  }
  return Float64Array.from(out);
}

/** Heights of nose and chin and the middle between the mouth's corners, eye distances of the head. */
export function heights(points: Float32Array, lips: Float32Array, frame: HeadFrame) {
  const nose = inHead(frame, points[2 * rowOf(2)]!, points[2 * rowOf(2) + 1]!)[1];
  const chin = lips[2 * rowOf(152) + 1]!;
  return { nose, chin, middle: (lips[0]! + lips[2 * 10]!) / 2 };
}

/** A pixel in eye distances of the head. */
function inHead({ xx, xy, yx, yy, x0, y0 }: HeadFrame, x: number, y: number): [number, number] {
  const det = xx * yy - xy * yx;
  return [(yy * (x - x0) - yx * (y - y0)) / det, (xx * (y - y0) - xy * (x - x0)) / det];
}

/** How much of the movement a pixel takes part in: all of it around the mouth, none at the edge of the area. */
function reach(face: LowerFace, frame: HeadFrame): (x: number, y: number) => number {
  const { nose, chin, middle } = heights(face.points, face.lips, frame);
  const { outline } = face;
  const scale = headScale(frame);
  return (x, y) => {
    const [hx, hy] = inHead(frame, x, y);
    const side = rise((REACH.side - Math.abs(hx - middle)) / 0.2);
    const top = rise((hy - nose + REACH.aboveNose) / REACH.aboveNose);
    const bottom = rise((chin + REACH.belowChin - hy) / 0.2);
    const inner = side * top * bottom;
    return inner === 0 ? 0 : inner * withinOutline(outline, x, y, scale, frame);
  };
}
