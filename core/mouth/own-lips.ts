/** What one person's lips really did: on the grid of the network's steps, or picture by picture. */
import { lipShape, SHAPE_SIZE } from '../lips/shape';
import { LIP_AND_CHIN_COUNT } from '../lips/types';
import { LipGrid } from '../sync/lipslate-inputs';
import type { SeenLowerFace } from './places';

export interface OwnLips {
  /** Rows below in which the lips were seen. */
  known: number[];
  /** What lipShape says. Float32Array [steps or pictures, SHAPE_SIZE] */
  whole: Float32Array;
  /** The same without its slow part, as the network was taught. */
  around: Float32Array;
}

/** @param steps how many the sound has */
export function lipsAtSteps(faces: readonly SeenLowerFace[], steps: number): OwnLips {
  const seen = new Uint8Array(steps);
  const whole = new Float32Array(steps * SHAPE_SIZE);
  const around = new Float32Array(steps * SHAPE_SIZE);
  for (const face of faces) {
    const grid = new LipGrid(face, 0);
    const { first, length, known } = grid;
    const [shape, quick] = [new Float32Array(SHAPE_SIZE * length), new Float32Array(SHAPE_SIZE * length)];
    grid.whole(0, length, shape);
    grid.quick(0, length, quick);
    for (let i = 0; i < length; i++) {
      const step = first + i;
      if (step < 0 || step >= steps || known[i] === 0 || seen[step] === 1) continue;
      seen[step] = 1;
      for (let k = 0; k < SHAPE_SIZE; k++) {
        whole[step * SHAPE_SIZE + k] = shape[k * length + i]!;
        around[step * SHAPE_SIZE + k] = quick[k * length + i]!;
      }
    }
  }
  return { known: [...seen.keys()].filter((step) => seen[step] === 1), whole, around };
}

/** Without a sound's steps: of every picture that is trusted, or of all where none is. */
export function lipsInPictures(faces: readonly SeenLowerFace[]): OwnLips {
  const rowsOf = (isWanted: (quality: number) => boolean) =>
    faces.flatMap(({ lips, quality }) =>
      [...quality.keys()]
        .filter((n) => isWanted(quality[n]!))
        .map((n) => lips.subarray(n * 2 * LIP_AND_CHIN_COUNT, (n + 1) * 2 * LIP_AND_CHIN_COUNT)),
    );
  const trusted = rowsOf((quality) => quality > 0);
  const rows = trusted.length > 0 ? trusted : rowsOf(() => true);
  const whole = new Float32Array(rows.length * SHAPE_SIZE);
  for (const [n, lips] of rows.entries())
    lipShape(lips, 0, whole.subarray(n * SHAPE_SIZE, (n + 1) * SHAPE_SIZE));
  return { known: [...rows.keys()], whole, around: new Float32Array(whole.length) };
}
