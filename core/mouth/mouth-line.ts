/** The lips' inner edges as two curves over the line from corner to corner. */
import { INNER_LOWER, INNER_UPPER } from './points';

/** Samples of each curve per pixel. */
const PER_PX = 2;

export interface MouthLine {
  /** Between the corners, pixels. */
  centreX: number;
  centreY: number;
  /** Along the line from corner to corner; down is (-axisY, axisX). */
  axisX: number;
  axisY: number;
  /** Half the way between the corners, pixels. */
  half: number;
  /** Heights of the edges along the line, down is positive; index 0 lies at -half. */
  upper: Float32Array;
  lower: Float32Array;
}

/** @param points Float32Array [70, 2], order LOWER_FACE_POINTS */
export function mouthLine(points: Float32Array): MouthLine {
  const [left, right] = [2 * INNER_UPPER[0], 2 * INNER_UPPER.at(-1)!];
  const [dx, dy] = [points[right]! - points[left]!, points[right + 1]! - points[left + 1]!];
  const length = Math.max(1, Math.hypot(dx, dy));
  const line = {
    centreX: (points[left]! + points[right]!) / 2,
    centreY: (points[left + 1]! + points[right + 1]!) / 2,
    axisX: dx / length,
    axisY: dy / length,
    half: length / 2,
  };
  const upper = curve(points, INNER_UPPER, line);
  const lower = curve(points, INNER_LOWER, line);
  // Lips that are pressed together are found crossed by a pixel or so: they meet half-way.
  for (let i = 0; i < upper.length; i++) {
    if (upper[i]! <= lower[i]!) continue;
    const middle = (upper[i]! + lower[i]!) / 2;
    upper[i] = middle;
    lower[i] = middle;
  }
  return { ...line, upper, lower };
}

/** Height of an edge at `along` pixels from the centre; beyond the corners it goes straight on. */
export function heightAt(edge: Float32Array, half: number, along: number): number {
  const at = (along + half) * PER_PX;
  if (at <= 0) return edge[0]!;
  if (at >= edge.length - 1) return edge[edge.length - 1]!;
  const i = at | 0;
  return edge[i]! + (edge[i + 1]! - edge[i]!) * (at - i);
}

/** Distance of the edges in the middle third, pixels. */
export function openingPx({ upper, lower }: MouthLine): number {
  let sum = 0;
  const [from, to] = [Math.floor(upper.length / 3), Math.ceil((2 * upper.length) / 3)];
  for (let i = from; i < to; i++) sum += lower[i]! - upper[i]!;
  return sum / Math.max(1, to - from);
}

/** Through all points of one edge: cubic Hermite curves with the slopes of Catmull-Rom. */
function curve(
  points: Float32Array,
  rows: readonly number[],
  line: Pick<MouthLine, 'centreX' | 'centreY' | 'axisX' | 'axisY' | 'half'>,
): Float32Array {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const row of rows) {
    const dx = points[2 * row]! - line.centreX;
    const dy = points[2 * row + 1]! - line.centreY;
    // Seen from the side points of one edge may lie behind each other: the curve goes on to the right.
    xs.push(Math.max(dx * line.axisX + dy * line.axisY, (xs.at(-1) ?? -Infinity) + 0.05));
    ys.push(dy * line.axisX - dx * line.axisY);
  }
  const slopes = xs.map((_, i) => {
    const [a, b] = [Math.max(0, i - 1), Math.min(xs.length - 1, i + 1)];
    return (ys[b]! - ys[a]!) / (xs[b]! - xs[a]!);
  });
  const out = new Float32Array(Math.ceil(2 * line.half * PER_PX) + 1);
  let k = 0;
  for (let i = 0; i < out.length; i++) {
    const x = i / PER_PX - line.half;
    while (k < xs.length - 2 && x > xs[k + 1]!) k++;
    const step = xs[k + 1]! - xs[k]!;
    const t = Math.min(1, Math.max(0, (x - xs[k]!) / step));
    const [t2, t3] = [t * t, t * t * t];
    out[i] =
      (2 * t3 - 3 * t2 + 1) * ys[k]! +
      (t3 - 2 * t2 + t) * step * slopes[k]! +
      (3 * t2 - 2 * t3) * ys[k + 1]! +
      (t3 - t2) * step * slopes[k + 1]!;
  }
  return out;
}
