import { describe, expect, it } from 'vitest';
import { drifting, steady, stepping, unsure } from '../report/testing/facts';
import { applyProfile } from '../sync/profiles';
import { correctionInUse, isMadeAs, isMadeOf } from './in-use';

describe('the correction in use', () => {
  it('is what was measured until it is moved by hand', () => {
    const { measurement } = steady(120);
    const measured = { correction: { kind: 'shift', offsetMs: 120 }, by: 'measured', targetMs: 0 };
    expect(correctionInUse(measurement, 0)).toMatchObject(measured);
    expect(correctionInUse(measurement, -60)).toEqual({
      correction: { kind: 'shift', offsetMs: 60 },
      by: 'hand',
      nudgeMs: -60,
      targetMs: 60,
    });
  });

  it('starts from the best match where nothing is called for', () => {
    expect(correctionInUse(unsure().measurement, 0).correction).toBeNull();
    expect(correctionInUse(unsure().measurement, 10).correction).toEqual({ kind: 'shift', offsetMs: 130 });
    expect(correctionInUse(steady(20).measurement, 10).correction).toEqual({ kind: 'shift', offsetMs: 30 });
    const silent = { ...unsure().measurement, offsetMs: null };
    expect(correctionInUse(silent, -80)).toMatchObject({
      correction: { kind: 'shift', offsetMs: -80 },
      targetMs: null,
    });
  });

  it('comes on top of a drift and of every part, and may be nothing at all', () => {
    expect(correctionInUse(drifting(60).measurement, 10)).toMatchObject({
      correction: { kind: 'drift', startMs: 10, endMs: 70 },
      targetMs: -10,
    });
    expect(correctionInUse(stepping().measurement, 10).correction).toMatchObject({
      segments: [{ offsetMs: 110 }, { offsetMs: -50 }, { offsetMs: 110 }],
    });
    expect(correctionInUse(steady(120).measurement, -120)).toMatchObject({ correction: null, by: 'hand' });
  });

  it('knows the copies that were made of it, second tries among them', () => {
    const { measurement } = steady(120);
    const now = { audioIndex: 0, measurement };
    const wish = { correction: { kind: 'shift', offsetMs: 131 }, targetMs: 0 } as const;
    const again = { audioIndex: 0, before: measurement, wish };
    expect(isMadeAs(again, now, correctionInUse(measurement, 0))).toBe(true);
    expect(isMadeAs(again, now, correctionInUse(measurement, -60))).toBe(false);
    const silent = { ...unsure().measurement, offsetMs: null };
    const unmeasured = { audioIndex: 0, measurement: silent };
    const byHand = {
      audioIndex: 0,
      before: silent,
      wish: { correction: { kind: 'shift', offsetMs: 50 }, targetMs: null },
    } as const;
    expect(isMadeAs(byHand, unmeasured, correctionInUse(silent, 50))).toBe(true);
    expect(isMadeAs(byHand, unmeasured, correctionInUse(silent, 60))).toBe(false);
  });

  it('is not that of a copy made of another track, or of what was measured before', () => {
    const { measurement } = steady(198);
    const wish = { correction: { kind: 'shift', offsetMs: 198 }, targetMs: 0 } as const;
    const made = { audioIndex: 0, before: measurement, wish };
    const madeAs = (audioIndex: number, now: typeof measurement) =>
      isMadeAs(made, { audioIndex, measurement: now }, correctionInUse(now, 0));
    expect(madeAs(0, measurement)).toBe(true);
    expect(madeAs(0, steady(-80).measurement)).toBe(false);
    expect(madeAs(1, measurement)).toBe(false);
    // A part of it measures the same on the whole, and is stepping within.
    const parts = { ...stepping().measurement, offsetMs: 198 };
    expect(madeAs(0, parts)).toBe(false);
    // Another profile measures nothing anew.
    const judged = applyProfile(measurement, 'strict', 25);
    expect(isMadeOf(made, { audioIndex: 0, measurement: judged })).toBe(true);
  });
});
