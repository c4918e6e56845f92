import { expect, test } from 'vitest';
import { toHtmlList } from './html-list';
import { nudged, steady, unsure, withFix } from './testing/facts';

const MADE = { atIso: '2026-11-29T12:00:00Z', version: '0.1.0' };
const words = (html: string) => html.replace(/<[^>]+>/g, '|').replace(/\u00a0|&nbsp;/g, ' ');

test('every video has its line, what is off first, and the counts add up', () => {
  const videos = [
    steady(10, { file: 'fine.mp4' }),
    unsure({ file: 'who knows.mp4' }),
    withFix(steady(300, { file: 'bad <b>.mp4' })),
    nudged(steady(240, { file: 'by hand.mp4' })),
  ];
  const html = toHtmlList(videos, [{ file: 'notes.txt', message: 'This file is not a video.' }], MADE);
  const text = words(html);
  expect(text).toContain('2 out of sync, 1 not sure, 1 could not be checked, 1 within the limits');
  const places = ['bad ', 'by hand.mp4', 'who knows.mp4', 'notes.txt', 'fine.mp4'].map((name) =>
    text.indexOf(name),
  );
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  expect(text).toContain('300 ms late, ±8 ms|');
  expect(text).toContain('Sound moved 300 ms earlier. Saved as talk.in-sync.mp4.');
  expect(text).toContain('Sound moved 220 ms earlier. Set by hand: 20 ms later than measured.');
  expect(text).toContain('This file is not a video.');
  expect(html).toContain('bad &lt;b&gt;.mp4');
  expect(html).not.toMatch(/<script|<link|<img|\bsrc=|\bhref=|\bstyle=/i);
});
