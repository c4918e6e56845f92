import { describe, expect, it } from 'vitest';
import { Resampler } from './resample';

const TO_HZ = 16_000;

function sine(rateHz: number, count: number, toneHz: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * toneHz * i) / rateHz));
}

function convert(input: Float32Array, fromHz: number, chunk = input.length, toHz = TO_HZ): Float32Array {
  const resampler = new Resampler(fromHz, toHz);
  const parts: Float32Array[] = [];
  for (let at = 0; at < input.length; at += chunk) parts.push(resampler.push(input.subarray(at, at + chunk)));
  parts.push(resampler.end());
  return Float32Array.from(parts.flatMap((part) => Array.from(part)));
}

/** Level in dB of what is left away from the edges. */
function levelDb(samples: Float32Array): number {
  const inner = samples.subarray(1000, samples.length - 1000);
  const power = inner.reduce((sum, value) => sum + value * value, 0) / inner.length;
  return 10 * Math.log10(power * 2 + 1e-20);
}

describe('the resampler', () => {
  const rates = [8000, 11_025, 22_050, 24_000, 32_000, 44_056, 44_100, 48_000, 96_000, 48_001];

  it.each(rates)('gives the exact number of samples from %i Hz', (fromHz) => {
    for (const count of [1, 777, fromHz]) {
      expect(convert(new Float32Array(count), fromHz)).toHaveLength(Math.ceil((count * TO_HZ) / fromHz));
    }
  });

  it.each(rates)('keeps a 1 kHz tone in place and at its level from %i Hz', (fromHz) => {
    const output = convert(sine(fromHz, fromHz, 1000), fromHz);
    const expected = sine(TO_HZ, output.length, 1000);
    let worst = 0;
    for (let i = 500; i < output.length - 500; i++) {
      worst = Math.max(worst, Math.abs((output[i] ?? 0) - (expected[i] ?? 0)));
    }
    expect(worst).toBeLessThan(1e-3);
  });

  it.each([50, 300, 3000, 6000, 7000, 7200])('passes %i Hz within 0.05 dB from 48 kHz', (toneHz) => {
    expect(Math.abs(levelDb(convert(sine(48_000, 48_000, toneHz), 48_000)))).toBeLessThan(0.05);
  });

  it.each([
    [48_000, 8010],
    [48_000, 9000],
    [48_000, 15_900],
    [44_100, 8500],
    [44_100, 15_000],
    [44_056, 12_345],
    [96_000, 33_000],
  ])('from %i Hz keeps a %i Hz tone at least 60 dB out of the speech band', (fromHz, toneHz) => {
    expect(levelDb(convert(sine(fromHz, fromHz, toneHz), fromHz))).toBeLessThan(-60);
  });

  it('leaves no image of an 8 kHz recording above 4 kHz', () => {
    const output = convert(sine(8000, 8000, 3000), 8000);
    const expected = sine(TO_HZ, output.length, 3000);
    expect(levelDb(output.map((value, i) => value - (expected[i] ?? 0)))).toBeLessThan(-60);
  });

  it.each([44_100, 48_000, 8000, 48_001])(
    'gives the same numbers however %i Hz sound is cut up',
    (fromHz) => {
      const input = sine(fromHz, 5000, 440);
      const whole = convert(input, fromHz);
      for (const chunk of [1, 7, 1024]) expect(convert(input, fromHz, chunk)).toEqual(whole);
    },
  );

  it('puts a click where it was', () => {
    const input = new Float32Array(48_000);
    input[24_000] = 1;
    const output = convert(input, 48_000);
    expect(output.indexOf(Math.max(...output))).toBe(8000);
  });

  it('passes sound that already has the rate unchanged', () => {
    const input = sine(TO_HZ, 1000, 300);
    expect(convert(input, TO_HZ, 100)).toEqual(input);
  });

  it('refuses rates that no sound has', () => {
    expect(() => new Resampler(0, TO_HZ)).toThrow(RangeError);
    expect(() => new Resampler(44_100.5, TO_HZ)).toThrow(RangeError);
  });
});
