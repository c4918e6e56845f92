import { describe, expect, test } from 'vitest';
import { drifting, steady, stepping } from '../../../core/report/testing/facts';
import { axesOf, curveOf, offsetTicks } from './curves';

describe('offset curves', () => {
  test('one offset is one level line as long as the file', () => {
    const measurement = { ...steady(120).measurement, segments: [], ci95Ms: 8 };
    expect(curveOf(measurement, 60)).toEqual([{ startS: 0, endS: 60, startMs: 120, endMs: 120, ci95Ms: 8 }]);
    expect(curveOf({ ...measurement, offsetMs: null }, 60)).toEqual([]);
  });

  test('a drift is a slope from its start to its end', () => {
    const { measurement } = drifting(300);
    const curve = curveOf(measurement, 60);
    const { pattern } = measurement;
    if (pattern.kind !== 'drift') throw new Error('no drift');
    expect(curve[0]!.startMs).toBeCloseTo(pattern.startMs, 6);
    expect(curve.at(-1)!.endMs).toBeCloseTo(pattern.endMs, 6);
  });

  test('steps are levels that follow each other without a gap', () => {
    const curve = curveOf(stepping().measurement, 60);
    expect(curve.length).toBeGreaterThan(1);
    for (const [i, piece] of curve.slice(1).entries()) expect(piece.startS).toBe(curve[i]!.endS);
  });

  test('the axes hold both, and what is in sync', () => {
    const piece = { startS: 0, endS: 10, startMs: 200, endMs: 200, ci95Ms: 40 };
    const axes = axesOf([[piece], [{ ...piece, endS: 12, startMs: 10, endMs: 10 }]]);
    expect(axes.endS).toBe(12);
    expect(axes.lowMs).toBeLessThan(-30);
    expect(axes.highMs).toBeGreaterThan(240);
    expect(offsetTicks(axes)).toEqual([0, 100, 200]);
  });
});
