import { expect, test } from 'vitest';
import { fitOpenings, mapOpening } from './openings';

const line = Float64Array.from({ length: 1001 }, (_, i) => i / 10_000);

test('openings of one distribution become those of the other, in their order', () => {
  const own = line.map((opening) => Math.max(0, 2 * opening - 0.02));
  const map = fitOpenings(line, own);
  let before = Number.NEGATIVE_INFINITY;
  for (const opening of line) {
    const mapped = mapOpening(map, opening);
    expect(mapped).toBeGreaterThanOrEqual(before - 1e-12);
    if (opening > 0.03) expect(mapped).toBeCloseTo(Math.min(2 * opening - 0.02, 1.25 * 0.176), 2);
    before = mapped;
  }
});

test('however loud the speech, a mouth opens little wider than it was seen to', () => {
  expect(mapOpening(fitOpenings(line, line), 5)).toBeCloseTo(1.25 * 0.098, 3);
});

test('an opening that was hardly ever predicted shuts the mouth, and does not turn it inside out by much', () => {
  expect(mapOpening(fitOpenings(line, line), -0.01)).toBeCloseTo(-0.01, 3);
});
