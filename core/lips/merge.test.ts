import { describe, expect, it } from 'vitest';
import { joinChunks, mergeChunks } from './merge';
import { packChunk, unpackChunk } from './pack';
import { SHOT_HEIGHT, SHOT_WIDTH } from './shot-detection';
import { type FaceChunk, type FaceTrack, LIP_AND_CHIN_COUNT } from './types';

const FPS = 25;

function times(startS: number, endS: number): Float64Array {
  const first = Math.round(startS * FPS);
  return Float64Array.from({ length: Math.round(endS * FPS) - first }, (_, i) => (first + i) / FPS);
}

/** A face standing at x (0..1 of the width) from startS to endS; its opening counts the frames of the file. */
function face(id: number, startS: number, endS: number, x: number, everyNth = 1): FaceTrack {
  const timesS = times(startS, endS).filter((_, i) => i % everyNth === 0);
  const n = timesS.length;
  return {
    id,
    timesS,
    boxes: Float32Array.from({ length: 4 * n }, (_, i) => [x, 0.3, 0.1, 0.2][i % 4]!),
    lips: new Float32Array(n * LIP_AND_CHIN_COUNT * 2).fill(id),
    opening: Float32Array.from(timesS, (time) => Math.round(time * FPS)),
    quality: new Float32Array(n).fill(1),
    pose: new Float32Array(3 * n),
    thumbnail: null,
  };
}

function chunk(
  startS: number,
  endS: number,
  tracks: FaceTrack[],
  cutsS: number[] = [],
  motion = 1,
): FaceChunk {
  return { startS, endS, frameTimesS: times(startS, endS), cutsS: Float64Array.from(cutsS), tracks, motion };
}

/** A picture of stripes that lie so. */
function stripes(across: number, down: number): Uint8Array {
  return Uint8Array.from({ length: SHOT_WIDTH * SHOT_HEIGHT }, (_, i) => {
    const [x, y] = [i % SHOT_WIDTH, Math.floor(i / SHOT_WIDTH)];
    return 120 + 60 * Math.sin(across * x + down * y);
  });
}

/** With what its first and last picture show. */
function showing(seen: FaceChunk, luma: Uint8Array): FaceChunk {
  const at = (index: number) => ({ timeS: seen.frameTimesS.at(index)!, luma });
  return { ...seen, edges: { first: at(0), last: at(-1) } };
}

describe('a cut with the first picture of a range', () => {
  const [left, right] = [stripes(0.3, 0), stripes(0, 0.5)];
  const range = (startS: number, luma: Uint8Array) =>
    showing(chunk(startS, startS + 10, [face(1, startS, startS + 10, 0.4)]), luma);

  it('is one, and ends the face that was there', () => {
    const { tracks, cutsS } = mergeChunks([range(10, right), range(0, left), range(20, right)]);
    expect([...cutsS]).toEqual([10]);
    expect(tracks.map(({ timesS }) => timesS[0])).toEqual([0, 10]);
  });

  it('stays one when ranges were joined and put away before', () => {
    const joined = joinChunks([range(10, left), range(0, left)]);
    const { head, parts } = packChunk(joined);
    const bytes = parts.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    );
    const back = unpackChunk(head, Uint8Array.from(Buffer.concat(bytes)).buffer, 100);
    const next = showing(chunk(120, 130, [face(1, 120, 130, 0.4)]), right);
    expect([...mergeChunks([back, next]).cutsS]).toEqual([120]);
    expect([...mergeChunks([back, { ...next, edges: null }]).cutsS]).toEqual([]);
  });

  it('is none between ranges that are no neighbours, or where nothing is shown', () => {
    expect([...mergeChunks([range(0, left), range(20, right)]).cutsS]).toEqual([]);
    const dark = { ...range(10, right), edges: null };
    expect([...mergeChunks([range(0, left), dark]).cutsS]).toEqual([]);
  });
});

