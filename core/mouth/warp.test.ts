import { describe, expect, it } from 'vitest';
import { lipShape, SHAPE_SIZE } from '../lips/shape';
import { rowOf } from './points';
import { targetPoints } from './target';
import { drawnFace, openBy, PICTURE_SIZE, pictureOf } from './testing/drawn-face';
import type { LowerFace, RgbaImage } from './types';
import { bendMouth, mouthArea } from './warp';

const area = (face: LowerFace) => mouthArea(face, PICTURE_SIZE, PICTURE_SIZE)!;

function cut(
  { data, width }: RgbaImage,
  box: { x: number; y: number; width: number; height: number },
): RgbaImage {
  const out = new Uint8ClampedArray(4 * box.width * box.height);
  for (let j = 0; j < box.height; j++) {
    const at = 4 * ((box.y + j) * width + box.x);
    out.set(data.subarray(at, at + 4 * box.width), 4 * j * box.width);
  }
  return { data: out, width: box.width, height: box.height };
}

/** A face whose mouth was `open`, bent to be `wanted` open, eye distances. */
function bend(open: number, wanted: number, strength = 1) {
  const face = drawnFace(open);
  const box = area(face);
  const before = cut(pictureOf(face), box);
  const after = { ...before, data: before.data.slice() };
  const target = targetPoints(face, openBy(face, wanted - open));
  bendMouth(after, box, face, target, [], strength);
  return { face, box, before, after, target };
}

function differing(one: RgbaImage, other: RgbaImage): number {
  return one.data.filter((value, i) => value !== other.data[i]).length;
}

/** Red, green and blue at a point of the picture. */
function at({ data, width }: RgbaImage, box: { x: number; y: number }, x: number, y: number): number[] {
  const i = 4 * ((Math.round(y) - box.y) * width + Math.round(x) - box.x);
  return [...data.subarray(i, i + 3)];
}

function middle(points: Float32Array): { x: number; y: number } {
  return { x: (points[2 * 25]! + points[2 * 35]!) / 2, y: (points[2 * 25 + 1]! + points[2 * 35 + 1]!) / 2 };
}

/** Pixels between the lips' edges that are as dark as an inside. */
function darkInColumn({ after, box, face }: ReturnType<typeof bend>): number {
  const { x, y } = middle(face.points);
  let count = 0;
  for (let dy = -30; dy <= 30; dy++) {
    const [r, g, b] = at(after, box, x, y + dy);
    if (r! + g! + b! < 150) count++;
  }
  return count;
}

describe('a mouth that is bent', () => {
  it('is the picture itself when its lips are asked for', () => {
    const { before, after } = bend(0.1, 0.1);
    expect(differing(before, after)).toBe(0);
  });

  it('is the picture itself at strength 0', () => {
    const { before, after } = bend(0, 0.2, 0);
    expect(differing(before, after)).toBe(0);
  });

  it('opens where it was shut, and shows an inside that is darker than lips', () => {
    const result = bend(0, 0.25);
    const lips = at(
      result.before,
      result.box,
      middle(result.face.points).x,
      middle(result.face.points).y - 6,
    );
    const { x, y } = middle(result.target);
    const inside = at(result.after, result.box, x, y + 4);
    expect(inside[0]!).toBeLessThan(lips[0]! - 40);
  });

  it('shuts where it was open, without a dark slit', () => {
    const open = bend(0.25, 0.25);
    expect(darkInColumn(open)).toBeGreaterThan(10);
    expect(darkInColumn(bend(0.25, 0))).toBeLessThanOrEqual(1);
  });

  it('leaves nose and the edge of the area as they are, to the bit', () => {
    const { before, after, box, face } = bend(0, 0.25);
    const { width, height } = after;
    const bytes = 4 * width;
    for (const from of [0, (height - 1) * bytes]) {
      const row = (image: RgbaImage) => Buffer.from(image.data.subarray(from, from + bytes));
      expect(row(after).equals(row(before))).toBe(true);
    }
    const [x, y] = [face.points[2 * rowOf(2)]!, face.points[2 * rowOf(2) + 1]!];
    expect(Math.abs(at(after, box, x, y - 3)[0]! - at(before, box, x, y - 3)[0]!)).toBeLessThanOrEqual(2);
  });

  it('is the same left and right in a face that is', () => {
    const { after, box, target } = bend(0, 0.2);
    const { x, y } = middle(target);
    for (const dx of [5, 12, 20, 30])
      for (const dy of [-8, 0, 8, 16])
        for (let c = 0; c < 3; c++)
          expect(
            Math.abs(at(after, box, x - dx, y + dy)[c]! - at(after, box, x + dx, y + dy)[c]!),
          ).toBeLessThan(12);
  });

  it('keeps whatever alpha the picture had', () => {
    const { after } = bend(0, 0.2);
    expect(after.data.filter((value, i) => i % 4 === 3 && value !== 255)).toHaveLength(0);
  });

  it('goes half of the way at half the strength', () => {
    const half = bend(0.3, 0, 0.5);
    expect(darkInColumn(half)).toBeGreaterThan(4);
    expect(darkInColumn(half)).toBeLessThan(darkInColumn(bend(0.3, 0.3)));
  });
});

describe('the points that lips are to reach', () => {
  it('are the points themselves for the same shape', () => {
    const face = drawnFace(0.1);
    const target = targetPoints(face, openBy(face, 0));
    for (let i = 0; i < target.length; i++) expect(target[i]).toBeCloseTo(face.points[i]!, 3);
  });

  it('give the asked shape where the head is seen from the front', () => {
    const face = drawnFace(0);
    const wanted = openBy(face, 0.2);
    const target = targetPoints(face, wanted);
    const scale = (face.points[2 * 10]! - face.points[0]!) / (face.lips[2 * 10]! - face.lips[0]!);
    const lips = face.lips.map((value, i) => value + (target[i]! - face.points[i]!) / scale);
    const got = new Float32Array(SHAPE_SIZE);
    lipShape(lips, 0, got);
    for (let i = 0; i < SHAPE_SIZE; i++) expect(got[i]).toBeCloseTo(wanted[i]!, 3);
  });
});

describe('the area of a mouth', () => {
  it('holds the lips and lies in the picture', () => {
    const face = drawnFace(0.1);
    const { x, y, width, height } = area(face);
    for (let row = 0; row < 46; row++) {
      expect(face.points[2 * row]!).toBeGreaterThan(x);
      expect(face.points[2 * row]!).toBeLessThan(x + width);
      expect(face.points[2 * row + 1]!).toBeGreaterThan(y);
      expect(face.points[2 * row + 1]!).toBeLessThan(y + height);
    }
    expect(x + width).toBeLessThanOrEqual(PICTURE_SIZE);
    expect(y + height).toBeLessThanOrEqual(PICTURE_SIZE);
  });

  it('is none where all points fall together', () => {
    const face = drawnFace(0.1);
    expect(mouthArea({ ...face, points: face.points.fill(5) }, PICTURE_SIZE, PICTURE_SIZE)).toBeNull();
  });
});
