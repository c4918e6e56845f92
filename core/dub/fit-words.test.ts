import { describe, expect, it } from 'vitest';
import { planAsIs, planFit } from './fit';
import { fitWords, misfitWords } from './fit-words';

const PAUSES = [
  { startS: 2, endS: 2.5 },
  { startS: 5, endS: 6 },
];
const said = (targetS: number) => {
  const plan = planFit(10, PAUSES, targetS);
  return [fitWords(plan), misfitWords(plan, true)].map((words) => words?.replaceAll('\u00a0', ' ') ?? null);
};

describe('what fitting does, in words', () => {
  it('names pauses and words, and what they come to', () => {
    expect(said(10)).toEqual(['The speech fits as it is.', null]);
    expect(said(9.5)).toEqual(['The pauses 0.5 s shorter: 9.5 s instead of 10.0 s.', null]);
    expect(said(8.3)).toEqual([
      'The pauses 1.3 s shorter, the words 5 % shorter: 8.3 s instead of 10.0 s.',
      null,
    ]);
  });

  it('says of speech as it is what is left over', () => {
    const words = (targetS: number) =>
      misfitWords(planAsIs(10, [], targetS), false)?.replaceAll('\u00a0', ' ') ?? null;
    expect(words(10)).toBeNull();
    expect(words(9)).toBe('The speech is 1.0 s too long for 9.0 s of video.');
    expect(words(12)).toBe('The speech is 2.0 s too short for 12.0 s of video: the end stays silent.');
  });

  it('says by how much it is still too long or too short', () => {
    expect(said(7)[1]).toBe(
      'Even with short pauses and words 12 % shorter, the speech is 0.7 s too long for 7.0 s of video.',
    );
    expect(said(14)).toEqual([
      'The pauses 1.0 s longer, the words 12 % longer: 12.3 s instead of 10.0 s.',
      'Even with long pauses and words 12 % longer, the speech is 1.7 s too short for 14.0 s of video: the end stays silent.',
    ]);
  });
});
