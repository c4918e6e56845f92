import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { aheadReaderOf } from './read';
import { hasImpossibleTables } from './sample-tables';

const example = readFileSync(new URL('../../public/example.mp4', import.meta.url));

const impossible = (bytes: Uint8Array) =>
  hasImpossibleTables(async (from, to) => bytes.subarray(from, to), bytes.length);

/** The example with another number at a place behind a table's head, in each table of that type. */
function damaged(type: string, at: number, value: number): Buffer {
  const bytes = Buffer.from(example);
  let tables = 0;
  for (let place = bytes.indexOf(type); place >= 0; place = bytes.indexOf(type, place + 4)) {
    // Types in the sound and picture themselves are chance.
    if (bytes.readUInt32BE(place - 4) > 1e6) continue;
    bytes.writeUInt32BE(value, place + 4 + at);
    tables += 1;
  }
  expect(tables).toBeGreaterThan(0);
  return bytes;
}

describe('hasImpossibleTables', () => {
  it('lets files pass that are whole, cut off, or of another kind', async () => {
    expect(await impossible(example)).toBe(false);
    expect(await impossible(example.subarray(0, 3000))).toBe(false);
    expect(await impossible(new Uint8Array(5000))).toBe(false);
    expect(await impossible(new Uint8Array(3))).toBe(false);
  });

  it('knows chunks, durations and shifts of billions of samples', async () => {
    // Behind version, flags and the number of entries: samples of the first one, or its first chunk and then these.
    expect(await impossible(damaged('stts', 8, 0x7fffffff))).toBe(true);
    expect(await impossible(damaged('ctts', 8, 0x7fffffff))).toBe(true);
    expect(await impossible(damaged('stsc', 12, 0xffffffff))).toBe(true);
    expect(await impossible(damaged('stsz', 8, 0x7fffffff))).toBe(true);
  });

  it('knows them where damage hides how many samples there are', async () => {
    const shifts = damaged('ctts', 8, 0x7fffffff);
    for (let place = shifts.indexOf('stsz'); place >= 0; place = shifts.indexOf('stsz', place))
      shifts.write('lost', place, 'latin1');
    expect(await impossible(shifts)).toBe(true);
  });

  it('takes a few reads of a whole film, not one for each header', async () => {
    const file = new Blob([example]);
    const read = vi.spyOn(file, 'slice');
    expect(await hasImpossibleTables(aheadReaderOf(file), file.size)).toBe(false);
    expect(read.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('leaves numbers alone that cost nothing', async () => {
    expect(await impossible(damaged('stts', 8, 5000))).toBe(false);
    expect(await impossible(damaged('stsc', 12, 100_000))).toBe(false);
  });
});
