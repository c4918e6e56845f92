/** Against the signals of EBU Tech 3341 and 3342, made from their description. */
import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/random';
import { Limiter } from './limiter';
import { libebur128 } from './testing/libebur128';
import { measure, RATE_HZ, tones } from './testing/tones';
import { TruePeakMeter } from './true-peak';

describe('loudness of the signals of EBU Tech 3341', () => {
  it.each<[number, [number, number][], number]>([
    [1, [[20, -23]], -23],
    [2, [[20, -33]], -33],
    [
      3,
      [
        [10, -36],
        [60, -23],
        [10, -36],
      ],
      -23,
    ],
    [
      4,
      [
        [10, -72],
        [10, -36],
        [60, -23],
        [10, -36],
        [10, -72],
      ],
      -23,
    ],
    [
      5,
      [
        [20, -26],
        [20.1, -20],
        [20, -26],
      ],
      -23,
    ],
  ])('case %i', (_case, parts, lufs) => {
    expect(Math.abs(measure(tones(parts)).integratedLufs! - lufs)).toBeLessThanOrEqual(0.1);
  });

  it('case 6: five channels', () => {
    const planes = [-28, -28, -24, -30, -30].map((db) => tones([[20, db]])[0]!);
    expect(Math.abs(measure(planes).integratedLufs! + 23)).toBeLessThanOrEqual(0.1);
  });

  it.each([44_100, 32_000, 96_000, 22_050])('the same at %i Hz', (rateHz) => {
    const found = measure(tones([[20, -23]], rateHz), rateHz);
    expect(Math.abs(found.integratedLufs! + 23)).toBeLessThanOrEqual(0.1);
  });

  it('case 9 and 12: short-term and momentary', () => {
    const shortTerm = tones(
      Array.from(
        { length: 5 },
        () =>
          [
            [1.34, -20],
            [1.66, -30],
          ] as [number, number][],
      ).flat(),
    );
    expect(Math.abs(measure(shortTerm).maxShortTermLufs! + 23)).toBeLessThanOrEqual(0.1);
    const momentary = tones(
      Array.from(
        { length: 25 },
        () =>
          [
            [0.18, -20],
            [0.22, -30],
          ] as [number, number][],
      ).flat(),
    );
    expect(Math.abs(measure(momentary).maxMomentaryLufs! + 23)).toBeLessThanOrEqual(0.1);
  });

  it.each<[string, number, number, number]>([
    ['15: 12 kHz, samples at 0 degrees', 4, 0, -6],
    ['16: 12 kHz, samples at 45 degrees', 4, 45, -6],
    ['17: 8 kHz, 60 degrees', 6, 60, -6],
    ['18: 6 kHz, 67.5 degrees', 8, 67.5, -6],
  ])('true peak, case %s', (_case, period, degrees, db) => {
    const plane = Float32Array.from({ length: RATE_HZ }, (_, i) => {
      const fade = Math.min(1, i / 4800, (RATE_HZ - 1 - i) / 4800);
      return fade * 0.5 * Math.sin((2 * Math.PI * i) / period + (degrees * Math.PI) / 180);
    });
    const { truePeakDb } = measure([plane, plane]);
    expect(truePeakDb! - db).toBeLessThanOrEqual(0.2);
    expect(truePeakDb! - db).toBeGreaterThanOrEqual(-0.4);
  });

  it('says nothing of silence', () => {
    expect(measure([new Float32Array(RATE_HZ * 5)])).toEqual({
      integratedLufs: null,
      rangeLu: null,
      maxMomentaryLufs: null,
      maxShortTermLufs: null,
      truePeakDb: null,
      samplePeakDb: null,
    });
  });
});

it.each<[number, [number, number][], number]>([
  [
    1,
    [
      [20, -20],
      [20, -30],
    ],
    10,
  ],
  [
    2,
    [
      [20, -20],
      [20, -15],
    ],
    5,
  ],
  [
    3,
    [
      [20, -40],
      [20, -20],
    ],
    20,
  ],
  [
    4,
    [
      [20, -50],
      [20, -35],
      [20, -20],
      [20, -35],
      [20, -50],
    ],
    15,
  ],
])('loudness range of EBU Tech 3342, case %i', (_case, parts, lu) => {
  expect(Math.abs(measure(tones(parts)).rangeLu! - lu)).toBeLessThanOrEqual(1);
});

