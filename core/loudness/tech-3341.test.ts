/**
 * Cases 10 and 11, 13 and 14, 19 to 23 of EBU Tech 3341, made from their description. The low-pass of cases 20 to 23 is not
 * described there: here it is 511 taps under Blackman's window, its middle at half of the rate.
 */
import { describe, expect, it } from 'vitest';
import { LoudnessMeter } from './meter';
import { measure, RATE_HZ, type Tone, tones } from './testing/tones';

const SILENCE = Number.NEGATIVE_INFINITY;
const STEPS = Array.from({ length: 20 }, (_, i) => i);

describe('the loudest moment, wherever it begins', () => {
  it.each(STEPS)('case 10, segment %i: 3 s', (i) => {
    const { maxShortTermLufs } = measure(
      tones([
        [i * 0.15, SILENCE],
        [3, -23],
        [1, SILENCE],
      ]),
    );
    expect(Math.abs(maxShortTermLufs! + 23)).toBeLessThanOrEqual(0.1);
  });

  it.each(STEPS)('case 13, segment %i: 0.4 s', (i) => {
    const { maxMomentaryLufs } = measure(
      tones([
        [i * 0.02, SILENCE],
        [0.4, -23],
        [1, SILENCE],
      ]),
    );
    expect(Math.abs(maxMomentaryLufs! + 23)).toBeLessThanOrEqual(0.1);
  });

  it.each<[number, 'maxShortTermLufs' | 'maxMomentaryLufs', number, number]>([
    [11, 'maxShortTermLufs', 3, 0.15],
    [14, 'maxMomentaryLufs', 0.4, 0.02],
  ])('case %i: one sound, in which each is louder than the one before', (_case, key, toneS, stepS) => {
    const meter = new LoudnessMeter(RATE_HZ, 2, { withPeaks: false });
    for (const i of STEPS) {
      const segment: Tone[] = [
        [i * stepS, SILENCE],
        [toneS, i - 38],
        [toneS - i * stepS, SILENCE],
      ];
      meter.push(tones(segment));
      expect(Math.abs(meter.result()[key]! - (i - 38))).toBeLessThanOrEqual(0.1);
    }
  });
});

describe('true peak', () => {
  it('case 19: 12 kHz beyond full scale', () => {
    const plane = Float32Array.from({ length: RATE_HZ }, (_, i) => {
      const fade = Math.min(1, i / 480, (RATE_HZ - 1 - i) / 480);
      return fade * 1.41 * Math.sin((Math.PI * i) / 2 + Math.PI / 4);
    });
    expectPeak(plane, 3);
  });

  const dense = lowPassed(oneLoudPeriod());
  it.each([0, 1, 2, 3])('cases 20 to 23: one loud period, seen from %i quarters of a sample on', (offset) => {
    expectPeak(
      Float32Array.from({ length: dense.length / 4 - 1 }, (_, i) => dense[4 * i + offset]!),
      0,
    );
  });

  function expectPeak(plane: Float32Array, db: number): void {
    const { truePeakDb } = measure([plane, plane]);
    expect(truePeakDb! - db).toBeLessThanOrEqual(0.2);
    expect(truePeakDb! - db).toBeGreaterThanOrEqual(-0.4);
  }

  /** At four times the rate: 8 kHz at 0.5, in which one period is of 12 kHz at 1, without a step. */
  function oneLoudPeriod(): Float64Array {
    const [soft, loud, rounds] = [24, 16, 250];
    const from = rounds * soft;
    const length = 2 * from + loud;
    return Float64Array.from({ length }, (_, i) => {
      if (i >= from && i < from + loud) return Math.sin((2 * Math.PI * (i - from)) / loud);
      const fade = Math.min(1, i / 1920, (length - 1 - i) / 1920);
      const at = i < from ? i : i - from - loud;
      return fade * 0.5 * Math.sin((2 * Math.PI * at) / soft);
    });
  }

  function lowPassed(samples: Float64Array): Float64Array {
    const half = 255;
    const taps = Float64Array.from({ length: 2 * half + 1 }, (_, k) => {
      const at = (k - half) / 4;
      const sinc = at === 0 ? 1 : Math.sin(Math.PI * at) / (Math.PI * at);
      const turn = (Math.PI * k) / half;
      return (sinc * (0.42 - 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn))) / 4;
    });
    return samples.map((_, i) => {
      let sum = 0;
      taps.forEach((tap, k) => {
        sum += tap * (samples[i + half - k] ?? 0);
      });
      return sum;
    });
  }
});
