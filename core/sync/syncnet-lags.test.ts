import { describe, expect, it } from 'vitest';
import { findPeak, fuse, standardise } from './lag-curve';
import { frameGrid, wholeWindows } from './syncnet-grid';
import { syncnetLagMap } from './syncnet-lags';

const SIZE = 16;
/** A smooth path through space: the embedding of what is said at this moment. */
const embedding = (timeS: number) =>
  Array.from({ length: SIZE }, (_, k) => 10 * Math.sin(2 * Math.PI * (0.4 + 0.17 * k) * timeS + k));

function map(lateMs: number, stepColumns: number, reachMs = 1000) {
  const pictures = Array.from({ length: 50 }, (_, i) => 100 + 2 * i);
  const lips = { pictures, embeddings: Float32Array.from(pictures.flatMap((p) => embedding(p / 25))) };
  const columns = Array.from({ length: 1000 / stepColumns }, (_, i) => i * stepColumns);
  const sound = {
    firstColumn: 0,
    stepColumns,
    embeddings: Float32Array.from(columns.flatMap((c) => embedding(c / 100 - lateMs / 1000))),
  };
  return syncnetLagMap(lips, sound, { trackId: 7, reachMs, size: SIZE });
}

function bestLagMs(lagMap: ReturnType<typeof map>): number {
  return findPeak(fuse(standardise(lagMap)), lagMap.lagsMs)!.lagMs;
}

describe("SyncNet's lag map", () => {
  it.each([
    [120, 4],
    [-200, 4],
    [900, 4],
    [-40, 2],
  ])('finds sound that is %i ms late with windows every %i columns', (lateMs, step) => {
    expect(bestLagMs(map(lateMs, step))).toBeCloseTo(lateMs, 0);
  });

  it('finds lags between frames by interpolation', () => {
    for (const lateMs of [50, 55, -73]) expect(Math.abs(bestLagMs(map(lateMs, 4)) - lateMs)).toBeLessThan(5);
  });

  it('knows nothing where there is no sound', () => {
    const lagMap = map(0, 4, 5000);
    expect(lagMap.lagsMs[0]).toBe(-5000);
    expect(lagMap.score[0]).toBeNaN(); // picture 100 is at 4 s: no sound 5 s before
    expect(lagMap.score[lagMap.lagsMs.indexOf(-4000)]).not.toBeNaN();
    expect(lagMap.timesS[0]).toBeCloseTo(102 / 25, 9); // the middle one of the five pictures
  });

  it('refuses pictures between the sound windows', () => {
    const lips = { pictures: [1], embeddings: new Float32Array(SIZE) };
    const sound = { firstColumn: 1, stepColumns: 4, embeddings: new Float32Array(SIZE) };
    expect(() => syncnetLagMap(lips, sound, { trackId: 1, reachMs: 40, size: SIZE })).toThrow('picture 1');
  });
});

describe('25 pictures per second', () => {
  it('are the frames themselves at 25 fps, whatever the rounding of their times', () => {
    const times = Float64Array.from({ length: 50 }, (_, i) => 2 + i / 25 + (i % 2 ? 1e-4 : -1e-4));
    const grid = frameGrid(times);
    expect(grid.first).toBe(50);
    expect(Array.from(grid.frames)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('take the nearest frame at 30 and 10 fps', () => {
    const thirty = frameGrid(Float64Array.from({ length: 31 }, (_, i) => i / 30));
    expect(Array.from(thirty.frames.subarray(0, 6))).toEqual([0, 1, 2, 4, 5, 6]);
    expect(thirty.frames.length).toBe(26);
    const ten = frameGrid(Float64Array.from({ length: 11 }, (_, i) => i / 10));
    expect(Array.from(ten.frames.subarray(0, 6))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('are missing where the track has a gap, and windows do not reach over it', () => {
    const times = [0, 1, 2, 3, 4, 5, 20, 21, 22, 23, 24, 25, 26].map((n) => n / 25);
    const grid = frameGrid(Float64Array.from(times));
    expect(grid.frames[10]).toBe(-1);
    expect(wholeWindows(grid, 5)).toEqual([0, 1, 2, 19, 20, 21, 22]);
  });

  it('of nothing are none', () => {
    expect(frameGrid(new Float64Array(0)).frames.length).toBe(0);
  });
});
