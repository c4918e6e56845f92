import { describe, expect, test } from 'vitest';
import type { LagMap } from '../../../core/sync/types';
import { colorTable, NOTHING_INDEX } from './colormap';
import { heatAt, heatMapOf, paintHeat } from './heat';

/** T windows half a second apart, a peak at peakMs among lags of ±1 s. */
function mapWith(T: number, peakMs: number, higherIsBetter = true): LagMap {
  const lagsMs = Float32Array.from({ length: 41 }, (_, i) => -1000 + 50 * i);
  const score = new Float32Array(T * 41);
  for (let t = 0; t < T; t++) {
    for (let l = 0; l < 41; l++) {
      const height = Math.exp(-(((lagsMs[l]! - peakMs) / 100) ** 2));
      // Windows differ in level, which must not hide the peak.
      score[t * 41 + l] = (higherIsBetter ? height : -height) + (t % 3);
    }
  }
  return {
    trackId: 1,
    timesS: Float64Array.from({ length: T }, (_, i) => 0.25 + i / 2),
    lagsMs,
    score,
    higherIsBetter,
    weight: new Float32Array(T).fill(1),
    windowS: 1,
  };
}

const strongestRow = (cells: Uint16Array, rows: number, column: number) => {
  const slice = [...cells.slice(column * rows, (column + 1) * rows)];
  return slice.indexOf(Math.max(...slice));
};

describe('the lag map as a picture', () => {
  test.each([true, false])(
    'late sound lies above the middle, whichever way the scores point (%s)',
    (higher) => {
      const heat = heatMapOf(mapWith(20, 400, higher));
      const row = strongestRow(heat.levels[0]!.cells, heat.rows, 3);
      expect(heat.highMs - (row * (heat.highMs - heat.lowMs)) / (heat.rows - 1)).toBeCloseTo(400, -2);
    },
  );

  test('unknown scores and windows of no weight are left blank', () => {
    const map = mapWith(6, 0);
    map.score.fill(Number.NaN, 0, 41);
    map.weight[2] = 0;
    const { cells } = heatMapOf(map).levels[0]!;
    expect(cells.slice(0, 41).every((cell) => cell === NOTHING_INDEX)).toBe(true);
    expect(cells.slice(82, 123).every((cell) => cell === NOTHING_INDEX)).toBe(true);
    expect(cells[50]).not.toBe(NOTHING_INDEX);
  });

  test('ten thousand windows keep their ridge when drawn in 300 columns', () => {
    const heat = heatMapOf(mapWith(10_000, -300));
    const rgba = new Uint8ClampedArray(300 * heat.rows * 4);
    const table = colorTable(false);
    paintHeat(heat, 0, 5000, 300, table, rgba);
    const row = Math.round(((heat.highMs + 300) / (heat.highMs - heat.lowMs)) * (heat.rows - 1));
    const pixel = (x: number, y: number) => [...rgba.slice((y * 300 + x) * 4, (y * 300 + x) * 4 + 3)];
    const strongest = [...table.slice(255 * 4, 255 * 4 + 3)];
    const distance = (a: number[], b: number[]) => Math.hypot(...a.map((v, i) => v - b[i]!));
    expect(distance(pixel(150, row), strongest)).toBeLessThan(60);
    expect(distance(pixel(150, 2), strongest)).toBeGreaterThan(150);
  });

  test('time without a window stays blank', () => {
    const map = mapWith(4, 0);
    map.timesS.set([0.5, 1, 9, 9.5]);
    const heat = heatMapOf(map);
    const rgba = new Uint8ClampedArray(10 * heat.rows * 4);
    paintHeat(heat, 0, 10, 10, colorTable(true), rgba);
    expect(rgba[5 * 4 + 3]).toBe(0);
    expect(rgba[9 * 4 + 3]).toBe(255);
  });

  test('a map without windows paints nothing and does not fail', () => {
    const heat = heatMapOf(mapWith(0, 0));
    const rgba = new Uint8ClampedArray(4 * heat.rows * 4).fill(7);
    paintHeat(heat, 0, 1, 4, colorTable(false), rgba);
    expect(rgba.every((v) => v === 0)).toBe(true);
  });

  test('a place tells its shift and how strong the match is there; a blank one that there is none', () => {
    const map = mapWith(6, 400);
    map.weight[2] = 0;
    const heat = heatMapOf(map);
    // 400 ms late lies three tenths from the top of ±1 s.
    expect(heatAt(heat, 0.25, 0.3)).toEqual({ shiftMs: 400, strength: 1 });
    expect(heatAt(heat, 0.25, 0.8).shiftMs).toBe(-600);
    expect(heatAt(heat, 0.25, 0.8).strength).toBeLessThan(0.1);
    expect(heatAt(heat, 1.25, 0.3)).toEqual({ shiftMs: 400, strength: null });
    expect(heatAt(heat, 60, 0).strength).toBeNull();
  });
});
