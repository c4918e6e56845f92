/** The lips of a video as the product sees them, at even steps. */
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { ROOT } from '../scripts/lib.mjs';
import { readFeatures } from './features.mjs';

export const STEP_S = 0.04;
/** Points of a face's `lowerFaces`. */
const LOWER_FACE_POINTS = 70;

/** Longest face: openings and shapes every STEP_S, NaN and null where it is not seen. */
export async function lipsOf(core, dir, file) {
  const features = join(dir, 'features');
  spawnSync('node', ['training/extract-features.mjs', '--faces', features, file], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const { lipShape, SHAPE_SIZE } = await core.load('core/lips/shape.ts');
  const { chunk, samples, soundStartS } = await readFeatures(core, join(features, `${basename(file)}.json`));
  const track = chunk.tracks.toSorted((a, b) => b.timesS.length - a.timesS.length)[0];
  if (!track || track.timesS.length < 40) return null;
  const steps = Math.ceil(track.timesS.at(-1) / STEP_S);
  const opening = new Array(steps).fill(Number.NaN);
  const shapes = new Array(steps).fill(null);
  const places = new Array(steps).fill(null);
  for (let n = 0, i = 0; i < steps; i++) {
    while (n < track.timesS.length - 1 && track.timesS[n + 1] <= i * STEP_S) n += 1;
    if (Math.abs(track.timesS[n] - i * STEP_S) > STEP_S || !(track.quality[n] > 0)) continue;
    const shape = new Float32Array(SHAPE_SIZE);
    lipShape(track.lips, n, shape);
    opening[i] = shape[42] - shape[43];
    shapes[i] = shape;
    places[i] = placeOf(track, n);
  }
  return { opening, shapes, places, track, samples, soundStartS };
}

/** Middle of the lower face's points, and the width of the face. */
function placeOf({ boxes, lowerFaces }, n) {
  const row = 2 * LOWER_FACE_POINTS;
  const points = lowerFaces.subarray(n * row, (n + 1) * row);
  const middle = (side) => mean(Array.from(points).filter((_, k) => k % 2 === side));
  return { x: middle(0), y: middle(1), width: boxes[4 * n + 2] };
}

export function mean(values) {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}
