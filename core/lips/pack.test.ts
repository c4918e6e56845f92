import { describe, expect, it } from 'vitest';
import { packChunk, unpackChunk } from './pack';
import { type FaceChunk, type FaceTrack, LIP_AND_CHIN_COUNT } from './types';

/** Every number in it is another one. */
function track(id: number, rows: number, hasPicture: boolean): FaceTrack {
  const numbers = (perRow: number, from: number) =>
    Float32Array.from({ length: rows * perRow }, (_, i) => id * 10_000 + from + i);
  return {
    id,
    timesS: Float64Array.from({ length: rows }, (_, i) => id + i / 24),
    boxes: numbers(4, 0.125),
    lips: numbers(LIP_AND_CHIN_COUNT * 2, 0.25),
    opening: numbers(1, 0.375),
    quality: numbers(1, 0.5),
    pose: numbers(3, 0.625),
    thumbnail: hasPicture
      ? { width: 2, height: 3, rgba: Uint8ClampedArray.from({ length: 24 }, (_, i) => i) }
      : null,
  };
}

const CHUNK: FaceChunk = {
  startS: 5,
  endS: Number.POSITIVE_INFINITY,
  motion: 3.5,
  frameTimesS: Float64Array.from([5, 5.04, 5.08]),
  cutsS: Float64Array.from([5.04]),
  tracks: [track(1, 3, true), track(2, 0, false), track(3, 5, false)],
};

const through = async (chunk: FaceChunk, laterS?: number) => {
  const { head, parts } = packChunk(chunk);
  // As it is put away: nothing but numbers and bytes.
  return unpackChunk(structuredClone(head), await new Blob(parts).arrayBuffer(), laterS);
};

describe('a packed chunk', () => {
  it('is the same when it is unpacked, faces without a picture or a row included', async () => {
    expect(await through(CHUNK)).toEqual(CHUNK);
    const empty = { ...CHUNK, frameTimesS: new Float64Array(), cutsS: new Float64Array(), tracks: [] };
    expect(await through(empty)).toEqual(empty);
  });

  it('is moved in time as a whole, and in nothing else', async () => {
    const moved = await through(CHUNK, 0.25);
    expect([moved.startS, moved.endS]).toEqual([5.25, Number.POSITIVE_INFINITY]);
    expect([...moved.frameTimesS]).toEqual([5.25, 5.29, 5.33]);
    expect([...moved.cutsS]).toEqual([5.29]);
    expect([...moved.tracks[0]!.timesS]).toEqual([...CHUNK.tracks[0]!.timesS].map((timeS) => timeS + 0.25));
    expect(moved.tracks.map(({ timesS: _, ...rest }) => rest)).toEqual(
      CHUNK.tracks.map(({ timesS: _, ...rest }) => rest),
    );
  });

  it('is refused when bytes are missing', async () => {
    const { head, parts } = packChunk(CHUNK);
    const bytes = await new Blob(parts).arrayBuffer();
    expect(() => unpackChunk(head, bytes.slice(0, -1))).toThrow(RangeError);
  });
});
