import { expect, it } from 'vitest';
import { withChannels } from './with-channels';

const planes = (...values: number[]) => values.map((value) => new Float32Array(4).fill(value));
const valuesOf = (made: Float32Array[]) => {
  for (const plane of made) expect(new Set(plane).size).toBe(1);
  return made.map(([value]) => Math.round(value! * 1000) / 1000);
};

it('sound of other channels has as many as are wanted, and its centre in them', () => {
  const same = planes(0.1, 0.2);
  expect(withChannels(same, 2)).toBe(same);
  expect(valuesOf(withChannels(planes(0.5), 2))).toEqual([0.5, 0.5]);
  expect(valuesOf(withChannels(planes(0.2, 0.4), 1))).toEqual([0.3]);
  // 5.1: left, right, centre, bass, surrounds. The centre lies at -3 dB on both sides.
  expect(valuesOf(withChannels(planes(0, 0, 0.5, 0.9, 0, 0), 2))).toEqual([0.354, 0.354]);
  expect(valuesOf(withChannels(planes(0.1, 0.2), 6))).toEqual([0.1, 0.2, 0, 0, 0, 0]);
  expect(valuesOf(withChannels(planes(0.5), 6))).toEqual([0.5, 0.5, 0, 0, 0, 0]);
  expect(valuesOf(withChannels(planes(0.1, 0.2, 0.3, 0, 0.4, 0.5, 0.6, 0.7), 6))).toEqual([
    0.1, 0.2, 0.3, 0, 0.4, 0.5,
  ]);
});
