import { describe, expect, it } from 'vitest';
import { evenBox, putRgba, rgbaOf, yuvImage } from './yuv';

const BT601 = { red: 0.299, blue: 0.114 };
const BT709 = { red: 0.2126, blue: 0.0722 };
const ALL = { x: 0, y: 0, width: 8, height: 6 };

function filled(y: number, u: number, v: number) {
  const image = yuvImage(8, 6);
  image.y.fill(y);
  image.u.fill(u);
  image.v.fill(v);
  return image;
}

describe('a picture in brightness and colour', () => {
  it('has black, white and red where the standards have them', () => {
    expect([...rgbaOf(filled(16, 128, 128), ALL, BT601).subarray(0, 4)]).toEqual([0, 0, 0, 255]);
    expect([...rgbaOf(filled(235, 128, 128), ALL, BT709).subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    // Pure red: 81, 90, 240 in BT.601 and 63, 102, 240 in BT.709.
    for (const [image, shares] of [
      [filled(81, 90, 240), BT601],
      [filled(63, 102, 240), BT709],
    ] as const) {
      const [r, g, b] = rgbaOf(image, ALL, shares);
      expect(r).toBeGreaterThanOrEqual(253);
      expect(g).toBeLessThanOrEqual(2);
      expect(b).toBeLessThanOrEqual(2);
    }
  });

  it('takes colours drawn over it and gives them back within two levels', () => {
    for (const shares of [BT601, BT709]) {
      for (const colour of [
        [255, 0, 0],
        [0, 255, 0],
        [12, 34, 200],
        [200, 150, 130],
      ]) {
        const image = filled(100, 120, 140);
        const before = rgbaOf(image, ALL, shares);
        const after = before.map((_, i) => (i % 4 === 3 ? 255 : colour[i % 4]!));
        putRgba(image, ALL, before, after, shares);
        const got = rgbaOf(image, ALL, shares);
        for (let i = 0; i < got.length; i++) expect(Math.abs(got[i]! - after[i]!)).toBeLessThanOrEqual(2);
      }
    }
  });

  it('keeps every value that nothing is drawn over', () => {
    const image = yuvImage(8, 6);
    // All values, also such as no colour has.
    for (const plane of [image.y, image.u, image.v])
      plane.forEach((_, i) => {
        plane[i] = (i * 37) % 256;
      });
    const was = { y: image.y.slice(), u: image.u.slice(), v: image.v.slice() };
    const box = { x: 2, y: 2, width: 4, height: 2 };
    const before = rgbaOf(image, box, BT709);
    putRgba(image, box, before, before.slice(), BT709);
    expect(image).toMatchObject(was);
    const after = before.slice();
    after[0] = 255 - after[0]!;
    putRgba(image, box, before, after, BT709);
    const changed = [...image.y.keys()].filter((i) => image.y[i] !== was.y[i]);
    expect(changed).toEqual([2 * 8 + 2]);
    expect([...image.u.keys()].filter((i) => image.u[i] !== was.u[i]).every((i) => i === 4 + 1)).toBe(true);
  });

  it('has boxes of even limits inside it', () => {
    expect(evenBox({ x: 1, y: 1, width: 3, height: 2 }, ALL)).toEqual({ x: 0, y: 0, width: 4, height: 4 });
    expect(evenBox({ x: -5, y: 4, width: 30, height: 30 }, ALL)).toEqual({ x: 0, y: 4, width: 8, height: 2 });
    expect(evenBox({ x: 8, y: 0, width: 3, height: 3 }, ALL)).toBeNull();
  });
});
