/**
 * The fixed face every face is compared with: so that chunks from different workers, and people, share one frame.
 * x to the picture's right, y down, z away from the camera; unit: distance of the outer eye corners; origin between
 * them. Points that speech does not move, from MediaPipe's canonical face model (Apache-2.0).
 */

/** Mesh indices of points that stay put while one speaks: eye corners, nose ridge, forehead, sides of the head. */
export const RIGID_POINTS = [
  33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 1, 10, 151, 9, 8, 127, 356, 234, 454,
] as const;

/** Where they are on the canonical face. Float64Array [19, 3] */
export const CANONICAL_RIGID = Float64Array.from([
  -0.5, 0, 0, -0.2088, 0.0089, -0.0657, 0.2088, 0.0089, -0.0657, 0.5, 0, 0, 0, -0.0683, -0.232, 0, 0.0215,
  -0.2941, 0, 0.1052, -0.3535, 0, 0.1805, -0.405, 0, 0.2585, -0.4577, 0, 0.3517, -0.4963, 0, 0.4263, -0.4838,
  0, -0.6296, -0.1471, 0, -0.4365, -0.2085, 0, -0.2499, -0.2488, 0, -0.1524, -0.2375, -0.8708, 0.0336, 0.5824,
  0.8708, 0.0336, 0.5824, -0.8619, 0.2239, 0.6308, 0.8619, 0.2239, 0.6308,
]);

/** Middle of the whole face (forehead to chin), and its height. */
export const CANONICAL_CENTRE = [0, 0.36, 0] as const;
export const CANONICAL_HEIGHT = 1.99;
