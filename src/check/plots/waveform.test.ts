import { describe, expect, test } from 'vitest';
import { waveformColumns, waveformSource } from './waveform';

/** Two seconds of silence with a click at 1 s, in buckets of 10 ms, starting at `startS`. */
function clickAt1s(startS = 0) {
  const minMax = new Float32Array(400);
  minMax[2 * 100] = -0.25;
  minMax[2 * 100 + 1] = 0.5;
  return waveformSource({ startS, bucketS: 0.01, minMax });
}

const loudestColumn = (top: Float32Array) => top.indexOf(Math.max(...top));

describe('the visible stretch of a waveform', () => {
  test('a click stands at its time, and the loudest peak nearly fills the height', () => {
    const [top, bottom] = waveformColumns(clickAt1s(), 0, 2, 200, () => 0);
    expect(loudestColumn(top)).toBe(100);
    expect(top[100]).toBeCloseTo(0.96);
    expect(bottom[100]).toBeCloseTo(0.48);
  });

  test('sound that starts late in the file is drawn late', () => {
    const [top] = waveformColumns(clickAt1s(0.5), 0, 2, 200, () => 0);
    expect(loudestColumn(top)).toBe(150);
  });

  test('sound that is 120 ms late is drawn 120 ms further left when corrected', () => {
    const [top] = waveformColumns(clickAt1s(), 0, 2, 200, () => 0.12);
    expect(loudestColumn(top)).toBe(88);
  });

  test('silence and time without sound are flat, and pure silence is not amplified', () => {
    const silent = waveformSource({ startS: 0, bucketS: 0.01, minMax: new Float32Array(20) });
    expect(silent.gain).toBe(1);
    const broken = waveformSource({
      startS: 0,
      bucketS: 0.01,
      minMax: Float32Array.of(0, Number.POSITIVE_INFINITY),
    });
    expect(broken.gain).toBe(1);
    const [top, bottom] = waveformColumns(silent, -1, 5, 60, () => 0);
    expect([...top, ...bottom].every((v) => v === 0)).toBe(true);
  });
});
