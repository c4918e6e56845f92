/** How the mouth of a picture looks once its lips have taken another shape: what insides are chosen by. */
import { lipShape, SHAPE_SIZE, shapeMovement } from '../lips/shape';
import { type MouthLook, mouthLook } from './insides';
import { targetPoints } from './target';
import type { LowerFace } from './types';

/** @param shape Float32Array [SHAPE_SIZE] */
export function wantedLook(face: LowerFace, shape: Float32Array): MouthLook {
  const change = new Float32Array(SHAPE_SIZE);
  lipShape(face.lips, 0, change);
  for (let k = 0; k < SHAPE_SIZE; k++) change[k] = shape[k]! - change[k]!;
  const lips = new Float32Array(face.lips.length);
  shapeMovement(change, lips);
  for (let k = 0; k < lips.length; k++) lips[k] = lips[k]! + face.lips[k]!;
  return mouthLook(lips, targetPoints(face, shape));
}
