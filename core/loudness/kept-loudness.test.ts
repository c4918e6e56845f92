import { expect, it } from 'vitest';
import { nextTurn } from './kept-loudness';

const wanted = { integratedLufs: -16, ceilingDb: -1 };

it('what keeps both, and silence, is not encoded once more', () => {
  expect(nextTurn(wanted, null, { integratedLufs: -16.09, truePeakDb: -1.06 })).toBeNull();
  expect(nextTurn(wanted, null, { integratedLufs: null, truePeakDb: null })).toBeNull();
  expect(
    nextTurn({ ...wanted, integratedLufs: null }, null, { integratedLufs: -60, truePeakDb: -9 }),
  ).toBeNull();
});

it('a limiter is lowered by what the file passes it, more each time, and the gain raised by what is lacking', () => {
  const first = nextTurn(wanted, null, { integratedLufs: -16, truePeakDb: -0.55 })!;
  expect(first.gainDb).toBe(0);
  expect(first.ceilingDb).toBeCloseTo(-1.6, 9);
  const second = nextTurn(wanted, first, { integratedLufs: -16.2, truePeakDb: -0.95 })!;
  expect(second.gainDb).toBeCloseTo(0.2, 9);
  expect(second.ceilingDb).toBeCloseTo(-1.8, 9);
  const third = nextTurn(wanted, second, { integratedLufs: -16.3, truePeakDb: -2 })!;
  expect(third.ceilingDb).toBe(second.ceilingDb);
  expect(third.gainDb).toBeCloseTo(0.5, 9);
});
