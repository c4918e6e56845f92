import { expect, it } from 'vitest';
import { soundFigures } from '../../core/report/testing/sound-figures';
import { sidesOf, stepWords, volumeOf, withoutWords } from './sides';

const report = (lufs: number | null) => ({
  figures: soundFigures(lufs),
  shortTermLufs: new Float32Array(),
  peaks: new Float32Array(),
  hopS: 0.1,
});
const sound = { before: report(-30), after: report(-16), taken: new File([], 'taken.wav') };
const without = { after: report(-33) };

it('all sides are played as loud as the softest, and what was removed as loud as it was', () => {
  const heard = (beside: typeof without | null) =>
    (['before', 'after', 'taken', 'without'] as const).map((side) => {
      const lufs = { before: -30, after: -16, taken: -30, without: -33 }[side];
      return lufs + 20 * Math.log10(volumeOf(sound, beside, side));
    });
  for (const lufs of heard(without)) expect(lufs).toBeCloseTo(-33, 9);
  for (const lufs of heard(null).slice(0, 3)) expect(lufs).toBeCloseTo(-30, 9);
  expect(volumeOf({ ...sound, after: report(null) }, null, 'after')).toBe(1);
  expect(volumeOf({ ...sound, after: report(null) }, null, 'before')).toBe(1);
});

it('the sides are there that there is something of, and the last is called by its step', () => {
  expect(sidesOf({ ...sound, taken: null } as never, null)).toEqual(['before', 'after']);
  expect(sidesOf(sound as never, without as never)).toEqual(['before', 'after', 'taken', 'without']);
  expect([withoutWords('noise'), stepWords('noise')]).toEqual(['Without noise removal', 'Noise removal']);
});
