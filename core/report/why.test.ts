import { expect, test } from 'vitest';
import { drifting, steady, stepping, unsure } from './testing/facts';
import { whySentences } from './why';

const plain = (sentences: string[]) => sentences.map((text) => text.replaceAll('\u00a0', ' '));

test('two sentences say what was found and how to see it oneself', () => {
  const [late, look] = plain(whySentences(steady(203).measurement));
  expect(late).toMatch(/^In \d+ of \d+ stretches of speech, what the lips do is heard 203 ms later\.$/);
  expect(look).toContain('the lips close first');
  expect(plain(whySentences(steady(-203).measurement))[0]).toContain('is heard 203 ms earlier.');
  // No finer than the interval.
  expect(plain(whySentences({ ...steady(203).measurement, ci95Ms: 39 }))[0]).toContain('200 ms later');
  expect(plain(whySentences({ ...steady(3).measurement, ci95Ms: 39 }))[0]).toContain('at the same moment.');
});

test('what changes is told from where to where, and what does that', () => {
  expect(plain(whySentences(drifting(300).measurement))).toEqual([
    'What the lips do is heard at the same moment at the start, and 300 ms later at the end.',
    expect.stringContaining('Two clocks'),
  ]);
  expect(whySentences(stepping().measurement)).toHaveLength(2);
  expect(whySentences(unsure().measurement)).toEqual([]);
});
