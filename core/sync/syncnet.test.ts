import { describe, expect, it } from 'vitest';
import { lowerMedian, medianFilter } from '../median';
import { goldenDistances, goldenStory, relativeError } from '../onnx/testing/golden';
import {
  confidenceError,
  frameConfidence,
  pairDistances,
  soundWindowCount,
  soundWindows,
  spreadOrder,
  syncnetResult,
  VSHIFT,
  windowCount,
} from './syncnet';

/** A different point for every moment; the sound tells the same story `late` frames later. */
function story(length: number, late: number, size = 8): { lips: Float32Array; sound: Float32Array } {
  const value = (moment: number, k: number) => 10 * Math.sin(moment * (k + 1) * 1.7);
  const at = (shift: number) =>
    Float32Array.from({ length: length * size }, (_, i) => value(Math.floor(i / size) - shift, i % size));
  return { lips: at(0), sound: at(late) };
}

describe("SyncNet's figures", () => {
  it("are the original's", () => {
    const { lips, sound } = goldenStory();
    const result = syncnetResult(pairDistances(lips, sound, VSHIFT, 64), VSHIFT);
    const expected = goldenDistances();
    expect(result.offsetFrames).toBe(expected.offset);
    expect(relativeError(result.curve, expected.mean)).toBeLessThan(1e-4);
    expect(result.minDist).toBeCloseTo(expected.minDist, 3);
    expect(result.confidence).toBeCloseTo(expected.confidence, 3);
  });

  it('say +3 when the sound is three frames early, and -4 when it is four late', () => {
    for (const [late, offset] of [
      [-3, 3],
      [4, -4],
      [0, 0],
    ] as const) {
      const { lips, sound } = story(60, late);
      const result = syncnetResult(pairDistances(lips, sound, 10, 8), 10);
      expect(result.offsetFrames).toBe(offset);
      expect(result.curve.length).toBe(21);
    }
  });

  it('count distances against zeros beyond the ends, and add 1e-6 to every difference', () => {
    const distances = pairDistances(Float32Array.of(3, 4), Float32Array.of(3, 4), 1, 2);
    expect(Array.from(distances)).toEqual([5, Math.SQRT2 * 1e-6, 5].map((d) => expect.closeTo(d, 5)));
    expect(distances[1]).toBeCloseTo(Math.SQRT2 * 1e-6, 12);
  });

  it('come out the same from some of the windows when all windows agree', () => {
    const { lips, sound } = story(64, -2);
    const some = [10, 20, 30, 40, 50];
    const few = Float32Array.from(some.flatMap((i) => Array.from(lips.subarray(i * 8, i * 8 + 8))));
    const result = syncnetResult(pairDistances(few, sound, 10, 8, some), 10);
    expect(result.offsetFrames).toBe(2);
    expect(result.minDist).toBeCloseTo(0, 4);
  });

  it('are less sure from fewer windows', () => {
    const { lips, sound } = story(200, 0);
    const distances = pairDistances(lips, sound, 10, 8);
    const result = syncnetResult(distances, 10);
    const all = confidenceError(distances, result);
    const tenth = distances.subarray(0, 20 * 21);
    expect(confidenceError(tenth, syncnetResult(tenth, 10))).toBeGreaterThan(2 * all);
    expect(confidenceError(distances.subarray(0, 21), result)).toBe(Number.POSITIVE_INFINITY);
    expect(confidenceError(distances, result, 4)).toBeCloseTo(2 * all, 6);
  });

  it('drop for the frames in which the lips say something else', () => {
    const { lips, sound } = story(80, 0);
    lips.fill(0, 30 * 8, 50 * 8);
    const distances = pairDistances(lips, sound, 10, 8);
    const confidence = frameConfidence(distances, syncnetResult(distances, 10));
    expect(confidence.length).toBe(80);
    expect(confidence[15]!).toBeGreaterThan(confidence[40]! + 10);
  });
});

describe("SyncNet's windows", () => {
  it('are as many as the original looks at', () => {
    expect(windowCount(163, 104473)).toBe(158);
    expect(windowCount(100, 104473)).toBe(95);
    expect(windowCount(3, 104473)).toBe(0);
    expect(soundWindowCount(652)).toBe(159);
    expect(soundWindowCount(19)).toBe(0);
  });

  it('hold coefficients by columns', () => {
    const mfcc = Float32Array.from({ length: 13 * 30 }, (_, i) => i);
    const windows = soundWindows(mfcc, [0, 4]);
    expect(windows.length).toBe(2 * 13 * 20);
    expect(windows[0]).toBe(0); // first window: coefficient 0 of column 0
    expect(windows[21]).toBe(13 + 1); // coefficient 1 of column 1
    expect(windows[260 + 19]).toBe(23 * 13); // second window: coefficient 0 of column 23
  });

  it('can be taken in an order of which every beginning is spread over the whole', () => {
    const order = spreadOrder(100);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    const early = order.slice(0, 10).sort((a, b) => a - b);
    for (let i = 1; i < early.length; i++) expect(early[i]! - early[i - 1]!).toBeLessThanOrEqual(20);
    expect(spreadOrder(0)).toEqual([]);
    expect(spreadOrder(1)).toEqual([0]);
  });
});

describe('medians', () => {
  it('are those of torch and scipy', () => {
    expect(lowerMedian([4, 1, 3, 2])).toBe(2);
    expect(lowerMedian([5, 1, 3])).toBe(3);
    expect(Array.from(medianFilter([5, 1, 7, 8, 2], 3))).toEqual([1, 5, 7, 7, 2]);
  });
});
