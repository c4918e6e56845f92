import { expect, test } from 'vitest';
import { faceBoxesAt } from './face-boxes';

const track = (id: number, timesS: number[], left: number) => ({
  id,
  timesS: Float64Array.from(timesS),
  boxes: Float32Array.from(timesS.flatMap((_, i) => [left + i / 8, 0.25, 0.125, 0.5])),
});

test('each face stands where it was seen last or next, and says whether it speaks', () => {
  const tracks = [track(2, [1, 1.04, 1.08], 0.5), track(1, [0.9, 1], 0.125)];
  const speakers = [{ trackId: 2, startS: 1, endS: 1.5 }];
  expect(faceBoxesAt(tracks, speakers, 1.05)).toEqual([
    { id: 1, speaks: false, left: 0.25, top: 0.25, width: 0.125, height: 0.5 },
    { id: 2, speaks: true, left: 0.625, top: 0.25, width: 0.125, height: 0.5 },
  ]);
  // The first was missed for a tenth of a second: it may have gone.
  expect(faceBoxesAt(tracks, speakers, 1.15).map(({ id }) => id)).toEqual([2]);
  expect(faceBoxesAt(tracks, speakers, 3)).toEqual([]);
});
