import { describe, expect, it } from 'vitest';
import { applyProfile, levelOf, ownLimits, ownProfile, parseProfile, profileOf, verdictOf } from './profiles';
import type { Measurement, Pattern, ProfileName } from './types';

describe('profiles with one limit', () => {
  it.each([
    ['atsc', -15, 45],
    ['ebu', -40, 60],
    ['strict', -40, 40],
    ['own:30/250', -30, 250],
  ] as const)('%s: in sync or beyond', (name, early, late) => {
    const profile = profileOf(name, 25);
    for (const ms of [early, 0, late])
      expect([levelOf(ms, profile), verdictOf(ms, profile)]).toEqual(['unnoticeable', 'in-sync']);
    expect([levelOf(early - 1, profile), verdictOf(early - 1, profile)]).toEqual(['wrong', 'early']);
    expect([levelOf(late + 1, profile), verdictOf(late + 1, profile)]).toEqual(['wrong', 'late']);
  });
});

describe('Netflix', () => {
  it.each([24_000 / 1001, 24, 25, 30_000 / 1001, 50])(
    'at %d fps one frame is off, and less than one is not',
    (fps) => {
      const profile = profileOf('netflix', fps);
      const frameMs = 1000 / fps;
      for (const ms of [frameMs - 0.01, 0, 0.01 - frameMs])
        expect([levelOf(ms, profile), verdictOf(ms, profile)]).toEqual(['unnoticeable', 'in-sync']);
      for (const ms of [frameMs, frameMs + 0.01]) {
        expect([levelOf(ms, profile), verdictOf(ms, profile)]).toEqual(['wrong', 'late']);
        expect([levelOf(-ms, profile), verdictOf(-ms, profile)]).toEqual(['wrong', 'early']);
      }
    },
  );
});

describe('own limits', () => {
  it('are in the name of the profile, and are said in its label', () => {
    expect(ownProfile(40, 60)).toBe('own:40/60');
    expect(ownLimits('own:40/60')).toEqual({ early: 40, late: 60 });
    expect(profileOf('own:40/60', 25).label).toBe('40 ms early / 60 ms late');
  });

  it.each([
    [0, 60],
    [40, 1001],
    [1.5, 60],
    [Number.NaN, 60],
    [-40, 60],
  ])('are none: %d and %d', (early, late) => {
    expect(ownProfile(early, late)).toBeNull();
    expect(parseProfile(`own:${early}/${late}`)).toBeNull();
  });

  it('are read back as they were stored, and what else is stored is none', () => {
    for (const name of ['itu', 'atsc', 'ebu', 'netflix', 'strict', 'own:40/60'])
      expect(parseProfile(name)).toBe(name);
    for (const odd of [null, '', 'own', 'own:40', 'own:40/60/80', 'toString', 'own:040/60x'])
      expect(parseProfile(odd)).toBeNull();
  });
});

describe('a file whose offset varies', () => {
  const STEPS: Pattern = { kind: 'steps', atS: [10] };
  function judged(
    offsetsMs: number[],
    profile: ProfileName,
    pattern = STEPS,
    change: Partial<Measurement> = {},
  ) {
    const segments = offsetsMs.map((offsetMs) => ({ offsetMs }));
    const found = { verdict: 'varies', offsetMs: offsetsMs[0]!, pattern, segments, ...change } as Measurement;
    const { level, verdict } = applyProfile(found, profile, 25);
    return [verdict, level];
  }

  it.each([
    ['itu', [-100, 120], 'wrong'],
    ['itu', [120, -100], 'wrong'],
    ['itu', [120, -60, 0], 'acceptable'],
    ['itu', [120, -45], 'unnoticeable'],
    ['itu', [-30, 200], 'wrong'],
    ['atsc', [-20, 40], 'wrong'],
    ['own:30/250', [200, -40, 200], 'wrong'],
    ['own:30/250', [200, -30, 200], 'unnoticeable'],
  ] as const)('is as bad as its worst part, not as its largest: %s, %j ms', (profile, offsetsMs, level) => {
    expect(judged([...offsetsMs], profile)).toEqual(['varies', level]);
  });

  it('that drifts is as bad as at its worse end', () => {
    const drift = (startMs: number, endMs: number): Pattern => ({ kind: 'drift', ppm: 1, startMs, endMs });
    expect(judged([-80, 100], 'itu', drift(-95, 115))).toEqual(['varies', 'wrong']);
    expect(judged([150, 180], 'itu', drift(148, 186))).toEqual(['varies', 'wrong']);
    expect(judged([-80, 100], 'itu', drift(-90, 110))).toEqual(['varies', 'acceptable']);
  });

  it('that has one offset is judged by that alone, and nothing where nothing is sure', () => {
    const constant: Pattern = { kind: 'constant' };
    expect(judged([100], 'itu', constant, { verdict: 'late', offsetMs: 120 })).toEqual([
      'late',
      'unnoticeable',
    ]);
    expect(judged([-100, 120], 'itu', STEPS, { verdict: 'unsure' })).toEqual(['unsure', null]);
  });
});
