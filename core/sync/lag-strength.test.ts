import { describe, expect, it } from 'vitest';
import { lagStrengths, strengthRange } from './lag-strength';
import type { LagMap } from './types';

const NAN = Number.NaN;

/** @param score rows of four lags, from the earliest sound to the latest */
function mapOf(score: number[][], higherIsBetter = true): LagMap {
  return {
    trackId: 1,
    timesS: Float64Array.from(score, (_, t) => t),
    lagsMs: Float32Array.of(-150, -50, 50, 150),
    score: Float32Array.from(score.flat()),
    higherIsBetter,
    weight: new Float32Array(score.length).fill(1),
    windowS: 1,
  };
}

describe('the strength of a lag', () => {
  it('is told against the mean of its window, latest sound first, whichever way the scores point', () => {
    const higher = lagStrengths(mapOf([[1, 2, 3, 8]]), 4);
    expect([...higher]).toEqual([4.5, -0.5, -1.5, -2.5]);
    const lower = lagStrengths(mapOf([[1, 2, 3, 8]], false), 4);
    expect([...lower]).toEqual([-4.5, 0.5, 1.5, 2.5]);
  });

  it('is that of the best one where two share a row', () => {
    expect([...lagStrengths(mapOf([[1, 2, 3, 6]]), 2)]).toEqual([3, -1]);
  });

  it('is unknown where nothing was compared, and leaves the mean of the others alone', () => {
    expect([...lagStrengths(mapOf([[NAN, 2, 3, 4]]), 4)]).toEqual([1, 0, -1, NAN]);
    const map = mapOf([
      [1, 2, 3, 6],
      [NAN, NAN, NAN, NAN],
    ]);
    map.weight[0] = 0;
    expect([...lagStrengths(map, 4)]).toEqual(new Array(8).fill(NAN));
  });

  it('ranges over what is not a freak, of long maps by a sample', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i);
    values[500] = 1e9;
    values[3] = NAN;
    const [low, high] = strengthRange(values);
    expect([low, high]).toEqual([expect.closeTo(25, -1), expect.closeTo(994, -1)]);
    const long = strengthRange(Float32Array.from({ length: 1_000_000 }, (_, i) => i / 1e6));
    expect(long).toEqual([expect.closeTo(0.025, 3), expect.closeTo(0.995, 3)]);
    expect(strengthRange(new Float32Array())).toEqual([0, 0]);
  });
});
