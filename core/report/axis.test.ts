import { describe, expect, it } from 'vitest';
import { figureLabels, levelLabels, shiftLabels, valueTicks } from './axis';

describe('valueTicks', () => {
  it('are round, inside, and as far apart as labels need', () => {
    expect(valueTicks(-150, 245, 180)).toEqual([-100, 0, 100, 200]);
    expect(valueTicks(0.2, 0.9, 120)).toEqual([0.2, 0.4, 0.6000000000000001, 0.8]);
    for (const [low, high, heightPx] of [
      [-1000, 1000, 180],
      [-15_000, 15_000, 180],
      [-33, 61, 180],
      [-0.4, 9.3, 120],
    ] as const) {
      const ticks = valueTicks(low, high, heightPx);
      expect(ticks.length).toBeGreaterThan(1);
      for (const [i, tick] of ticks.entries()) {
        expect(tick).toBeGreaterThanOrEqual(low);
        expect(tick).toBeLessThanOrEqual(high);
        if (i > 0) expect(((tick - ticks[i - 1]!) / (high - low)) * heightPx).toBeGreaterThanOrEqual(18);
      }
    }
  });

  it('are none where there is nothing to show', () => {
    expect(valueTicks(1, 1, 100)).toEqual([]);
    expect(valueTicks(0, 1, 0)).toEqual([]);
  });
});

describe('shiftLabels', () => {
  it('say late above and early below, with the ends of a search as figures', () => {
    expect(shiftLabels(-1000, 1000, 180, true)).toEqual([
      { fromTop: 0, text: '1\u00a0s late' },
      { fromTop: 0.25, text: '0.5\u00a0s' },
      { fromTop: 0.5, text: 'in sync' },
      { fromTop: 0.75, text: '0.5\u00a0s' },
      { fromTop: 1, text: '1\u00a0s early' },
    ]);
  });

  it('count in ms where the range is short, and keep clear of the ends', () => {
    const texts = shiftLabels(-190, 260, 180).map(({ text }) => text);
    expect(texts).toEqual(['late ↑', '200\u00a0ms', '100\u00a0ms', 'in sync', '100\u00a0ms', 'early ↓']);
    expect(shiftLabels(-150, 205, 180).map(({ text }) => text)[1]).toBe('100\u00a0ms');
  });
});

it('levels stand where a wave of that peak reaches', () => {
  const labels = levelLabels(2, 72);
  expect(labels.map(({ text }) => text)).toEqual(['−12\u00a0dB', '−∞\u00a0dB', '−12\u00a0dB']);
  // 10^(-12/20) = 0.251, doubled by the gain, of half the height.
  expect(labels[0]!.fromTop).toBeCloseTo(0.5 - 0.2512, 4);
  expect(levelLabels(1, 72).map(({ text }) => text)).toEqual([
    '0\u00a0dB',
    '−6\u00a0dB',
    '−∞\u00a0dB',
    '−6\u00a0dB',
    '0\u00a0dB',
  ]);
});

it('figures are plain', () => {
  expect(figureLabels(-2, 9, 120).map(({ text }) => text)).toEqual(['0', '5']);
});
