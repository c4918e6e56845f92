import { describe, expect, it } from 'vitest';
import { LIP_AND_CHIN_COUNT, LIP_POINTS } from '../lips/types';
import { footageFacts } from './footage';

/** One picture: gap of the inner lips and half width of the mouth, eye distances. */
type Mouth = { gap: number; half: number };

function track(mouths: Mouth[], quality = 1) {
  const lips = new Float32Array(mouths.length * LIP_AND_CHIN_COUNT * 2);
  mouths.forEach(({ gap, half }, n) => {
    const at = (landmark: number) => 2 * (n * LIP_AND_CHIN_COUNT + LIP_POINTS.indexOf(landmark as 61));
    lips[at(61)] = -half;
    lips[at(291)] = half;
    lips[at(14) + 1] = 1 + gap;
    lips[at(13) + 1] = 1;
  });
  return {
    timesS: Float64Array.from(mouths, (_, n) => n / 25),
    lips,
    quality: new Float32Array(mouths.length).fill(quality),
  };
}

const SPEAKING: Mouth[] = Array.from({ length: 26 }, (_, n) => ({
  gap: [0, 0.05, 0.15][n % 3]!,
  half: n % 4 === 0 ? 0.3 : 0.4,
}));

describe('what footage has to offer', () => {
  it('is a second of lips that shut, open and round', () => {
    const facts = footageFacts([track(SPEAKING)]);
    expect(facts).toMatchObject({ closed: true, open: true, round: true });
    expect(facts.seenS).toBeCloseTo(1, 6);
  });

  it('lacks what does not occur', () => {
    const still = footageFacts([track(SPEAKING.map(() => ({ gap: 0.04, half: 0.4 })))]);
    expect(still).toMatchObject({ closed: false, open: false, round: false });
  });

  it('is nothing where lips are hardly seen, and what occurs once is chance', () => {
    expect(footageFacts([track(SPEAKING, 0.05)])).toEqual({
      seenS: 0,
      closed: false,
      open: false,
      round: false,
    });
    const once = SPEAKING.map((_, n) => ({ gap: n === 7 ? 0.2 : 0, half: 0.4 }));
    expect(footageFacts([track(once)])).toMatchObject({ closed: true, open: false });
  });
});
