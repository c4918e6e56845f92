import { describe, expect, it } from 'vitest';
import { drifting, steady, stepping, unsure } from '../report/testing/facts';
import { correctionInUse, isMadeAs } from './in-use';

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
    const again = { correction: { kind: 'shift', offsetMs: 131 }, targetMs: 0 } as const;
    expect(isMadeAs(again, correctionInUse(measurement, 0))).toBe(true);
    expect(isMadeAs(again, correctionInUse(measurement, -60))).toBe(false);
    const silent = { ...unsure().measurement, offsetMs: null };
    const byHand = { correction: { kind: 'shift', offsetMs: 50 }, targetMs: null } as const;
    expect(isMadeAs(byHand, correctionInUse(silent, 50))).toBe(true);
    expect(isMadeAs(byHand, correctionInUse(silent, 60))).toBe(false);
  });
});
