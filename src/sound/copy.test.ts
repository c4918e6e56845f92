import { describe, expect, it } from 'vitest';
import type { SoundAsIs } from '../../workers/sound/contract';
import { foundSentences, measuredSentence } from './copy';

const FIGURES = { integratedLufs: -23.04, clippedSamples: 0 } as SoundAsIs['before']['figures'];
const FOUND: SoundAsIs = {
  before: {
    figures: FIGURES,
    shortTermLufs: new Float32Array(),
    peaks: new Float32Array(),
    hopS: 0.1,
  },
  speech: new Float32Array(),
  speechS: 4.2,
  durationS: 6,
  sidesFault: null,
  endsEarly: null,
};
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('a recording before anything is done to it', () => {
  it('is told by how much of it is speech, and what is wrong with it', () => {
    expect(foundSentences(FOUND).map(plain)).toEqual(['4.2 s of 6.0 s is speech.']);
    const clipped = { ...FOUND.before, figures: { ...FIGURES, clippedSamples: 9 } };
    const faulty = foundSentences({
      ...{ ...FOUND, before: clipped, speechS: 0, sidesFault: 'left-silent' },
      endsEarly: { atS: 3, ofS: 6 },
    });
    expect(faulty).toEqual([
      'No speech was found.',
      'Some peaks of the recording are clipped.',
      'The sound ends at 0:03 of 0:06.',
      'The left channel is silent.',
    ]);
  });

  it('is said to be measured, with its loudness if there is any', () => {
    expect(plain(measuredSentence(FOUND))).toBe('The recording is measured: −23.0 LUFS.');
    const silent = { ...FOUND.before, figures: { ...FIGURES, integratedLufs: null } };
    expect(measuredSentence({ ...FOUND, before: silent })).toBe('The recording is measured.');
  });
});
