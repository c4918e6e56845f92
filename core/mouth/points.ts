/** Which rows of LowerFace.points are what, and how the face lies in its picture. */
import { LIP_AND_CHIN_COUNT, LOWER_FACE_POINTS } from '../lips/types';
import type { LowerFace } from './types';

export const LOWER_FACE_COUNT = LOWER_FACE_POINTS.length;

/** Rows of the lips' edges, the picture's left to right, both corners in each. */
export const OUTER_LOWER = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
export const OUTER_UPPER = [0, 11, 12, 13, 14, 15, 16, 17, 18, 19, 10] as const;
export const INNER_LOWER = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30] as const;
export const INNER_UPPER = [20, 31, 32, 33, 34, 35, 36, 37, 38, 39, 30] as const;

/** Row of a mesh index in LowerFace.points. */
export function rowOf(landmark: (typeof LOWER_FACE_POINTS)[number]): number {
  return LOWER_FACE_POINTS.indexOf(landmark);
}

/**
 * How a head lies in its picture: pixel = (xx, xy) * x + (yx, yy) * y + (x0, y0), with x and y pose-normalised, in eye
 * distances.
 */
export interface HeadFrame {
  xx: number;
  xy: number;
  yx: number;
  yy: number;
  x0: number;
  y0: number;
}

/** The least-squares affine map from the face's own normalised points to the same points in the picture. */
export function headFrame({ lips, points }: LowerFace): HeadFrame | null {
  const n = LIP_AND_CHIN_COUNT;
  let [mx, my, px, py] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    mx += lips[2 * i]! / n;
    my += lips[2 * i + 1]! / n;
    px += points[2 * i]! / n;
    py += points[2 * i + 1]! / n;
  }
  let [sxx, sxy, syy, ax, ay, bx, by] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [lips[2 * i]! - mx, lips[2 * i + 1]! - my];
    const [u, v] = [points[2 * i]! - px, points[2 * i + 1]! - py];
    sxx += x * x;
    sxy += x * y;
    syy += y * y;
    ax += x * u;
    ay += x * v;
    bx += y * u;
    by += y * v;
  }
  const det = sxx * syy - sxy * sxy;
  if (!(det > 1e-9)) return null;
  const xx = (ax * syy - bx * sxy) / det;
  const xy = (ay * syy - by * sxy) / det;
  const yx = (bx * sxx - ax * sxy) / det;
  const yy = (by * sxx - ay * sxy) / det;
  const area = xx * yy - xy * yx;
  if (!(area > 0)) return null;
  return { xx, xy, yx, yy, x0: px - xx * mx - yx * my, y0: py - xy * mx - yy * my };
}

/** Pixels per eye distance. */
export function headScale({ xx, xy, yx, yy }: HeadFrame): number {
  return Math.sqrt(xx * yy - xy * yx);
}

/** The frame that maps pixels of `from`'s picture to pixels of `to`'s, the head being the same. */
export function betweenHeads(from: HeadFrame, to: HeadFrame): HeadFrame {
  const area = from.xx * from.yy - from.xy * from.yx;
  // Columns of from's inverse, then through `to`.
  const [ia, ib, ic, id] = [from.yy / area, -from.xy / area, -from.yx / area, from.xx / area];
  const xx = to.xx * ia + to.yx * ib;
  const xy = to.xy * ia + to.yy * ib;
  const yx = to.xx * ic + to.yx * id;
  const yy = to.xy * ic + to.yy * id;
  return {
    xx,
    xy,
    yx,
    yy,
    x0: to.x0 - xx * from.x0 - yx * from.y0,
    y0: to.y0 - xy * from.x0 - yy * from.y0,
  };
}
