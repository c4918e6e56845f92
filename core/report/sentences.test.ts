import { describe, expect, test } from 'vitest';
import type { Level, Measurement, Pattern, ProfileName, Reason, Segment, Verdict } from '../sync/types';
import { clockWords, durationWords, offsetWords, percentWords } from './format';
import { levelSentence, profileSentence } from './level-sentences';
import { patternSentence, segmentSentence } from './pattern-sentences';
import { REASON_TEXTS } from './reasons';
import {
  certaintySentence,
  describeMeasurement,
  trackSentence,
  verdictLabel,
  verdictParagraph,
} from './sentences';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const VERDICTS: Verdict[] = ['in-sync', 'early', 'late', 'varies', 'unsure'];
const PROFILES: ProfileName[] = ['itu', 'atsc', 'ebu', 'netflix', 'strict', 'own:30/70'];
const LEVELS: Level[] = ['unnoticeable', 'acceptable', 'wrong'];

function measurement(change: Partial<Measurement> = {}): Measurement {
  return {
    verdict: 'late',
    engine: 'motion',
    offsetMs: 120,
    ci95Ms: 8,
    confidence: 0.97,
    probability: 0.97,
    profile: 'itu',
    level: 'wrong',
    pattern: { kind: 'constant' },
    segments: [],
    tracks: [],
    activeSpeaker: [],
    votes: [],
    evidence: {
      visibleSpeechS: 9,
      windows: 20,
      windowsAgreeing: 18,
      edgeHits: 0,
      searchS: 1,
      peakZ: 8,
      secondPeak: 0.3,
    },
    reasons: [],
    ...change,
  };
}

const segment = (offsetMs: number, startS = 0, endS = 5) => ({
  startS,
  endS,
  offsetMs,
  ci95Ms: 9,
  confidence: 0.95,
  probability: 0.95,
  startsAt: 'file' as const,
  group: 1,
  trackIds: [1],
});

