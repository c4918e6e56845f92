import { describe, expect, it } from 'vitest';
import { drifting, steady, stepping } from '../../../core/report/testing/facts';
import { judge, secondTry, whyLeftAlone } from './verify-copy';

const late = (offsetMs: number, change = {}) => ({ ...steady(offsetMs).measurement, ci95Ms: 30, ...change });

describe('a corrected copy', () => {
  it('is good when nothing to speak of is left, whatever the measurement always adds', () => {
    expect(judge(late(198), late(-2), 0)).toMatchObject({ outcome: 'good', residualMs: -2, beforeMs: 198 });
  });

  it('is not good when more than 20 ms are left', () => {
    expect(judge(late(198), late(-21), 0)).toMatchObject({ outcome: 'off', residualMs: -21 });
  });

  it('has one limit, whatever interval the measurements have', () => {
    for (const ci95Ms of [0.5, 8, 39, 200]) {
      expect(judge(late(198, { ci95Ms }), late(19, { ci95Ms }), 0)).toMatchObject({
        outcome: 'good',
        limitMs: 20,
      });
      expect(judge(late(198, { ci95Ms }), late(21, { ci95Ms }), 0).outcome).toBe('off');
    }
  });

  it('is judged at its worst place when the offset still varies', () => {
    const steps = stepping().measurement;
    expect(judge(late(100), { ...steps, ci95Ms: 30 }, 0).residualMs).toBe(100);
    expect(judge(late(100), drifting(60).measurement, 0).residualMs).toBe(60);
  });

  it('is not good when a jump was taken for a drift, though one offset seems to be left', () => {
    const vote = (timeS: number, offsetMs: number) => ({
      trackId: 1,
      timeS,
      offsetMs,
      weight: 1,
      agrees: true,
    });
    const times = Array.from({ length: 24 }, (_, i) => i);
    const sawtooth = times.map((t) => vote(t, t < 12 ? -12 * t : 150 - 12 * (t - 12)));
    const judged = judge(drifting(300).measurement, late(2, { votes: sawtooth }), 0);
    expect(judged.outcome).toBe('off');
    expect(Math.abs(judged.residualMs!)).toBeGreaterThan(100);
  });

  it('is judged part by part when the film was corrected part by part', () => {
    const before = stepping().measurement;
    const vote = (timeS: number, offsetMs: number) => {
      return { trackId: 1, timeS, offsetMs, weight: 1, agrees: true };
    };
    const endS = before.segments.at(-1)!.endS;
    const times = Array.from({ length: 60 }, (_, i) => ((i + 0.5) * endS) / 60);
    const partAt = (timeS: number) => before.segments.findIndex((part) => timeS < part.endS);
    const measured = (offsets: number[]) =>
      late(offsets[0]!, { votes: times.map((timeS) => vote(timeS, offsets[partAt(timeS)]!)) });
    const fine = before.segments.map((_, i) => (i % 2 === 0 ? 4 : -3));
    expect(judge(before, measured(fine), 0)).toMatchObject({ outcome: 'good', residualMs: 4 });
    // The last part was moved by what the first one needed; over all, the copy measures in sync.
    const wrong = fine.map((ms, i) => (i === fine.length - 1 ? 235 : ms));
    expect(judge(before, measured(wrong), 0)).toMatchObject({
      outcome: 'off',
      residualMs: 235,
      limitMs: 45,
    });
    const unseen = measured(fine);
    unseen.votes = unseen.votes.filter(({ timeS }) => partAt(timeS) === 0);
    expect(judge(before, unseen, 0).outcome).toBe('unknown');
  });

  it('is not called good when it could not be measured, or not for sure', () => {
    expect(judge(late(198), null, 0)).toMatchObject({ outcome: 'unknown', afterMs: null });
    expect(judge(late(198), late(0, { verdict: 'unsure' }), 0)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('a value set by hand', () => {
  it('is judged by what should remain', () => {
    expect(judge(late(198), late(63), 60)).toMatchObject({ outcome: 'good', residualMs: 3 });
  });
});

describe('a second try', () => {
  it('puts right what the first one left', () => {
    expect(secondTry({ kind: 'shift', offsetMs: 198 }, late(25), 0)).toEqual({
      kind: 'shift',
      offsetMs: 223,
    });
    expect(secondTry({ kind: 'shift', offsetMs: 138 }, late(85), 60)).toEqual({
      kind: 'shift',
      offsetMs: 163,
    });
  });

  it('follows what is left along the file', () => {
    const after = drifting(40).measurement;
    expect(secondTry({ kind: 'drift', startMs: 10, endMs: 100 }, after, 0)).toEqual({
      kind: 'drift',
      startMs: 10,
      endMs: 140,
    });
  });
});

describe('of a queue', () => {
  it('sure files that are off are fixed, all others are left alone with the reason', () => {
    expect(whyLeftAlone(late(198, { confidence: 0.97 }), 25)).toBeNull();
    expect(whyLeftAlone(late(198, { confidence: 0.8 }), 25)).toBe('only fairly sure');
    expect(whyLeftAlone(late(20, { confidence: 0.97 }), 25)).toBe('in sync');
    expect(whyLeftAlone(late(198, { verdict: 'unsure' }), 25)).toBe('not sure');
    expect(whyLeftAlone(late(62, { confidence: 0.97, ci95Ms: 63 }), 25)).toMatch(/^too close to tell/);
    expect(whyLeftAlone(late(110, { confidence: 0.97, level: 'unnoticeable' }), 25)).toMatch(
      /^hardly noticeable/,
    );
  });
});
