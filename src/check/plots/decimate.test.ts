import { describe, expect, test } from 'vitest';
import { lowerBound } from '../../../core/time/lower-bound';
import { nearestWithin, pyramidOf, pyramidOfPairs, rangeOf } from './decimate';

const out = new Float32Array(3);

describe('long series drawn fast', () => {
  test('a single spike in two hours is found in whatever pixel holds it', () => {
    const values = new Float32Array(720_000);
    values[432_101] = 9;
    const pyramid = pyramidOf(values);
    const perPixel = 720;
    const hits: number[] = [];
    for (let px = 0; px < 1000; px++) {
      rangeOf(pyramid, px * perPixel, (px + 1) * perPixel, out);
      if (out[1] === 9) hits.push(px);
    }
    expect(hits).toContain(Math.floor(432_101 / perPixel));
    expect(hits.length).toBeLessThanOrEqual(2);
  });

  test('short stretches are exact', () => {
    const pyramid = pyramidOf(Float32Array.from({ length: 100 }, (_, i) => i));
    rangeOf(pyramid, 10, 20, out);
    expect([...out]).toEqual([10, 19, 14.5]);
  });

  test('a stretch narrower than one value shows the value it lies in', () => {
    const pyramid = pyramidOf(Float32Array.from([1, 2, 3]));
    rangeOf(pyramid, 1.2, 1.4, out);
    expect(out[1]).toBe(2);
  });

  test('gaps and places outside the series hold nothing', () => {
    const pyramid = pyramidOf(new Float32Array(500).fill(Number.NaN));
    rangeOf(pyramid, 0, 500, out);
    expect([...out]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    rangeOf(pyramidOf(Float32Array.from([1, 2])), 5, 9, out);
    expect(out[0]).toBeNaN();
    rangeOf(pyramidOf(new Float32Array(0)), 0, 1, out);
    expect(out[0]).toBeNaN();
  });

  test('a gap inside a stretch does not hide what surrounds it', () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => (i > 10 && i < 50 ? Number.NaN : i));
    rangeOf(pyramidOf(values), 0, 64, out);
    expect([out[0], out[1]]).toEqual([0, 63]);
  });

  test('pairs keep the lowest and the highest apart', () => {
    rangeOf(pyramidOfPairs(Float32Array.from([-0.5, 0.1, -0.2, 0.7])), 0, 2, out);
    expect(out[0]).toBeCloseTo(-0.5);
    expect(out[1]).toBeCloseTo(0.7);
  });

  test('finding a time in a list works at both ends and when there is nothing', () => {
    expect(lowerBound([1, 2, 3], 2)).toBe(1);
    expect(lowerBound([1, 2, 3], 9)).toBe(3);
    expect(nearestWithin([1, 2, 4], 2.9)).toBe(1);
    expect(nearestWithin([1, 2, 4], 3.1)).toBe(2);
    expect(nearestWithin([1, 2, 4], 9, 1)).toBe(-1);
    expect(nearestWithin([], 0)).toBe(-1);
  });
});
