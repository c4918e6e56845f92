import { expect, test } from 'vitest';
import { closeDips } from './closures';

/** Open by 0.2, with one dip of this depth and width around step 50. */
const withDip = (depth: number, width: number) =>
  Float64Array.from({ length: 101 }, (_, step) => 0.2 - depth * Math.exp(-(((step - 50) / width) ** 2)));

test('lips that come together for a moment meet, and part again as softly as before', () => {
  const openings = withDip(0.14, 4);
  closeDips(openings, 0.01, 0.2);
  expect(openings[50]).toBeCloseTo(0.01, 6);
  for (let step = 1; step < openings.length; step++)
    expect(Math.abs(openings[step]! - openings[step - 1]!)).toBeLessThan(0.05);
  expect(openings[40]).toBeCloseTo(0.2, 2);
});

test('lips that hardly come together stay as they are', () => {
  const openings = withDip(0.05, 4);
  closeDips(openings, 0.01, 0.2);
  expect([...openings]).toEqual([...withDip(0.05, 4)]);
});

test('lips that come together slowly are not made to meet', () => {
  const openings = withDip(0.14, 40);
  closeDips(openings, 0.01, 0.2);
  expect([...openings]).toEqual([...withDip(0.14, 40)]);
});

test('lips never part less than shut ones', () => {
  const openings = withDip(0.19, 3);
  closeDips(openings, 0.02, 0.2);
  expect(Math.min(...openings)).toBeGreaterThanOrEqual(0.01);
});
