import { describe, expect, it } from 'vitest';
import { nextInUse } from './correction-sentence';
import type { ReportKind } from './file-names';
import { writeReport } from './reports';
import { nudged, steady, unsure } from './testing/facts';

const text = (kind: ReportKind, facts = nudged(steady(120))) =>
  writeReport(kind, facts).text.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ');

describe('a correction set by hand: 120 ms late, moved by 100', () => {
  it.each(['html', 'csv', 'json', 'otio', 'fcpxml', 'xmeml', 'lines', 'edl'] as const)(
    '%s says so',
    (kind) => {
      expect(text(kind)).toContain('Sound moved 100 ms earlier. Set by hand: 20 ms later than measured.');
      expect(text(kind, steady(120))).not.toContain('by hand:');
    },
  );

  it('is what editors, commands and figures have, and 120 is not', () => {
    // At 25 frames per second 100 ms are 2.5 frames, 120 ms were 3.
    const [, sound] = JSON.parse(text('otio')).tracks.children;
    expect(sound.children[0].source_range.start_time).toMatchObject({ value: 2.5, rate: 25 });
    expect(text('fcpxml')).toContain('start="1/10s"');
    expect(text('xmeml')).toContain('<in>3</in>');
    expect(text('xmeml')).toContain('sound still 20 ms early');
    expect(text('edl')).toContain('LEFT OVER BY WHOLE FRAMES: SOUND STILL 20 MS');
    expect(text('lines')).toContain('-itsoffset -0.1 ');
    expect(text('lines')).toContain('atrim=start=0.1,');
    expect(JSON.parse(text('json'))).toMatchObject({
      correction: { kind: 'shift', offsetMs: 100 },
      byHandMs: -20,
      result: { offsetMs: 120 },
    });
    expect(text('csv')).toContain(',100,');
    expect(text('html')).not.toContain('Move the sound 120 ms earlier');
  });

  it('takes the place of the advice to move the sound, and of no advice that makes the result sure', () => {
    const words = (next: readonly string[]) => next.join(' ').replaceAll('\u00a0', ' ');
    expect(words(nextInUse(steady(120).measurement, -20, ['Move it.']))).toBe(
      'In use: Sound moved 100 ms earlier. Set by hand: 20 ms later than measured.',
    );
    expect(words(nextInUse(unsure().measurement, 10, ['Check more.']))).toMatch(/^In use: .* Check more\.$/);
    expect(nextInUse(steady(120).measurement, 0, ['Move it.'])).toEqual(['Move it.']);
  });
});