describe('the verdict', () => {
  test('says how late the sound is, how steady, how sure and how bad', () => {
    expect(plain(verdictParagraph(describeMeasurement(measurement({ offsetMs: 320 }), 25)))).toBe(
      'The sound is 320 ms late. Steady over the whole clip. Sure (97 %) of the match: between 312 and 328 ms late. ' +
        'Beyond what viewers accept (ITU-R BT.1359-1).',
    );
  });

  test('says early for a negative offset, and that the fix moves the sound later', () => {
    const text = describeMeasurement(measurement({ verdict: 'early', offsetMs: -120 }), 25);
    expect(plain(text.headline)).toBe('The sound is 120 ms early.');
    expect(plain(text.next[0]!)).toBe('Move the sound 120 ms later to fix it.');
  });

  test('in sync still shows the small figure, and nothing needs fixing', () => {
    const text = describeMeasurement(
      measurement({ verdict: 'in-sync', offsetMs: -4, level: 'unnoticeable' }),
      25,
    );
    expect(plain(text.headline)).toBe('The sound is in sync (4 ms early).');
    expect(text.next).toEqual(['Nothing needs fixing.']);
  });

  test('tells single milliseconds only where the interval is narrow; what to do stays exact', () => {
    const told = (change: Partial<Measurement>) => {
      const of = measurement({ ci95Ms: 39, offsetMs: 203, ...change });
      const { headline, next } = describeMeasurement(of, 25);
      return [headline, verdictLabel(of), next[0]!].map(plain);
    };
    const move = 'Move the sound 203 ms earlier to fix it.';
    expect(told({})).toEqual(['The sound is about 200 ms late.', '200 ms late', move]);
    expect(told({ ci95Ms: 20 })).toEqual(['The sound is 203 ms late.', '203 ms late', move]);
    expect(told({ verdict: 'in-sync', offsetMs: 4, level: 'unnoticeable' })[0]).toBe('The sound is in sync.');
    // Under limits of 3 ms of one's own.
    expect(told({ offsetMs: 4, profile: 'own:3/3' })[0]).toBe(
      'The sound seems about 4 ms late, but may be in sync.',
    );
    expect(told({ verdict: 'unsure', level: null })[0]).toBe('Not sure whether the sound is in sync.');
    const parts = [segment(-4), { ...segment(296, 5, 9), startsAt: 'cut' as const }];
    const wide = parts.map((part) => ({ ...part, ci95Ms: 45 }));
    expect(plain(patternSentence({ kind: 'steps', atS: [5] }, wide)!)).toBe(
      'It changes from shot to shot: 0:00–0:05 0 ms, 0:05–0:09 300 ms late.',
    );
  });

  test('not sure names what was seen, the raw figure as such, and the way on', () => {
    const text = describeMeasurement(
      measurement({
        verdict: 'unsure',
        confidence: 0.41,
        probability: 0.41,
        level: null,
        reasons: ['lips-still', 'few-windows'],
      }),
      25,
    );
    expect(text.headline).toBe('Not sure whether the sound is in sync.');
    expect(plain(text.certainty)).toBe('Best match: 120 ms late, but only 41 % sure. Do not rely on it.');
    expect(text.seen).toEqual([REASON_TEXTS['lips-still'].seen, REASON_TEXTS['few-windows'].seen]);
    expect(text.next).toContain(REASON_TEXTS['lips-still'].next);
    expect(text.level).toBeNull();
  });

  test('with nothing to compare there is no figure', () => {
    const text = describeMeasurement(
      measurement({ verdict: 'unsure', offsetMs: null, ci95Ms: null, level: null, reasons: ['no-face'] }),
      25,
    );
    expect(text.certainty).toBe('Nothing could be compared, so there is no figure.');
  });

  test('a drift tells both ends and how much to stretch', () => {
    const text = describeMeasurement(
      measurement({
        verdict: 'varies',
        pattern: { kind: 'drift', ppm: 500, startMs: -20, endMs: 280 },
        reasons: ['drift'],
      }),
      25,
    );
    expect(plain(text.pattern!)).toBe(
      'It drifts from 20 ms early at the start to 280 ms late at the end (500 ppm).',
    );
    expect(plain(text.next[0]!)).toContain('Shorten the sound by 0.050 %');
    expect(text.seen).toEqual([]);
  });

  test('every verdict, level and profile gives whole sentences without holes', () => {
    for (const verdict of VERDICTS) {
      for (const profile of PROFILES) {
        for (const level of LEVELS) {
          for (const offsetMs of [null, -300, 0, 1500]) {
            const text = describeMeasurement(measurement({ verdict, profile, level, offsetMs }), 25);
            const all = [verdictParagraph(text), ...text.seen, ...text.next];
            for (const sentence of all) expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
            expect(all.join(' ')).not.toMatch(/undefined|null|NaN/);
            expect(text.next.length).toBeGreaterThan(0);
          }
        }
      }
    }
  });

  test('a list shows it in two or three words', () => {
    const labels = VERDICTS.map((verdict) => plain(verdictLabel({ verdict, offsetMs: 120 })));
    expect(labels).toEqual(['In sync', '120 ms late', '120 ms late', 'Varies', 'Not sure']);
  });
});

