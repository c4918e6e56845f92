/** What the faces worker hands on: plain arrays, one row per frame, times on the presentation timeline. */

/** MediaPipe mesh indices of the 40 lip points followed by 6 chin points, in the order of `FaceTrack.lips`. */
export const LIP_POINTS = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178,
  87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
] as const;
export const CHIN_POINTS = [152, 148, 377, 176, 400, 199] as const;
/**
 * Mesh indices of what lies outermost in a face seen from any side: MediaPipe's face oval (FACEMESH_FACE_OVAL), and
 * what reaches beyond it where the head is turned, nose, lips and chin. Their convex hull is the face's outline.
 */
export const OUTLINE_POINTS = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109, 1, 4, 61, 291, 0, 17, 199,
] as const;
/**
 * Mesh indices of the points that a picture of the mouth is bent by: lips, chin, what lies between them, and what around
 * the mouth stays where it is: base of the nose and cheeks.
 */
export const LOWER_FACE_POINTS = [
  ...LIP_POINTS,
  ...CHIN_POINTS,
  18,
  200,
  83,
  313,
  106,
  335,
  182,
  406,
  43,
  273,
  57,
  287,
  164,
  2,
  98,
  327,
  206,
  426,
  207,
  427,
  192,
  416,
  205,
  425,
] as const; // prettier-ignore
/** Points per frame in `FaceTrack.lips`; they are the first in `FaceTrack.lowerFaces`, in the same order. */
export const LIP_AND_CHIN_COUNT = LIP_POINTS.length + CHIN_POINTS.length;

/** One face followed through (a part of) one shot. T = number of frames in which it was seen. */
export interface FaceTrack {
  /** Our own id, unique within a file, starting at 1, in order of first appearance. */
  id: number;
  /** PTS of each frame. Float64Array [T], seconds, strictly rising; gaps are frames where the face was missed. */
  timesS: Float64Array;
  /** Face box x, y, width, height relative to the displayed picture (0..1, rotation applied). Float32Array [T, 4] */
  boxes: Float32Array;
  /**
   * Pose-normalised lip and chin points (x right, y down), unit: interocular distance, origin between the eyes,
   * rotated to a frontal upright head. Float32Array [T, 46, 2], order LIP_POINTS then CHIN_POINTS.
   */
  lips: Float32Array;
  /** Inner lip gap (landmarks 13-14) over interocular distance. Float32Array [T] */
  opening: Float32Array;
  /** Trust in this frame's lips, 0 (none) to 1: size, pose, blur, landmark jitter. Float32Array [T] */
  quality: Float32Array;
  /** Head yaw, pitch, roll in degrees. Float32Array [T, 3] */
  pose: Float32Array;
  /**
   * The face's outermost points, relative to the displayed picture, where they were asked for. Float32Array
   * [T, 43, 2], order OUTLINE_POINTS
   */
  outlines?: Float32Array;
  /**
   * Lips, chin and what is around them, relative to the displayed picture, where outlines were asked for. Float32Array
   * [T, 70, 2], order LOWER_FACE_POINTS
   */
  lowerFaces?: Float32Array;
  /** A small picture of the face, RGBA, for the lane in the page. */
  thumbnail: Thumbnail | null;
}

/** What the page draws of a track. The lips' points are left with the workers: a long file has tens of megabytes of them. */
export type DrawnTrack = Omit<FaceTrack, 'lips' | 'pose' | 'outlines' | 'lowerFaces'>;

export interface Thumbnail {
  width: number;
  height: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** The first or last picture of a range in which there is anything to see. */
export interface ShotPicture {
  timeS: number;
  /** As ShotDetector takes it. */
  luma: Uint8Array;
}

export interface ShotEdges {
  first: ShotPicture;
  last: ShotPicture;
}

/** What was seen in one time range of the picture. */
export interface FaceChunk {
  startS: number;
  endS: number;
  /** PTS of every analysed frame, with or without a face. Float64Array [N] */
  frameTimesS: Float64Array;
  /** PTS of the first frame of each new shot inside the range (never the range's own first frame). */
  cutsS: Float64Array;
  /** By these a cut between this range and its neighbours is seen; null without a picture that shows anything. */
  edges?: ShotEdges | null;
  tracks: FaceTrack[];
  /** Mean absolute luma change between neighbouring frames, 0..255; near 0 means a still picture. */
  motion: number;
}
