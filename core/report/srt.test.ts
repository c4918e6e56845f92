import { describe, expect, it } from 'vitest';
import { toSrt } from './srt';
import { drifting, FILM, steady, stepping, unsure } from './testing/facts';

describe('the subtitles', () => {
  it('say in words how late the sound is, as long as it is', () => {
    expect(toSrt(steady(120))).toBe(
      '1\n00:00:00,000 --> 00:00:10,000\nSound 120 ms late\nSure (97 %) of the match: between 111 and 129 ms late.\n\n',
    );
    expect(toSrt(steady(-120, { fps: FILM }))).toContain('\nSound 120 ms early\n');
  });

  it('have one cue for each part', () => {
    const cues = toSrt(stepping()).trimEnd().split('\n\n');
    expect(cues.map((cue) => cue.split('\n').slice(0, 3))).toEqual([
      ['1', '00:00:00,000 --> 00:00:04,000', 'Sound 100 ms late'],
      ['2', '00:00:04,000 --> 00:00:08,000', 'Sound 60 ms early'],
      ['3', '00:00:08,000 --> 00:00:12,000', 'Sound 100 ms late'],
    ]);
    const hours = toSrt(drifting(300, { durationS: 4 * 3723.5 }));
    expect(hours).toContain('\n00:00:00,000 --> 01:02:03,500\n');
  });

  it('say that it is not sure', () => {
    expect(toSrt(unsure())).toMatch(
      /^1\n00:00:00,000 --> 00:00:10,000\nNot sure whether .*\nBest match: 120 ms late/,
    );
  });
});
