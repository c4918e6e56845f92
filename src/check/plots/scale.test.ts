import { describe, expect, test } from 'vitest';
import { digitsFor, formatTime, linearScale, timeTicks } from './scale';

describe('the axes', () => {
  test('a value goes to its pixel and back', () => {
    const scale = linearScale(-1000, 1000, 200, 0);
    expect(scale.toPx(0)).toBe(100);
    expect(scale.toValue(scale.toPx(120))).toBeCloseTo(120);
  });

  test('an axis of no length stays finite', () => {
    const scale = linearScale(5, 5, 0, 100);
    expect(scale.toPx(7)).toBe(0);
    expect(scale.toValue(50)).toBe(5);
  });

  test('ticks are round times inside the visible range and never closer than asked', () => {
    const { stepS, ticksS } = timeTicks(3.3, 27.3, 800);
    expect(stepS).toBe(5);
    expect(ticksS).toEqual([5, 10, 15, 20, 25]);
    expect((stepS / 24) * 800).toBeGreaterThanOrEqual(72);
  });

  test('a fifth of a second and four hours both get a readable number of ticks', () => {
    for (const [startS, endS] of [
      [100.1, 100.3],
      [0, 14_400],
    ] as const) {
      const { ticksS } = timeTicks(startS, endS, 360);
      expect(ticksS.length).toBeGreaterThanOrEqual(2);
      expect(ticksS.length).toBeLessThanOrEqual(6);
    }
  });

  test('no width or no range means no ticks', () => {
    expect(timeTicks(0, 0, 500).ticksS).toEqual([]);
    expect(timeTicks(0, 10, 0).ticksS).toEqual([]);
  });

  test('times are written as people read them', () => {
    expect(formatTime(3.416)).toBe('0:03.42');
    expect(formatTime(59.999)).toBe('1:00.00');
    expect(formatTime(3727.5, 1)).toBe('1:02:07.5');
    expect(formatTime(725, 0)).toBe('12:05');
    expect(formatTime(-1.5, 1)).toBe('−0:01.5');
    expect(formatTime(Number.NaN)).toBe('–');
  });

  test('neighbouring ticks never carry the same label', () => {
    for (const stepS of [0.01, 0.05, 0.1, 0.5, 1, 60]) {
      expect(formatTime(stepS, digitsFor(stepS))).not.toBe(formatTime(2 * stepS, digitsFor(stepS)));
    }
  });
});
