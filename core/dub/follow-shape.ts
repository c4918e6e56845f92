/**
 * Where each place of one small picture lies in another that shows the same face with another mouth: optical flow by
 * Lucas and Kanade (1981), from coarse to fine, smooth where there is nothing to hold on to.
 */
import { blurred, minus, type Plane, planeOf, resampled } from './plane';

/** Places of `to` at x, y are at x + `x`, y + `y` of `from`; pixels. */
export interface Shift {
  x: Plane;
  y: Plane;
}

const LEVELS = 3;
const ROUNDS = 3;
/** Radius of what moves together, pixels of every level. */
const WINDOW = 2.5;
/** Radius of light that may differ: it is no movement. */
const LIGHT = 6;
/** Squared slope that is noise rather than something to hold on to. */
const NOISE = 60;
const FARTHEST = 6;

export function shiftBetween(from: Plane, to: Plane): Shift {
  const levels = [{ from, to }];
  while (levels.length < LEVELS) {
    const { from: one, to: other } = levels.at(-1)!;
    const half = (plane: Plane) => resampled(plane, plane.width >> 1, plane.height >> 1);
    levels.push({ from: half(one), to: half(other) });
  }
  let shift: Shift | null = null;
  for (const level of levels.toReversed()) {
    const { width, height } = level.to;
    const grown = (plane: Plane) => scaled(resampled(plane, width, height), 2);
    let now: Shift = shift
      ? { x: grown(shift.x), y: grown(shift.y) }
      : { x: planeOf(width, height, () => 0), y: planeOf(width, height, () => 0) };
    for (let round = 0; round < ROUNDS; round++) now = nearer(level.from, level.to, now);
    shift = now;
  }
  return shift!;
}

/** `from` as it looks when every place has moved. */
export function shifted(from: Plane, { x, y }: Shift): Plane {
  const { width, height } = x;
  return planeOf(width, height, (i) =>
    sampleLinear(from, (i % width) + x.data[i]!, Math.floor(i / width) + y.data[i]!),
  );
}

function nearer(from: Plane, to: Plane, shift: Shift): Shift {
  const { width, height } = to;
  const moved = shifted(from, shift);
  const off = minus(to, moved);
  const residual = minus(off, blurred(off, LIGHT)).data;
  const slopeX = planeOf(width, height, (i) => slope(moved.data, i, i % width, width, 1));
  const slopeY = planeOf(width, height, (i) => slope(moved.data, i, Math.floor(i / width), height, width));
  const around = (value: (i: number) => number) => blurred(planeOf(width, height, value), WINDOW).data;
  const xx = around((i) => slopeX.data[i]! ** 2);
  const xy = around((i) => slopeX.data[i]! * slopeY.data[i]!);
  const yy = around((i) => slopeY.data[i]! ** 2);
  const xt = around((i) => slopeX.data[i]! * residual[i]!);
  const yt = around((i) => slopeY.data[i]! * residual[i]!);
  const x = { ...shift.x, data: shift.x.data.slice() };
  const y = { ...shift.y, data: shift.y.data.slice() };
  for (let i = 0; i < x.data.length; i++) {
    const [a, b, c] = [xx[i]! + NOISE, xy[i]!, yy[i]! + NOISE];
    const determinant = a * c - b * b;
    x.data[i]! += (c * xt[i]! - b * yt[i]!) / determinant;
    y.data[i]! += (a * yt[i]! - b * xt[i]!) / determinant;
  }
  return { x: limited(blurred(x, 1)), y: limited(blurred(y, 1)) };
}

function slope(data: Float32Array, i: number, place: number, size: number, step: number): number {
  const before = place > 0 ? step : 0;
  const after = place < size - 1 ? step : 0;
  return ((data[i + after]! - data[i - before]!) * step) / Math.max(step, before + after);
}

function sampleLinear({ width, height, data }: Plane, x: number, y: number): number {
  const atX = Math.max(0, Math.min(width - 1.001, x));
  const atY = Math.max(0, Math.min(height - 1.001, y));
  const at = Math.floor(atY) * width + Math.floor(atX);
  const [right, below] = [atX - Math.floor(atX), atY - Math.floor(atY)];
  const upper = data[at]! * (1 - right) + data[at + 1]! * right;
  const lower = data[at + width]! * (1 - right) + data[at + width + 1]! * right;
  return upper * (1 - below) + lower * below;
}

function limited(plane: Plane): Plane {
  return { ...plane, data: plane.data.map((value) => Math.max(-FARTHEST, Math.min(FARTHEST, value))) };
}

function scaled(plane: Plane, factor: number): Plane {
  return { ...plane, data: plane.data.map((value) => factor * value) };
}
