import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../core/concat';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import { seeded } from '../../core/testing/random';
import { asItIs } from '../lib/sound/retime';
import type { SourceSound } from '../lib/sound/source';
import { ListenedSound, RepairedSound } from './repaired';

const RATE_HZ = 48_000;
const BLOCK = 1024;
const SAMPLES = 10 * RATE_HZ;

/** A hummed note of many harmonics in a little noise, which can be foretold; and clicks at places. */
function hummed(clicks: readonly number[]): Float32Array {
  const random = seeded(4);
  const sound = Float32Array.from({ length: SAMPLES }, (_, i) => {
    let value = 0;
    for (let h = 1; h <= 6; h++) value += (0.2 / h) * Math.sin((2 * Math.PI * 130 * h * i) / RATE_HZ + h);
    return value + 0.001 * (random() - 0.5);
  });
  for (const at of clicks) sound[at]! += 0.7;
  return sound;
}

/** @param speed of the clock that gave the times: 1.0002 is 0.2 ms a second slow */
function soundOf(plane: Float32Array, speed: number, gap?: { at: number; lengthS: number }): SourceSound {
  return {
    codec: 'pcm',
    rateHz: RATE_HZ,
    channels: 1,
    async *blocks(): AsyncGenerator<SteadyBlock> {
      for (let at = 0; at < plane.length; at += BLOCK) {
        const lateS = gap && at >= gap.at ? gap.lengthS : 0;
        yield { startS: (at / RATE_HZ) * speed + lateS, planes: [plane.slice(at, at + BLOCK)] };
      }
    },
  };
}

async function repaired(sound: SourceSound) {
  const listened = new ListenedSound(sound);
  for await (const _ of listened.blocks());
  const made = new RepairedSound(sound, listened.levels, false);
  const blocks: SteadyBlock[] = [];
  for await (const block of made.blocks()) blocks.push(block);
  const startsS = blocks.map(({ startS }) => startS);
  return { startsS, plane: concatFloat32(blocks.map(({ planes }) => planes[0]!)), mended: made.mended };
}

async function laid(sound: SourceSound): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  const wanted = { rateHz: RATE_HZ, startS: 0, samples: SAMPLES };
  for await (const [plane] of asItIs(sound, wanted, 10, () => {})) parts.push(plane!);
  return concatFloat32(parts);
}

const isSame = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describe('what was mended', () => {
  it('is counted also by whoever stops with the last sample that is wanted', async () => {
    const clicks = [100_000, 200_000, 300_000];
    const whole = await repaired(soundOf(hummed(clicks), 1));
    const listened = new ListenedSound(soundOf(hummed(clicks), 1));
    for await (const _ of listened.blocks());
    const made = new RepairedSound(soundOf(hummed(clicks), 1), listened.levels, false);
    expect(await laid(made)).toHaveLength(SAMPLES);
    expect(whole.mended.clicks).toBeGreaterThan(0);
    expect(made.mended).toEqual(whole.mended);
    // Once more from the beginning, they are not counted twice.
    await laid(made);
    expect(made.mended).toEqual(whole.mended);
  });
});

describe('a mended sound', { timeout: 30_000 }, () => {
  /** One of them where a clock that is 0.2 ms a second slow is half a millisecond late. */
  const clicks = [105_600, 118 * BLOCK + 1, 369_600];

  it('is mended alike by a clock that runs otherwise, and keeps the time of each block', async () => {
    const sound = hummed(clicks);
    const steady = await repaired(soundOf(sound, 1));
    const drifting = await repaired(soundOf(sound, 1.0002));
    expect(steady.mended.clicks).toBeGreaterThan(2);
    expect(drifting.mended).toEqual(steady.mended);
    expect(isSame(drifting.plane, steady.plane)).toBe(true);
    expect(drifting.startsS).toEqual(steady.startsS.map((startS) => startS * 1.0002));
  });

  it('where there is nothing to mend lies along time as it would without it, by any clock', async () => {
    const sound = hummed([]);
    for (const speed of [1, 1.00002, 1.0002, 1.002]) {
      const given = soundOf(sound, speed);
      const listened = new ListenedSound(given);
      for await (const _ of listened.blocks());
      const mended = new RepairedSound(given, listened.levels, false);
      expect(isSame(await laid(mended), await laid(given))).toBe(true);
    }
  });

  it.each([0.012, 0.5])(
    'begins anew behind a gap of %d s: each part is as it would be alone',
    async (lengthS) => {
      const at = 100 * BLOCK;
      // Turned over and shifted: the one cannot be foretold from the other, and the join looks like a click.
      const first = hummed([at - 40]).slice(0, at);
      const second = hummed([at + 40])
        .slice(at)
        .map((x) => 0.3 - x);
      const both = concatFloat32([first, second]);
      const parted = await repaired(soundOf(both, 1, { at, lengthS }));
      const alone = [await repaired(soundOf(first, 1)), await repaired(soundOf(second, 1))];
      expect(isSame(parted.plane, concatFloat32(alone.map(({ plane }) => plane)))).toBe(true);
      expect(parted.mended.clicks).toBe(alone[0]!.mended.clicks + alone[1]!.mended.clicks);
      expect(parted.startsS[100]! - parted.startsS[99]!).toBeCloseTo(lengthS + BLOCK / RATE_HZ, 9);
      // Joined it is not, so that this tells one from the other.
      const joined = await repaired(soundOf(both, 1));
      expect(isSame(parted.plane, joined.plane)).toBe(false);
    },
  );
});
