import { describe, expect, it } from 'vitest';
import { type Box, parseBoxes, serialize } from '../../container/boxes';
import { ContainerError } from '../../container/container-error';
import { readFragments } from './fragments';

const TRACK = 1;
const HAS_DEFAULT_SIZE = 0x10;
const HAS_DURATIONS = 0x100;
const MOOV: Box = { type: 'moov', content: [] };

const words = (...values: number[]) => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setUint32(4 * i, value);
  });
  return new Uint8Array(view.buffer);
};

/** One fragment of one run, and 1,000 bytes of data. */
function fragments(sampleBytes: number, run: Uint8Array) {
  const tfhd = { type: 'tfhd', content: words(HAS_DEFAULT_SIZE, TRACK, sampleBytes) };
  const traf = { type: 'traf', content: [tfhd, { type: 'trun', content: run }] };
  const moof = serialize([{ type: 'moof', content: [traf] }]);
  expect(parseBoxes(moof)).toHaveLength(1);
  const end = moof.length;
  const top = [
    { type: 'moof', startByte: 0, endByte: end },
    { type: 'mdat', startByte: end, endByte: end + 1008 },
  ];
  return readFragments(MOOV, top, async (from, to) => moof.slice(from, to));
}

describe('a run of samples', () => {
  it('of one default size is read as long as the file can hold it', async () => {
    const samples = (await fragments(10, words(0, 100))).get(TRACK);
    expect(samples?.sizes).toEqual(Array(100).fill(10));
  });

  it('of empty samples is read', async () => {
    expect((await fragments(0, words(0, 3))).get(TRACK)?.sizes).toEqual([0, 0, 0]);
  });

  it.each([
    ['samples of one size', 10, words(0, 0xffffffff)],
    ['empty samples', 0, words(0, 0xffffffff)],
    ['samples with entries', 10, words(HAS_DURATIONS, 0xffffffff, 1, 1)],
  ])('whose count is damaged is refused: %s', async (_, sampleBytes, run) => {
    await expect(fragments(sampleBytes, run)).rejects.toThrow(ContainerError);
  });
});
