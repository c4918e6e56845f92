import { expect, it } from 'vitest';
import { SHAPE_SIZE } from '../lips/shape';
import { shapeAt } from './shape-at';

const shapes = Float32Array.from({ length: 3 * SHAPE_SIZE }, (_, i) => Math.floor(i / SHAPE_SIZE));

it('lies between two steps, and is the first before them and the last after them', () => {
  const at = (timeS: number) => shapeAt({ shapes, steps: 3 }, timeS);
  expect(at(0.03)).toHaveLength(SHAPE_SIZE);
  expect(at(0.03)[5]).toBeCloseTo(1.5, 5);
  expect(at(-1)[0]).toBe(0);
  expect(at(9)[45]).toBe(2);
});
