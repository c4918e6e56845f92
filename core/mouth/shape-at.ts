/** The shape of the lips at any time, between two steps. */
import { SHAPE_SIZE } from '../lips/shape';
import { STEP_S } from '../sync/lipslate-inputs';
import type { MouthShapes } from './types';

/** @returns Float32Array [SHAPE_SIZE]; before the first step and after the last, that step's */
export function shapeAt({ shapes, steps }: MouthShapes, timeS: number): Float32Array {
  const at = Math.max(0, Math.min(steps - 1, timeS / STEP_S));
  const before = Math.floor(at);
  const after = Math.min(steps - 1, before + 1);
  const share = at - before;
  const out = new Float32Array(SHAPE_SIZE);
  for (let k = 0; k < SHAPE_SIZE; k++)
    out[k] = shapes[before * SHAPE_SIZE + k]! * (1 - share) + shapes[after * SHAPE_SIZE + k]! * share;
  return out;
}