it.each<[string, (at: number, chance: () => number) => number]>([
  ['noise', (_, chance) => chance() - 0.5],
  ['low tones that swell', (at) => 0.3 * Math.sin(at / 40) * (1 + Math.sin(at / 9000))],
  ['pulses', (at, chance) => (at % 331 === 0 ? chance() : 0.01 * chance())],
  ['the highest tones', (at, chance) => 0.5 * Math.sin(at * 3.1) + 0.1 * chance()],
])('no true peak is missed where none is looked for: %s', (_name, made) => {
  const chance = seeded(5);
  const sound = Float32Array.from({ length: RATE_HZ }, (_, at) => made(at, chance));
  const [each, most] = [new TruePeakMeter(RATE_HZ), new TruePeakMeter(RATE_HZ)];
  let [highest, found] = [0, 0];
  for (let at = 0; at < sound.length; at += 777) {
    const part = sound.subarray(at, at + 777);
    // With a floor of 0 every point is looked at.
    for (const peak of each.over(part, 0) ?? []) highest = Math.max(highest, peak);
    found = most.most(part, found);
    expect(Math.fround(found)).toBe(highest);
  }
});

describe('the limiter', () => {
  const loud = () => {
    let seed = 7;
    const noise = () => {
      seed = (seed * 16807) % 2147483647;
      return (seed / 2147483647) * 2 - 1;
    };
    return Float32Array.from({ length: 1.5 * RATE_HZ }, (_, i) => noise() * (i % RATE_HZ < 9000 ? 1.6 : 0.2));
  };

  it('lets no point pass the ceiling, between samples either', () => {
    const limited = limit([loud(), loud()], -1, 1000);
    const { truePeakDb } = measure(limited);
    expect(truePeakDb).toBeLessThanOrEqual(-1);
    expect(truePeakDb).toBeGreaterThan(-1.6);
  });

  it('delays nothing and loses nothing, whatever the blocks', () => {
    const quiet = loud().map((sample) => sample * 0.1);
    for (const piece of [7, 977, 200_000]) {
      const [out] = limit([quiet], -1, piece);
      expect(out).toHaveLength(quiet.length);
      expect(out!.every((sample, i) => sample === quiet[i])).toBe(true);
    }
    expect(limit([loud()], -3, 977)).toEqual(limit([loud()], -3, 200_000));
  });

  function limit(planes: Float32Array[], ceilingDb: number, piece: number): Float32Array[] {
    const limiter = new Limiter(RATE_HZ, planes.length, ceilingDb);
    const out: Float32Array[][] = [];
    for (let at = 0; at < planes[0]!.length; at += piece)
      out.push(limiter.push(planes.map((plane) => plane.subarray(at, at + piece))));
    out.push(limiter.end());
    return planes.map((_, channel) => {
      const parts = out.map((block) => block[channel]!);
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    });
  }
});

describe('beside libebur128, which somebody else wrote', () => {
  it.each<[string, number, number[]]>([
    ['speech-like bursts', 48_000, [0.3, 0.02, 0.25, 0.01, 0.4]],
    ['a quiet one', 44_100, [0.01, 0.03, 0.001, 0.02]],
    ['a loud one', 48_000, [1.2, 0.9, 0.1, 1]],
  ])('%s: the same loudness, and a true peak within 0.2 dB', async (_name, rateHz, sizes) => {
    const [left, right] = [1, 2].map((seed) => bursts(rateHz, sizes, seed)) as [Float32Array, Float32Array];
    const found = measure([left, right], rateHz);
    const theirs = await libebur128(rateHz, left, right);
    expect(Math.abs(found.integratedLufs! - theirs.integratedLufs)).toBeLessThan(0.02);
    expect(Math.abs(found.truePeakDb! - theirs.truePeakDb)).toBeLessThan(0.2);
  });

  function bursts(rateHz: number, sizes: number[], seed: number): Float32Array {
    let state = seed * 7919;
    let low = 0;
    const each = Math.round(rateHz * 1.3);
    return Float32Array.from({ length: sizes.length * each }, (_, i) => {
      state = (state * 16807) % 2147483647;
      low += 0.2 * ((state / 2147483647) * 2 - 1 - low);
      return 3 * low * (sizes[Math.floor(i / each)] as number);
    });
  }
});