describe('ranges analysed apart', () => {
  it('become one track when a face goes on over the boundary, with every row in place', () => {
    const { tracks } = mergeChunks([
      chunk(10, 20, [face(1, 10, 20, 0.4)]),
      chunk(0, 10, [face(1, 0, 10, 0.4)]),
      chunk(20, 30, [face(3, 20.2, 30, 0.42)]),
    ]);
    expect(tracks).toHaveLength(1);
    const [track] = tracks;
    expect(track!.timesS).toHaveLength(745);
    expect(track!.lips).toHaveLength(745 * LIP_AND_CHIN_COUNT * 2);
    expect(track!.pose).toHaveLength(745 * 3);
    expect([...track!.opening]).toEqual([...track!.timesS].map((time) => Math.round(time * FPS)));
  });

  it('stay the same once they are joined, without being copied again', () => {
    const chunks = [
      chunk(10, 20, [face(1, 10, 20, 0.4), face(2, 11, 11.5, 0.8)], [15], 3),
      chunk(0, 10, [face(1, 0, 10, 0.4), face(2, 4, 4.1, 0.1)]),
    ];
    const joined = joinChunks(chunks);
    expect([joined.startS, joined.endS, joined.tracks.length]).toEqual([0, 20, 2]);
    const again = mergeChunks([joined]);
    expect(again).toEqual(mergeChunks(chunks));
    expect(again.tracks[0]!.lips).toBe(joined.tracks[0]!.lips);
  });

  it('keep two faces apart that stand in different places', () => {
    const { tracks } = mergeChunks([
      chunk(0, 10, [face(1, 0, 10, 0.2), face(2, 0, 10, 0.7)]),
      chunk(10, 20, [face(1, 10, 20, 0.7), face(2, 10, 20, 0.2)]),
    ]);
    expect(tracks.map((track) => [track.id, track.boxes[0], track.boxes.at(-4)])).toEqual([
      [1, Math.fround(0.2), Math.fround(0.2)],
      [2, Math.fround(0.7), Math.fround(0.7)],
    ]);
  });

  it('are not joined over a cut, over a gap, or across a range still to come', () => {
    expect(
      mergeChunks([chunk(0, 10, [face(1, 0, 10, 0.4)]), chunk(10, 20, [face(1, 10.2, 20, 0.4)], [10.2])])
        .tracks,
    ).toHaveLength(2);
    expect(
      mergeChunks([chunk(0, 10, [face(1, 0, 9, 0.4)]), chunk(10, 20, [face(1, 10.2, 20, 0.4)])]).tracks,
    ).toHaveLength(2);
    expect(
      mergeChunks([chunk(0, 10, [face(1, 0, 10, 0.4)]), chunk(20, 30, [face(1, 20, 30, 0.4)])]).tracks,
    ).toHaveLength(2);
  });

  it('number the faces by first appearance', () => {
    const { tracks } = mergeChunks([
      chunk(10, 20, [face(1, 12, 20, 0.8)]),
      chunk(0, 10, [face(1, 5, 9, 0.6), face(2, 1, 4, 0.1)]),
    ]);
    expect(tracks.map((track) => [track.id, track.timesS[0]])).toEqual([
      [1, 1],
      [2, 5],
      [3, 12],
    ]);
  });

  it('drop ghosts: a few frames, or a sighting now and then', () => {
    const { tracks } = mergeChunks([
      chunk(0, 10, [face(1, 3, 3.16, 0.4), face(2, 0, 10, 0.1, 7), face(3, 0, 10, 0.7, 2)]),
    ]);
    expect(tracks.map((track) => track.boxes[0])).toEqual([Math.fround(0.7)]);
  });

  it('keep a piece too short by itself when it continues a face', () => {
    const { tracks } = mergeChunks([
      chunk(0, 10, [face(1, 9.92, 10, 0.4)]),
      chunk(10, 20, [face(1, 10, 12, 0.4)]),
    ]);
    expect(tracks.map((track) => track.timesS[0])).toEqual([9.92]);
  });

  it('add up cuts, frames and motion of the whole file', () => {
    const merged = mergeChunks([chunk(10, 20, [], [15, 12], 4), chunk(0, 10, [], [3], 2)]);
    expect([...merged.cutsS]).toEqual([3, 12, 15]);
    expect(merged.frameTimesS).toHaveLength(500);
    expect(merged.motion).toBeCloseTo(3);
  });

  it('use what two overlapping ranges both saw only once', () => {
    const merged = mergeChunks([chunk(0, 10, [face(1, 0, 10, 0.4)]), chunk(9, 20, [face(1, 9, 20, 0.4)])]);
    expect(merged.frameTimesS).toHaveLength(500);
    expect(merged.tracks).toHaveLength(1);
    expect(merged.tracks[0]!.timesS).toHaveLength(500);
    expect([...merged.tracks[0]!.opening]).toEqual(
      [...merged.tracks[0]!.timesS].map((time) => Math.round(time * FPS)),
    );
  });

  it('give nothing for nothing', () => {
    expect(mergeChunks([])).toEqual({
      tracks: [],
      cutsS: new Float64Array(),
      motion: 0,
      frameTimesS: new Float64Array(),
    });
  });
});
