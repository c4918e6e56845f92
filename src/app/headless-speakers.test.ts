import { expect, it } from 'vitest';
import type { FaceState } from '../engine/dub/types';
import { faceNumbered, inOrder } from './headless-speakers';

const seen = (id: number, startS: number, x: number, who = id, nth: number | null = null) => ({
  id,
  who,
  nth,
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

it('somebody is one number in all shots; one shot alone has a number behind it', () => {
  const people = [seen(1, 0, 0, 1, 1), seen(2, 0, 0.5, 2), seen(3, 2, 0.5, 1, 2)];
  const face = { ...FACE, people } as unknown as FaceState;
  expect(faceNumbered(1, face)).toEqual({ timeS: 0, x: 0.25, y: 0.5 });
  expect(faceNumbered('1.2', face)).toEqual({ timeS: 2, x: 0.75, y: 0.5, alone: true });
  expect(faceNumbered(2, face)).toEqual({ timeS: 0, x: 0.75, y: 0.5 });
  expect(() => faceNumbered(3, face)).toThrow(/face 1\.1 \(.*face 2 \(.*face 1\.2 \(/);
  // Whoever says another speech in one shot says it whatever comes first.
  expect(inOrder([{ face: '1.2' }, { face: 1 }, { face: 2 }])).toEqual([
    { face: 1 },
    { face: 2 },
    { face: '1.2' },
  ]);
});
