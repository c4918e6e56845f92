import { describe, expect, it } from 'vitest';
import { goldenFloats, goldenSound, maxError } from '../onnx/testing/golden';
import { MFCC_COUNT, MfccStream, mfcc, toInt16 } from './mfcc';

const tone = (length: number) => Int16Array.from({ length }, (_, i) => 8000 * Math.sin(i * 0.2));

describe('MFCC', () => {
  it('of a second of sound are those of python_speech_features', () => {
    expect(maxError(mfcc(goldenSound()), goldenFloats('mfcc'))).toBeLessThan(1e-3);
  });

  it('of a tone are those of python_speech_features', () => {
    // The published formulas in numpy.
    expect(maxError(mfcc(tone(560)).subarray(MFCC_COUNT, 2 * MFCC_COUNT), TONE_ROW)).toBeLessThan(1e-3);
  });

  it.each([
    [1, 1],
    [400, 1],
    [401, 2],
    [560, 2],
    [561, 3],
  ])('of %i samples have %i rows', (samples, rows) => {
    expect(mfcc(tone(samples)).length).toBe(rows * MFCC_COUNT);
  });

  it('of nothing are nothing, and silence gives finite numbers', () => {
    expect(mfcc([]).length).toBe(0);
    expect(mfcc(new Int16Array(800)).every(Number.isFinite)).toBe(true);
  });

  it('come out the same whatever the chunks', () => {
    const samples = tone(5000);
    const stream = new MfccStream();
    for (const [from, to] of [
      [0, 1],
      [1, 399],
      [399, 401],
      [401, 3000],
      [3000, 3000],
      [3000, 5000],
    ] as const) {
      stream.push(samples.subarray(from, to));
    }
    expect(stream.finish()).toEqual(mfcc(samples));
  });

  it('take samples as a 16-bit file holds them', () => {
    expect(Array.from(toInt16(Float32Array.of(0, 0.5, -1, 1, -2)))).toEqual([
      0, 16384, -32768, 32767, -32768,
    ]);
  });
});

const TONE_ROW = [
  19.3457, 22.695, 3.05, -15.4514, -27.2771, -27.7385, -15.83, 0.5925, 14.6823, 19.3606, 14.7309, 3.031,
  -8.6569,
];
