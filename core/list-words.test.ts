import { expect, test } from 'vitest';
import { listWords } from './list-words';

test('a list is told with an “and” before the last of it', () => {
  expect(listWords([])).toBe('');
  expect(listWords(['one'])).toBe('one');
  expect(listWords(['one', 'two'])).toBe('one and two');
  expect(listWords(['one', 'two', 'three'])).toBe('one, two and three');
  expect(listWords([50, 100, 150])).toBe('50, 100 and 150');
});
