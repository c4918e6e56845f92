import { describe, expect, it } from 'vitest';
import { levelOf, ownLimits, ownProfile, parseProfile, profileOf, verdictOf } from './profiles';

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
