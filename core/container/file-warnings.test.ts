import { expect, it } from 'vitest';
import { lostSentence } from './file-warnings';

it('parts of a joined recording that are left out are told by their number', () => {
  const rest = 'left out: what follows is told as if';
  expect(lostSentence(1)).toBe(
    `One part of this joined recording cannot be read and is ${rest} it had not been there.`,
  );
  expect(lostSentence(3)).toBe(
    `3 parts of this joined recording cannot be read and are ${rest} they had not been there.`,
  );
});
