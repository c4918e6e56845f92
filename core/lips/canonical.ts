/**
 * The fixed face every face is compared with: so that chunks from different workers, and people, share one frame.
 * x to the picture's right, y down, z away from the camera; unit: distance of the outer eye corners; origin between
 * them. The mean of what the landmark network says of about a hundred speakers, made symmetric: it fits real faces
 * to 0.026 eye distances rms, MediaPipe's own canonical face model (an artist's mesh) to 0.038.
 */

/** Mesh indices of points that stay put while one speaks: eye corners, nose ridge, forehead, sides of the head. */
export const RIGID_POINTS = [
  33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 1, 10, 151, 9, 8, 127, 356, 234, 454,
] as const;

/** Where they are on the canonical face. Float64Array [19, 3] */
export const CANONICAL_RIGID = Float64Array.from([
  -0.5, 0.0, 0.0, -0.1932, 0.0148, -0.0594, 0.1932, 0.0148, -0.0594, 0.5, 0.0, 0.0, 0.0, -0.0503, -0.2439,
  0.0, 0.0349, -0.2947, 0.0, 0.1125, -0.3521, 0.0, 0.1854, -0.4153, 0.0, 0.2631, -0.4797, 0.0, 0.3574,
  -0.5091, 0.0, 0.4319, -0.4872, 0.0, -0.6057, -0.174, 0.0, -0.4259, -0.2213, 0.0, -0.2308, -0.2579, 0.0,
  -0.1341, -0.247, -0.7893, 0.056, 0.5532, 0.7893, 0.056, 0.5532, -0.7839, 0.2228, 0.5978, 0.7839, 0.2228,
  0.5978,
]);

/** Middle of the whole mean face, forehead to chin, and its height. */
export const CANONICAL_CENTRE = [0, 0.35, 0] as const;
export const CANONICAL_HEIGHT = 1.91;
