/** A face drawn by formulas, seen from the front: its points and its picture. */
import { lipShape, SHAPE_SIZE } from '../../lips/shape';
import { LOWER_FACE_POINTS } from '../../lips/types';
import { INNER_LOWER, INNER_UPPER, OUTER_LOWER, OUTER_UPPER } from '../points';
import type { LowerFace, RgbaImage } from '../types';

/** Pixels, width and height. */
export const PICTURE_SIZE = 400;
const EYE_PX = 150;
const EYES = { x: 200, y: 80 } as const;
const MOUTH_Y = 0.77;
const ACROSS = [-1, -0.84, -0.64, -0.42, -0.2, 0, 0.2, 0.42, 0.64, 0.84, 1];

/** Chin and what is around the lips, at rest: eye distances, mesh index first. */
const AROUND: readonly [number, number, number][] = [
  [152, 0, 1.21],
  [148, -0.12, 1.2],
  [377, 0.12, 1.2],
  [176, -0.22, 1.16],
  [400, 0.22, 1.16],
  [199, 0, 1.11],
  [18, 0, 0.95],
  [200, 0, 1.03],
  [83, -0.09, 0.95],
  [313, 0.09, 0.95],
  [106, -0.2, 0.89],
  [335, 0.2, 0.89],
  [182, -0.16, 0.92],
  [406, 0.16, 0.92],
  [43, -0.29, 0.82],
  [273, 0.29, 0.82],
  [57, -0.34, 0.75],
  [287, 0.34, 0.75],
  [164, 0, 0.57],
  [2, 0, 0.52],
  [98, -0.17, 0.49],
  [327, 0.17, 0.49],
  [206, -0.34, 0.54],
  [426, 0.34, 0.54],
  [207, -0.48, 0.58],
  [427, 0.48, 0.58],
  [192, -0.55, 0.69],
  [416, 0.55, 0.69],
  [205, -0.43, 0.46],
  [425, 0.43, 0.46],
];
const OUTLINE = [-0.75, -0.3, 0.75, -0.3, 0.72, 0.6, 0.5, 1.0, 0.25, 1.2, -0.25, 1.2, -0.5, 1.0, -0.72, 0.6];

/** @param open distance of the lips in the middle, eye distances */
export function drawnFace(open: number): LowerFace {
  const places = new Map<number, [number, number]>();
  const edge = (rows: readonly number[], half: number, heightAt: (x: number) => number) => {
    rows.forEach((row, i) => {
      places.set(row, [half * ACROSS[i]!, MOUTH_Y + heightAt(ACROSS[i]!)]);
    });
  };
  const drop = (x: number) => 0.75 * open * (1 - x * x);
  const rise = (x: number) => -0.25 * open * (1 - x * x);
  edge(OUTER_UPPER, 0.27, (x) => rise(x) - 0.09 * (1 - x * x));
  edge(OUTER_LOWER, 0.27, (x) => drop(x) + 0.11 * (1 - x * x));
  edge(INNER_UPPER, 0.23, rise);
  edge(INNER_LOWER, 0.23, drop);
  for (const [landmark, x, y] of AROUND) {
    const row = (LOWER_FACE_POINTS as readonly number[]).indexOf(landmark);
    places.set(row, [x, y + hanging(y) * open]);
  }
  const lips = new Float32Array(92);
  const points = new Float32Array(140);
  for (const [row, [x, y]] of places) {
    if (row < 46) lips.set([x, y], 2 * row);
    points.set(inPicture(x, y), 2 * row);
  }
  const outline = Float32Array.from(
    Array.from({ length: OUTLINE.length / 2 }, (_, i) =>
      inPicture(OUTLINE[2 * i]!, OUTLINE[2 * i + 1]!),
    ).flat(),
  );
  return { points, lips, outline };
}

/** What is below the lips goes down with them and with the chin, what is beside them a little. */
function hanging(y: number): number {
  return y > 0.85 ? 0.65 : y > 0.7 ? 0.3 : 0;
}

/** The shape of a face's lips, as if they had opened by so much more as drawnFace opens them. */
export function openBy({ lips }: LowerFace, more: number): Float32Array {
  const bias = drawnFace(more).lips.map((value, i) => value - drawnFace(0).lips[i]!);
  const shape = new Float32Array(SHAPE_SIZE);
  lipShape(
    lips.map((value, i) => value + bias[i]!),
    0,
    shape,
  );
  return shape;
}

/** Skin, red lips and a dark inside with a row of teeth, all with a fine pattern that shows where pixels come from. */
export function pictureOf({ points }: LowerFace): RgbaImage {
  const data = new Uint8ClampedArray(4 * PICTURE_SIZE * PICTURE_SIZE).fill(255);
  const outer = polygon(points, OUTER_UPPER, OUTER_LOWER);
  const inner = polygon(points, INNER_UPPER, INNER_LOWER);
  for (let y = 0; y < PICTURE_SIZE; y++) {
    for (let x = 0; x < PICTURE_SIZE; x++) {
      const colour = within(inner, x, y)
        ? [30, 12, 12]
        : within(outer, x, y)
          ? [180, 90, 90]
          : [205, 165, 140];
      const grain = 6 * Math.sin(1.1 * Math.abs(x - EYES.x)) * Math.sin(0.9 * y);
      for (let c = 0; c < 3; c++) data[4 * (y * PICTURE_SIZE + x) + c] = colour[c]! + grain;
    }
  }
  return { data, width: PICTURE_SIZE, height: PICTURE_SIZE };
}

function inPicture(x: number, y: number): [number, number] {
  return [EYES.x + EYE_PX * x, EYES.y + EYE_PX * y];
}

function polygon(
  points: Float32Array,
  upper: readonly number[],
  lower: readonly number[],
): [number, number][] {
  return [...upper, ...lower.slice(1, -1).toReversed()].map((row) => [
    points[2 * row]!,
    points[2 * row + 1]!,
  ]);
}

/** Even-odd rule. */
function within(corners: [number, number][], x: number, y: number): boolean {
  let inside = false;
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}
