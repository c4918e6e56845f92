import { describe, expect, test } from 'vitest';
import { applyProfile, profileOf } from '../sync/profiles';
import type { ProfileName } from '../sync/types';
import { intervalWords, isTooClose, levelsOf } from './interval';
import { jsonReport } from './json';
import { tightnessSentence } from './level-sentences';
import { describeMeasurement } from './sentences';
import { steady } from './testing/facts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const words = (fromMs: number, toMs: number) => plain(intervalWords({ fromMs, toMs }));
const judged = (offsetMs: number, ci95Ms: number, profile: ProfileName = 'itu') =>
  applyProfile({ ...steady(offsetMs).measurement, ci95Ms }, profile, 25);

describe('an interval in words', () => {
  test('from where to where, in steps of 5 ms when it is wide, rounded outwards', () => {
    expect(words(93, 219)).toBe('between 90 and 220 ms late');
    expect(words(-219, -93)).toBe('between 90 and 220 ms early');
    expect(words(-58, 68)).toBe('between 60 ms early and 70 ms late');
    expect(words(112.2, 127.9)).toBe('between 112 and 128 ms late');
    expect(words(0, 60)).toBe('between 0 and 60 ms late');
    expect(words(960, 1040)).toBe('between 960 ms and 1.04 s late');
    expect(words(2300, 2380)).toBe('between 2.30 s and 2.38 s late');
  });
});

describe('the limits of a profile', () => {
  test('levels at the best and at the worst place of an interval', () => {
    const itu = profileOf('itu', 25);
    expect(levelsOf({ fromMs: -20, toMs: 60 }, itu)).toEqual({ best: 'unnoticeable', worst: 'unnoticeable' });
    expect(levelsOf({ fromMs: 93, toMs: 219 }, itu)).toEqual({ best: 'unnoticeable', worst: 'wrong' });
    expect(levelsOf({ fromMs: -100, toMs: -50 }, itu)).toEqual({ best: 'acceptable', worst: 'wrong' });
    expect(levelsOf({ fromMs: -100, toMs: 10 }, itu)).toEqual({ best: 'unnoticeable', worst: 'wrong' });
  });

  test('in sync is a fact only where the whole interval is accepted', () => {
    expect(isTooClose(judged(5, 63), 25)).toBe(false);
    expect(isTooClose(judged(-40, 63), 25)).toBe(true);
    expect(isTooClose(judged(5, 63, 'atsc'), 25)).toBe(true);
    expect(isTooClose(judged(5, 8, 'atsc'), 25)).toBe(false);
    expect(isTooClose(judged(5, 63, 'strict'), 25)).toBe(true);
    // A frame of 10 fps is 100 ms.
    expect(isTooClose(judged(5, 63, 'strict'), 10)).toBe(false);
  });

  test('late or early is a fact only where none of the interval is in sync', () => {
    expect(isTooClose(judged(62, 63), 25)).toBe(true);
    expect(isTooClose(judged(-62, 63), 25)).toBe(true);
    expect(isTooClose(judged(120, 63), 25)).toBe(false);
    expect(isTooClose(judged(62, 10), 25)).toBe(false);
  });

  test('what is not sure, varies or has no interval is not judged by it', () => {
    const late = judged(62, 63);
    for (const verdict of ['unsure', 'varies'] as const)
      expect(isTooClose({ ...late, verdict }, 25)).toBe(false);
    expect(isTooClose({ ...late, ci95Ms: null }, 25)).toBe(false);
  });

  test('a profile that asks for more than can be measured says so beside its name', () => {
    // One frame is 40 ms.
    for (const profile of ['itu', 'strict'] as const)
      expect(tightnessSentence(profile, 'lipslate')).toBeNull();
    for (const [profile, engine] of [
      ['atsc', 'lipslate'],
      ['strict', 'motion'],
    ] as const)
      expect(tightnessSentence(profile, engine)).toMatch(
        /^These limits are tighter than the measurement, ±\d+.ms/,
      );
  });

  test('reports for programs say it', () => {
    const facts = steady(62);
    for (const ci95Ms of [8, 63])
      expect(jsonReport({ ...facts, measurement: { ...facts.measurement, ci95Ms } }).result.tooClose).toBe(
        ci95Ms > 8,
      );
  });

  test('sentences tell it in the headline, the level and what to do', () => {
    const within = describeMeasurement(judged(5, 63, 'atsc'), 25);
    expect(plain(within.headline)).toBe(
      'The sound is within the limits (10 ms late), but too close to tell.',
    );
    expect(plain(within.level!)).toBe(
      'At best: within the limits for broadcast; at worst: beyond the limits for broadcast (ATSC IS-191).',
    );
    expect(within.next[0]).toMatch(/^Nothing has to be fixed\./);
    const late = describeMeasurement(judged(62, 63), 25);
    expect(plain(late.headline)).toBe('The sound seems about 60 ms late, but may be in sync.');
    expect(plain(late.certainty)).toContain('of the match: between 5 ms early and 125 ms late.');
    expect(plain(late.next[0]!)).toBe('Move the sound 62 ms earlier to fix it. It is small enough to leave.');
    const far = describeMeasurement(judged(156, 63), 25);
    expect(plain(far.headline)).toBe('The sound is about 160 ms late.');
    expect(plain(far.level!)).toBe(
      'At best: viewers do not notice this; at worst: beyond what viewers accept (ITU-R BT.1359-1).',
    );
  });
});
