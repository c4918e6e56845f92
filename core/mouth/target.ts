/** Where the points of the lower face go in a picture whose lips are to take another shape. */
import { changeTo, shapeMovement } from '../lips/shape';
import { LIP_AND_CHIN_COUNT, type LOWER_FACE_POINTS } from '../lips/types';
import { headFrame, rowOf } from './points';
import type { LowerFace } from './types';

type Landmark = (typeof LOWER_FACE_POINTS)[number];

/**
 * How what lies between follows: landmark, then pairs of a lip or chin point and the share of its movement. Skin between
 * lip and chin hangs on both; cheeks give a little; what is not here (base of the nose, upper cheeks) stays.
 */
const FOLLOWERS: readonly [Landmark, ...[Landmark, number][]][] = [
  [18, [17, 0.65], [152, 0.35]],
  [83, [84, 0.65], [148, 0.35]],
  [313, [314, 0.65], [377, 0.35]],
  [182, [181, 0.65], [148, 0.35]],
  [406, [405, 0.65], [377, 0.35]],
  [106, [91, 0.6], [176, 0.3]],
  [335, [321, 0.6], [400, 0.3]],
  [43, [146, 0.6], [176, 0.2]],
  [273, [375, 0.6], [400, 0.2]],
  [57, [61, 0.7]],
  [287, [291, 0.7]],
  [200, [17, 0.25], [199, 0.75]],
  [164, [0, 0.4]],
  [206, [61, 0.1]],
  [426, [291, 0.1]],
  [207, [61, 0.2], [176, 0.1]],
  [427, [291, 0.2], [400, 0.1]],
  [192, [61, 0.1], [176, 0.3]],
  [416, [291, 0.1], [400, 0.3]],
];

/**
 * @param shape Float32Array [SHAPE_SIZE], what lipShape is to say of the lips, eye distances
 * @returns Float32Array [70, 2], pixels, order of face.points; a copy of them where the face lies in no usable way
 */
export function targetPoints(face: LowerFace, shape: Float32Array): Float32Array {
  const target = face.points.slice();
  const frame = headFrame(face);
  if (!frame) return target;
  const movement = new Float32Array(2 * LIP_AND_CHIN_COUNT);
  shapeMovement(changeTo(shape, face.lips), movement);
  const moved = new Float32Array(target.length);
  for (let i = 0; i < LIP_AND_CHIN_COUNT; i++) {
    const [x, y] = [movement[2 * i]!, movement[2 * i + 1]!];
    moved[2 * i] = frame.xx * x + frame.yx * y;
    moved[2 * i + 1] = frame.xy * x + frame.yy * y;
  }
  for (const [landmark, ...shares] of FOLLOWERS) {
    const row = rowOf(landmark);
    for (const [leader, share] of shares) {
      moved[2 * row]! += share * moved[2 * rowOf(leader)]!;
      moved[2 * row + 1]! += share * moved[2 * rowOf(leader) + 1]!;
    }
  }
  for (let i = 0; i < target.length; i++) target[i]! += moved[i]!;
  return target;
}
