import { expect, it } from 'vitest';
import { seeded } from '../../core/testing/random';
import { gathered } from './gathered';

const RATE_HZ = 44_100;

it('puts blocks together that follow each other, and leaves gaps and every sample where they are', async () => {
  const chance = seeded(3);
  const blocks = Array.from({ length: 60 }, (_, i) => {
    // Half a second is missing in the middle.
    const startS = (i * 1024) / RATE_HZ + (i >= 33 ? 0.5 : 0);
    return { startS, planes: [1, 2].map(() => Float32Array.from({ length: 1024 }, chance)) };
  });
  const sound = {
    ...{ codec: 'aac', rateHz: RATE_HZ, channels: 2 },
    async *blocks() {
      yield* blocks;
    },
  };
  const found: { startS: number; planes: Float32Array[] }[] = [];
  for await (const block of gathered(sound).blocks()) found.push(block);
  // Ten are more than 9600 samples.
  expect(found.map(({ planes }) => planes[0]!.length / 1024)).toEqual([10, 10, 10, 3, 10, 10, 7]);
  let next = 0;
  for (const { startS, planes } of found) {
    expect(startS).toBe(blocks[next]!.startS);
    for (let at = 0; at < planes[0]!.length; at += 1024, next++)
      expect(planes.map((plane) => plane.slice(at, at + 1024))).toEqual(blocks[next]!.planes);
  }
  expect(next).toBe(60);
});
