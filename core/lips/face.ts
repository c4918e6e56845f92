/** From 478 landmarks in picture pixels to pose, pose-normalised lips, opening and the next crop. */
import { CANONICAL_CENTRE, CANONICAL_HEIGHT, CANONICAL_RIGID, RIGID_POINTS } from './canonical';
import type { Box, Square } from './geometry';
import { applyFit, applyInverse, fitSimilarity, type SimilarityFit } from './similarity-transform';
import { CHIN_POINTS, LIP_AND_CHIN_COUNT, LIP_POINTS, LOWER_FACE_POINTS, OUTLINE_POINTS } from './types';

export const LANDMARK_COUNT = 478;
const LIPS_AND_CHIN = [...LIP_POINTS, ...CHIN_POINTS];
const UPPER_INNER_LIP = 13;
const LOWER_INNER_LIP = 14;

export interface FaceShape {
  fit: SimilarityFit;
  /** Around all landmarks, picture pixels. */
  box: Box;
  /** Float32Array [46, 2], unit and axes of FaceTrack.lips. */
  lips: Float32Array;
  opening: number;
  /** Degrees. Yaw > 0: looks to the picture's right; pitch > 0: looks down; roll > 0: tilted clockwise. */
  pose: [yaw: number, pitch: number, roll: number];
  /** Picture pixels. Float32Array [43, 2], order OUTLINE_POINTS */
  outline: Float32Array;
  /** Picture pixels. Float32Array [70, 2], order LOWER_FACE_POINTS */
  lowerFace: Float32Array;
  /** Rigid points after the fit minus their canonical place: the person's own shape plus noise. [19, 3] */
  deviation: Float32Array;
}

/**
 * Turns the head to the front, upright, at the canonical size, frame by frame and without a reference of its own:
 * the same face gives the same lips wherever it looks and whoever analysed it.
 * @param points Float32Array [478, 3]: x, y in picture pixels, z in the same unit, smaller = nearer
 * @returns null when the points cannot be a face
 */
export function measureFace(points: Float32Array): FaceShape | null {
  const fit = fitSimilarity(points, RIGID_POINTS, CANONICAL_RIGID);
  if (!fit) return null;
  const at = new Float64Array(3);
  const lips = new Float32Array(LIP_AND_CHIN_COUNT * 2);
  LIPS_AND_CHIN.forEach((point, k) => {
    applyFit(fit, points, point, at);
    lips[2 * k] = at[0]!;
    lips[2 * k + 1] = at[1]!;
  });
  const deviation = new Float32Array(RIGID_POINTS.length * 3);
  RIGID_POINTS.forEach((point, k) => {
    applyFit(fit, points, point, at);
    for (let c = 0; c < 3; c++) deviation[3 * k + c] = at[c]! - CANONICAL_RIGID[3 * k + c]!;
  });
  const upper = LIP_POINTS.indexOf(UPPER_INNER_LIP);
  const lower = LIP_POINTS.indexOf(LOWER_INNER_LIP);
  const opening = Math.hypot(
    lips[2 * upper]! - lips[2 * lower]!,
    lips[2 * upper + 1]! - lips[2 * lower + 1]!,
  );
  return {
    fit,
    box: boxAround(points),
    outline: inPicture(points, OUTLINE_POINTS),
    lowerFace: inPicture(points, LOWER_FACE_POINTS),
    lips,
    opening,
    pose: poseOf(fit.rotation),
    deviation,
  };
}

/** @returns Float32Array [indices, 2] */
function inPicture(points: Float32Array, indices: readonly number[]): Float32Array {
  return Float32Array.from(indices.flatMap((k) => [points[3 * k]!, points[3 * k + 1]!]));
}

/**
 * The square the landmark model wants to see: upright, 1.5 times the face, placed by the rigid points alone so that
 * an opening mouth neither moves nor zooms it.
 */
export function cropFor(shape: FaceShape): Square {
  const [x, y] = applyInverse(shape.fit, [...CANONICAL_CENTRE]);
  return {
    centreX: x,
    centreY: y,
    size: (1.5 * CANONICAL_HEIGHT) / shape.fit.scale,
    rollRad: (shape.pose[2] * Math.PI) / 180,
  };
}

function boxAround(points: Float32Array): Box {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** `rotation` turns the picture's axes to the face's; its rows are the face's axes seen in the picture. */
function poseOf(rotation: Float64Array): [number, number, number] {
  const forward = [-rotation[6]!, -rotation[7]!, -rotation[8]!] as const;
  const degrees = 180 / Math.PI;
  return [
    Math.atan2(forward[0], -forward[2]) * degrees,
    Math.atan2(forward[1], Math.hypot(forward[0], forward[2])) * degrees,
    Math.atan2(rotation[1]!, rotation[0]!) * degrees,
  ];
}
