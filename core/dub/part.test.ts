import { describe, expect, it } from 'vitest';
import { clockSeconds, partProblem, picturesIn, shareInPart } from './part';
import { partTimeline } from './timeline';

describe('a stretch', () => {
  it('begins and ends softly, and is all there between', () => {
    const shares = [0, 0.06, 0.12, 1, 1.88, 1.94, 2].map((timeS) => shareInPart(timeS, 2, 0.12));
    for (const [n, share] of [0, 0.5, 1, 1, 1, 0.5, 0].entries()) expect(shares[n]).toBeCloseTo(share);
    expect(shareInPart(0.05, 0.1, 0.12)).toBe(1);
  });

  it('is typed as people write times', () => {
    expect(['90', '1:30', '0:01,5', '1:02:03.5', ' 7 '].map(clockSeconds)).toEqual([90, 90, 1.5, 3723.5, 7]);
    expect(['', '1:', 'a', '-3', '1:2:3:4'].map(clockSeconds)).toEqual([null, null, null, null, null]);
  });

  it('has so many pictures to be written: those of the groups that it touches, or all of the video', () => {
    expect(picturesIn({ startS: 0.4, endS: 0.6 }, 2, 25)).toBe(5);
    expect(picturesIn({ startS: 1.6, endS: Number.POSITIVE_INFINITY }, 2, 25)).toBe(10);
    expect(picturesIn({ startS: 0, endS: Number.POSITIVE_INFINITY }, 10.01, 30000 / 1001)).toBe(300);
    expect(picturesIn({ startS: 2.1, endS: 3 }, 2, 25)).toBe(0);
  });

  it('lies within the video', () => {
    expect(partProblem({ startS: 1, endS: 2 }, 2)).toBeNull();
    expect(partProblem({ startS: 2, endS: 1 }, 5)).toMatch(/at least 0\.3.s long/);
    expect(partProblem({ startS: 2, endS: 9 }, 5)).toMatch(/which is 5\.0.s long/);
  });

  it('shows the pictures that begin in it, once each, at their own distance from its start', () => {
    const timesS = Float64Array.from({ length: 100 }, (_, n) => n / 25);
    const { sources, timesS: times, endS, melStarts } = partTimeline(timesS, { startS: 1.01, endS: 2 }, 500);
    expect([sources[0], sources.at(-1), sources.length]).toEqual([26, 49, 24]);
    expect(times[0]).toBeCloseTo(0.03);
    expect(endS).toBeCloseTo(0.99);
    expect(melStarts[0]).toBe(2);
  });
});