describe('its parts', () => {
  test('every reason has a sentence that ends properly', () => {
    const reasons = Object.keys(REASON_TEXTS) as Reason[];
    for (const reason of reasons) {
      const { seen, next } = REASON_TEXTS[reason];
      expect(seen).toMatch(/^[A-Z].*\.$/);
      if (next !== null) expect(next).toMatch(/^[A-Z].*\.$/);
    }
    expect(new Set(reasons.map((reason) => REASON_TEXTS[reason].seen)).size).toBe(reasons.length);
  });

  test('levels name the profile they were judged by', () => {
    expect(levelSentence('acceptable', 'itu', 25)).toContain('(ITU-R BT.1359-1).');
    expect(levelSentence('wrong', 'atsc', 25)).toContain('(ATSC IS-191).');
    expect(levelSentence('wrong', 'strict', 25)).toContain('frame');
    expect(plain(profileSentence('itu'))).toContain('45 ms early or 125 ms late');
  });

  test('parts name their times, their offsets and what they change with', () => {
    const later = (offsetMs: number, startS: number, endS: number, startsAt: Segment['startsAt']) => ({
      ...segment(offsetMs, startS, endS),
      startsAt,
      trackIds: [2],
    });
    const steps: Pattern = { kind: 'steps', atS: [7] };
    const cut = [segment(0, 0, 7), later(300, 7, 14, 'cut')];
    expect(plain(patternSentence(steps, cut)!)).toBe(
      'It changes from shot to shot: 0:00–0:07 0 ms, 0:07–0:14 300 ms late.',
    );
    expect(plain(segmentSentence(cut[1]!))).toBe(
      '0:07–0:14 (face 2, after a cut): 300 ms late, ±9 ms (95 %)',
    );
    const swapped = [segment(0, 0, 7), later(300, 7, 14, 'within-shot')];
    expect(plain(patternSentence(steps, swapped)!)).toContain('It changes in the middle of a shot:');
    const both = [...cut, later(0, 14, 20, 'speaker')];
    expect(plain(patternSentence(steps, both)!)).toMatch(/^It changes: 0:00–0:07 0 ms, /);
    expect(patternSentence({ kind: 'steps', atS: [1, 2, 3] }, [])).toBe('It jumps at 0:01, 0:02 and 0:03.');
  });

  test('a sound that goes with no lips sends to the other sound tracks, where there are any', () => {
    const foreign: Measurement = measurement({ verdict: 'unsure', reasons: ['voice-over'] });
    expect(plain(describeMeasurement(foreign, 25, 2).next[0]!)).toBe(
      'This file has 2 sound tracks: choose another one, the speech that goes with these lips may be there.',
    );
    expect(describeMeasurement(foreign, 25, 1).next.join()).not.toContain('sound track');
    const small: Measurement = { ...foreign, reasons: ['face-too-small'] };
    expect(describeMeasurement(small, 25, 2).next.join()).not.toContain('sound tracks');
  });

  test('many parts are told by their number and range', () => {
    const many = Array.from({ length: 9 }, (_, i) => ({
      ...segment(i % 2 ? 214 : -26, 4 * i, 4 * i + 4),
      startsAt: i === 0 ? ('file' as const) : ('cut' as const),
    }));
    expect(plain(patternSentence({ kind: 'steps', atS: [] }, many)!)).toBe(
      'It changes from shot to shot, 8 times, between 26 ms early and 214 ms late.',
    );
  });

  test('speeds of known mistakes are named, others are not', () => {
    const drift = (ppm: number) =>
      plain(patternSentence({ kind: 'drift', ppm, startMs: 223, endMs: 223 + 0.048 * ppm }, [])!);
    expect(drift(41_500)).toContain('The sound runs 4.2 % too slow: the picture was sped up from film');
    expect(drift(-40_100)).toContain('The sound runs 4.0 % too fast: it was sped up from film');
    expect(drift(1010)).toContain('The sound runs 0.1 % too slow');
    expect(drift(5000)).not.toContain('runs');
  });

  test('a mix gives the range', () => {
    const sentence = patternSentence({ kind: 'mixed' }, [segment(-40), segment(90)]);
    expect(plain(sentence!)).toBe(
      'It changes without one simple pattern, between 40 ms early and 90 ms late.',
    );
  });

  test('stretches and faces read as one line each', () => {
    expect(plain(segmentSentence(segment(118)))).toBe('0:00–0:05: 118 ms late, ±9 ms (95 %)');
    const track = {
      id: 1,
      startS: 0,
      endS: 9,
      offsetMs: 118,
      confidence: 0.9,
      probability: 0.9,
      speakingS: 6.2,
    };
    expect(plain(trackSentence(track))).toBe('Speaks for 6.2 s: 118 ms late (90 % sure).');
    expect(trackSentence({ ...track, speakingS: 0 })).toBe('Does not speak.');
    expect(plain(trackSentence({ ...track, offsetMs: null }))).toBe(
      'Speaks for 6.2 s; could not be compared.',
    );
  });

  test('nothing is ever 100 % sure, and less than 90 % is only fairly sure', () => {
    expect(percentWords(1)).toBe('99\u00a0%');
    expect(plain(certaintySentence({ confidence: 0.84, offsetMs: 5, ci95Ms: 20 }))).toBe(
      'Fairly sure (84 %) of the match: between 15 ms early and 25 ms late.',
    );
  });

  test('figures read naturally', () => {
    expect(plain(offsetWords(-0.4))).toBe('0 ms');
    expect(plain(offsetWords(2340))).toBe('2.34 s late');
    expect(clockWords(3723)).toBe('1:02:03');
    expect(plain(durationWords(0.8))).toBe('0.8 s');
    expect(plain(durationWords(3720))).toBe('1 h 2 min');
  });
});
