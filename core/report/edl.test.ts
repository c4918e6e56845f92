import { describe, expect, it } from 'vitest';
import { toEdl } from './edl';
import type { ReportFacts } from './report-data';
import { parseEdl } from './testing/edl-grammar';
import { drifting, FILM, NTSC, steady, stepping, unsure } from './testing/facts';

/** Sound events: source and record timecodes. */
function soundOf(facts: ReportFacts, base = 25) {
  const [picture, ...sound] = parseEdl(toEdl(facts), base).events;
  expect(picture?.channels).toBe('V');
  return sound.map(({ source, record }) => [...source, ...record]);
}
const leftOver = (facts: ReportFacts, base = 25) => parseEdl(toEdl(facts), base).events[1]?.comments.at(-1);

describe('the edit list', () => {
  it('is what CMX 3600 looks like, to the last blank', () => {
    expect(toEdl(steady(120))).toBe(
      [
        'TITLE: talk.mp4',
        'FCM: NON-DROP FRAME',
        '* 25 FRAMES PER SECOND',
        '* Sound moved 120 ms earlier.',
        '',
        '001  AX       V     C        00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00',
        '* FROM CLIP NAME: talk.mp4',
        '* LOC: 01:00:00:00 GREEN   120 MS LATE (0:00-0:10: 120 ms late, +/-8 ms (97 %))',
        '002  AX       AA    C        00:00:00:03 00:00:10:00 01:00:00:00 01:00:09:22',
        '* FROM CLIP NAME: talk.mp4',
        '* NOTHING LEFT OVER BY WHOLE FRAMES',
        '',
      ].join('\r\n'),
    );
  });

  it('120 ms early at 25: the sound is recorded 3 frames later', () => {
    expect(soundOf(steady(-120))).toEqual([['00:00:00:00', '00:00:09:22', '01:00:00:03', '01:00:10:00']]);
  });

  it('at 23.976 it moves by 3 frames and says what is left', () => {
    // 3 frames are 125.125 ms.
    expect(soundOf(steady(120, { fps: FILM }), 24)).toEqual([
      ['00:00:00:03', '00:00:09:23', '01:00:00:00', '01:00:09:20'],
    ]);
    expect(leftOver(steady(120, { fps: FILM }), 24)).toBe(
      'LEFT OVER BY WHOLE FRAMES: SOUND STILL 5.1 MS EARLY',
    );
    expect(soundOf(steady(-120, { fps: FILM }), 24)).toEqual([
      ['00:00:00:00', '00:00:09:20', '01:00:00:03', '01:00:09:23'],
    ]);
    expect(leftOver(steady(-120, { fps: FILM }), 24)).toBe(
      'LEFT OVER BY WHOLE FRAMES: SOUND STILL 5.1 MS LATE',
    );
  });

  it('29.97 counts in drop-frame timecode', () => {
    // 600 s are 17982 frames: exactly ten minutes by the clock. 120 ms are 3.6 frames: 4.
    const facts = steady(120, { fps: NTSC, durationS: 600 });
    const { dropFrame, events } = parseEdl(toEdl(facts), 30);
    expect(dropFrame).toBe(true);
    expect(events[0]?.record).toEqual(['01:00:00;00', '01:10:00;00']);
    expect(events[1]?.source).toEqual(['00:00:00;04', '00:10:00;00']);
    expect(events[1]?.record).toEqual(['01:00:00;00', '01:09:59;26']);
  });

  it('a drift of 300 ms becomes steps of one frame, each within half a frame of the truth', () => {
    const facts = drifting(300);
    const { events, comments } = parseEdl(toEdl(facts), 25);
    const sound = events.slice(1);
    // 300 ms are 7.5 frames: the sound moves by 0, 1, ... 7 of them.
    expect(sound.length).toBe(8);
    expect(comments.join()).toMatch(/DRIFT IS CUT INTO 8 PIECES OF WHOLE FRAMES: WITHIN 20 MS/);
    for (const { sourceFrames, recordFrames } of sound) {
      for (const side of [0, 1] as const) {
        const frame = recordFrames[side] - 90_000;
        const movedMs = (sourceFrames[side] - frame) * 40;
        expect(Math.abs(movedMs - (300 * frame) / 15_000)).toBeLessThanOrEqual(20.1);
      }
    }
    for (const [i, { recordFrames }] of sound.entries())
      if (i > 0) expect(recordFrames[0]).toBe(sound[i - 1]!.recordFrames[1]);
  });

  it('a drift the other way, too', () => {
    const { events } = parseEdl(toEdl(drifting(-300)), 25);
    const shifts = events
      .slice(1)
      .map(({ sourceFrames, recordFrames }) => sourceFrames[0] - recordFrames[0] + 90_000);
    expect(shifts).toEqual([0, -1, -2, -3, -4, -5, -6, -7]);
  });

  it('never has more events than the format numbers', () => {
    const { events } = parseEdl(toEdl(drifting(60_000, { durationS: 7200, fps: 25 })), 25);
    expect(events.length).toBeGreaterThan(500);
    expect(events.length).toBeLessThan(999);
  });

  it('steps become one event each', () => {
    expect(soundOf(stepping())).toEqual([
      ['00:00:00:03', '00:00:04:03', '01:00:00:00', '01:00:04:00'],
      ['00:00:03:24', '00:00:07:24', '01:00:04:00', '01:00:08:00'],
      ['00:00:08:03', '00:00:12:00', '01:00:08:00', '01:00:11:22'],
    ]);
  });

  it('moves nothing when it is not sure, and says so', () => {
    expect(soundOf(unsure())).toEqual([['00:00:00:00', '00:00:10:00', '01:00:00:00', '01:00:10:00']]);
    expect(parseEdl(toEdl(unsure()), 25).events[0]?.comments[1]).toMatch(
      /^LOC: 01:00:00:00 MAGENTA NOT SURE/,
    );
  });

  it('a name with line breaks cannot write lines of its own', () => {
    const edl = toEdl(steady(120, { file: 'a\r\n003  AX       V     C\n.mp4' }));
    expect(parseEdl(edl, 25).events.length).toBe(2);
  });

  it('names one, two and more channels as CMX does', () => {
    const channels = (n: number) => toEdl(steady(120, { channels: n }));
    expect(parseEdl(channels(1), 25).events[1]?.channels).toBe('A');
    expect(channels(6)).toContain('\r\nAUD  3  4\r\n');
  });
});
