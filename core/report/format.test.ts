import { expect, test } from 'vitest';
import { oneFaceSentence } from './format';

test('a face that is not there any more is not said to be what a file was measured by', () => {
  const seen = [{ id: 1 }, { id: 3 }];
  expect(oneFaceSentence(3, seen)).toBe('Measured by face 3 alone.');
  expect(oneFaceSentence(2, seen)).toBe('There is no face 2: measured by all faces that speak.');
});
