import { expect, it } from 'vitest';
import { notPlacedWarning } from './sound';

it('says why a voice was not placed', () => {
  expect(notPlacedWarning(1, true)).toBe(
    'The voice was not placed: a mix of microphones has no picture with faces.',
  );
  expect(notPlacedWarning(6, false)).toBe('The voice was not placed: the sound has more than two channels.');
  expect(notPlacedWarning(2, false)).toBe('The voice was not placed: no face was seen to speak.');
});
