import { expect, it } from 'vitest';
import type { FaceState } from '../engine/dub/types';
import { faceNumbered } from './headless-speakers';

const seen = (id: number, startS: number, x: number) => ({
  id,
  startS,
  endS: startS + 1,
  tracks: [{ timesS: Float64Array.of(startS), boxes: Float32Array.of(x, 0.25, 0.5, 0.5) }],
});
const FACE = { people: [seen(1, 0, 0), seen(2, 2, 0.5)], lookedS: 8 } as unknown as FaceState;

it('a face is found by its number; a number that is none tells which there are', () => {
  expect(faceNumbered(2, FACE)).toEqual({ timeS: 2, x: 0.75, y: 0.5 });
  expect(() => faceNumbered(3, FACE)).toThrow(
    'There is no face 3. Found in the first 8 s: face 1 (25 % from the left, 50 % from the top, 0 to 1 s), face 2 (75 % from the left, 50 % from the top, 2 to 3 s).',
  );
  expect(() => faceNumbered(1, { ...FACE, people: [] })).toThrow(
    'There is no face 1. Found in the first 8 s: none.',
  );
});
