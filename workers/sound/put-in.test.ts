import { describe, expect, it } from 'vitest';
import { replaced } from './put-in';

const RATE_HZ = 48_000;
const tone = (hz: number, seconds: number) =>
  Float32Array.from(
    { length: seconds * RATE_HZ },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / RATE_HZ),
  );

async function* inBlocks(channels: Float32Array[], size: number): AsyncGenerator<Float32Array[]> {
  for (let at = 0; at < channels[0]!.length; at += size)
    yield channels.map((samples) => samples.slice(at, at + size));
}

describe('a stretch of a recording that is replaced', () => {
  it('is the new sound within, goes over without a click, and leaves every other sample as it was', async () => {
    const [left, right, speech] = [tone(200, 3), tone(310, 3), tone(1000, 1)];
    const part = { startS: 1, endS: 2 };
    const out: number[][] = [[], []];
    const blocks = replaced(inBlocks([left, right], 7000), inBlocks([speech, speech], 5000), part, 2);
    for await (const planes of blocks)
      planes.forEach((plane, channel) => {
        for (const sample of plane) out[channel]!.push(sample);
      });
    for (const [channel, original] of [left, right].entries()) {
      const made = Float32Array.from(out[channel]!);
      expect(made.subarray(0, RATE_HZ)).toEqual(original.subarray(0, RATE_HZ));
      expect(made.subarray(2 * RATE_HZ)).toEqual(original.subarray(2 * RATE_HZ));
      const join = 0.02 * RATE_HZ;
      expect(made.slice(RATE_HZ + join, 2 * RATE_HZ - join)).toEqual(speech.slice(join, RATE_HZ - join));
      // No step is larger than the tones' own, 0.5 * 2 pi 1000 / 48000 and what the fade adds.
      for (let i = 1; i < made.length; i++) expect(Math.abs(made[i]! - made[i - 1]!)).toBeLessThan(0.075);
    }
  });
});
