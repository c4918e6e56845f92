import { expect, it } from 'vitest';
import { wordErrors, wordsOf } from './word-errors.mjs';

it('takes words apart, whatever case and punctuation', () => {
  expect(wordsOf('It’s FIVE o\'clock -- "now"!')).toEqual(["it's", 'five', "o'clock", 'now']);
  expect(wordsOf(' … ')).toEqual([]);
});

it.each([
  ['the same', 'a b c', 'a b c', 0],
  ['one replaced', 'a b c', 'a x c', 1],
  ['one left out and one put in', 'a b c', 'b c d', 2],
  ['nothing heard', 'a b c', '', 3],
  ['nothing said', '', 'a b', 2],
])('%s', (_, said, heard, errors) => {
  expect(wordErrors(wordsOf(said), wordsOf(heard))).toBe(errors);
});
