/** How the mouth of a picture looks once its lips have taken another shape: what insides are chosen by. */
import { changeTo, shapeMovement } from '../lips/shape';
import { type MouthLook, mouthLook } from './insides';
import { targetPoints } from './target';
import type { LowerFace } from './types';

/** @param shape Float32Array [SHAPE_SIZE] */
export function wantedLook(face: LowerFace, shape: Float32Array): MouthLook {
  const lips = new Float32Array(face.lips.length);
  shapeMovement(changeTo(shape, face.lips), lips);
  for (let k = 0; k < lips.length; k++) lips[k] = lips[k]! + face.lips[k]!;
  return mouthLook(lips, targetPoints(face, shape));
}
