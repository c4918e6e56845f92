/** Where the points of the lower face are to be, in one picture, for lips of another shape. */
import { lipShape, SHAPE_SIZE, shapeMovement } from '../lips/shape';
import { LIP_AND_CHIN_COUNT } from '../lips/types';
import type { LowerFace } from './types';

/** @param shape Float32Array [SHAPE_SIZE], as lipShape would say of the new lips @returns Float32Array [70, 2] pixels */
export function targetPoints(face: LowerFace, shape: Float32Array): Float32Array {
  const own = new Float32Array(SHAPE_SIZE);
  lipShape(face.lips, 0, own);
  const movement = new Float32Array(2 * LIP_AND_CHIN_COUNT);
  shapeMovement(
    shape.map((value, k) => value - own[k]!),
    movement,
  );
  const spread = (values: Float32Array) => {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < 80; k += 2) {
      least = Math.min(least, values[k]!);
      most = Math.max(most, values[k]!);
    }
    return most - least;
  };
  const scale = spread(face.points) / spread(face.lips);
  const out = face.points.slice();
  movement.forEach((value, k) => {
    out[k] = out[k]! + scale * value;
  });
  return out;
}
