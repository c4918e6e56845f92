import { describe, expect, it } from 'vitest';
import { claimedSize, codecDelaysS } from './ebml-search';

/** An element: id bytes, size in one byte, body. */
const element = (id: number[], body: number[]): number[] => [...id, 0x80 | body.length, ...body];
const header = element([0x1a, 0x45, 0xdf, 0xa3], [0x42, 0x86, 0x81, 1]);
const trackType = (type: number) => element([0x83], [type]);
const delay = (ns: number) =>
  element(
    [0x56, 0xaa],
    [24, 16, 8, 0].map((shift) => (ns >>> shift) & 255),
  );
const entry = (...fields: number[][]) => element([0xae], fields.flat());

function file(...tracks: number[][]): Blob {
  const list = element([0x16, 0x54, 0xae, 0x6b], tracks.flat());
  const skipped = element([0xec], [0, 0, 0]);
  return new Blob([new Uint8Array([...header, ...element([0x18, 0x53, 0x80, 0x67], [...skipped, ...list])])]);
}

describe('what Matroska says about its sound', () => {
  it('finds the delay of each sound track, in order, and none where none is written', async () => {
    const blob = file(
      entry(trackType(1), delay(999)),
      entry(trackType(2), delay(21_333_333)),
      entry(trackType(2)),
    );
    expect(await codecDelaysS(blob)).toEqual([0.021333333, 0]);
  });

  it('says how long the file should be, so that a cut one is noticed', async () => {
    const blob = file(entry(trackType(2)));
    expect(await claimedSize(blob)).toBe(blob.size);
    expect(await claimedSize(blob.slice(0, blob.size - 5))).toBe(blob.size);
  });

  it('leaves other and damaged files alone', async () => {
    expect(await claimedSize(new Blob(['RIFF or whatever it may be']))).toBeNull();
    expect(await codecDelaysS(new Blob(['RIFF or whatever it may be']))).toEqual([]);
    expect(await codecDelaysS(new Blob([new Uint8Array(header), new Uint8Array(20).fill(255)]))).toEqual([]);
  });
});
