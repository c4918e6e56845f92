/** The mean of some steps' shapes. */
import { SHAPE_SIZE } from '../lips/shape';

/** @param shapes Float32Array [steps, SHAPE_SIZE] @returns Float64Array [SHAPE_SIZE] */
export function meanShape(shapes: Float32Array, steps: readonly number[]): Float64Array {
  const mean = new Float64Array(SHAPE_SIZE);
  for (const step of steps)
    for (let k = 0; k < SHAPE_SIZE; k++) mean[k]! += shapes[step * SHAPE_SIZE + k]! / steps.length;
  return mean;
}
