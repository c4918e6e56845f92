/** What the own-mouth engine's parts hand to each other: shapes from speech, and pictures bent to them. */

/**
 * What the lips are to do, one shape every STEP_S (core/sync/lipslate-inputs) from 0 of the new speech on. Absolute: what lipShape would say of
 * this speaker's own lips.
 */
export interface MouthShapes {
  /** Float32Array [steps, SHAPE_SIZE], eye distances */
  shapes: Float32Array;
  steps: number;
}

/** RGBA as canvases have it, row by row. */
export interface RgbaImage {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** The lower face in one picture. */
export interface LowerFace {
  /** Pixels of the picture (of whatever size it is drawn at). Float32Array [70, 2], order LOWER_FACE_POINTS */
  points: Float32Array;
  /** Pose-normalised lips of the same picture. Float32Array [46, 2], as FaceTrack.lips */
  lips: Float32Array;
  /** Corners of the face's convex outline, same pixels as `points`. Float32Array [N, 2] */
  outline: Float32Array;
}

/** A mouth's inside cut out of a source picture: teeth, tongue and dark, to be seen through new lips. */
export interface MouthInside {
  image: RgbaImage;
  /** Where the image's upper left corner lies in its picture. */
  x: number;
  y: number;
  face: LowerFace;
}
