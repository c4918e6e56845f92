import { expect, it } from 'vitest';
import { lastSoundS, mendedTimes } from './broken-times';

/** Blocks of 10 ms. */
async function mended(times: number[], durationS: number): Promise<number[]> {
  async function* blocks() {
    for (const startS of times) yield { startS, rateHz: 1000, planes: [new Float32Array(10)] };
  }
  const out: number[] = [];
  for await (const { startS } of mendedTimes(blocks(), lastSoundS(durationS))) out.push(startS);
  return out;
}

it('a block far behind the end follows the one before, and the next ones are where they say', async () => {
  expect(await mended([0, 95_000, 95_000.01, 0.03], 1)).toEqual([0, 0.01, 0.02, 0.03]);
  expect(await mended([95_000, 0.01], 1)).toEqual([0, 0.01]);
});

it('sound may go on behind the end that the file tells, and have gaps', async () => {
  expect(await mended([0, 0.01, 7, 55, 61], 1)).toEqual([0, 0.01, 7, 55, 61]);
  expect(await mended([0, 95_000], 0)).toEqual([0, 95_000]);
});
