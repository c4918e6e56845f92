import { expect, test } from 'vitest';
import { takenOutWords } from './taken-out-words';

test('what was taken out of the list is said to be kept where it is', () => {
  const where = 'kept under “Earlier checks”.';
  expect(takenOutWords(['a.mp4'], 1)).toBe(`“a.mp4” was taken out. Its check is ${where}`);
  expect(takenOutWords(['a.mp4'], 0)).toBe('“a.mp4” was taken out.');
  const three = ['a.mp4', 'b.mp4', 'c.mp4'];
  const gone = '3\u00a0videos were taken out.';
  expect(takenOutWords(three, 0)).toBe(gone);
  expect(takenOutWords(three, 1)).toBe(`${gone} 1 of them is ${where}`);
  expect(takenOutWords(three, 3)).toBe(`${gone} Their checks are ${where}`);
});
