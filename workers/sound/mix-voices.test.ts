import { describe, expect, it } from 'vitest';
import { mixed } from './mix-voices';

const RATE_HZ = 48_000;
const tone = (hz: number, seconds: number) =>
  Float32Array.from(
    { length: Math.round(seconds * RATE_HZ) },
    (_, i) => 0.25 * Math.sin((2 * Math.PI * hz * i) / RATE_HZ),
  );

async function* inBlocks(samples: Float32Array, size: number): AsyncGenerator<Float32Array[]> {
  for (let at = 0; at < samples.length; at += size) yield [samples.slice(at, at + size)];
}

describe('several speeches as one sound', () => {
  it('has each from where it begins, to the sample, as loud as told, and silence where nobody speaks', async () => {
    const [first, second] = [tone(300, 1.5), tone(1000, 0.7)];
    // In the middle of a block, while the first is still heard.
    const start = 60_001;
    const samples = 3 * RATE_HZ;
    const parts = [
      { blocks: inBlocks(first, 7001), start: 0, gain: 1 },
      { blocks: inBlocks(second, 5000), start, gain: 0.5 },
    ];
    const made = new Float32Array(samples);
    let at = 0;
    for await (const [plane] of mixed(parts, 1, samples)) {
      made.set(plane!, at);
      at += plane!.length;
    }
    expect(at).toBe(samples);
    const wanted = made.map((_, i) => (first[i] ?? 0) + 0.5 * (second[i - start] ?? 0));
    expect(made.reduce((most, sample, i) => Math.max(most, Math.abs(sample - wanted[i]!)), 0)).toBeLessThan(
      1e-6,
    );
  });

  it('cuts off what goes on behind the end, and one that begins there is not heard', async () => {
    const parts = [
      { blocks: inBlocks(tone(300, 2), 9000), start: RATE_HZ / 2, gain: 1 },
      { blocks: inBlocks(tone(700, 1), 9000), start: 2 * RATE_HZ, gain: 1 },
    ];
    const blocks: Float32Array[] = [];
    for await (const [plane] of mixed(parts, 1, RATE_HZ)) blocks.push(plane!);
    expect(blocks.reduce((sum, { length }) => sum + length, 0)).toBe(RATE_HZ);
    expect(blocks[0]!.slice(RATE_HZ / 2)).toEqual(tone(300, 0.5));
  });
});
