import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../concat';
import { seeded } from '../testing/random';
import { ClickRepair } from './clicks';
import { ClipFinder, ClipRepair } from './clipped-peaks';
import { speechLike } from './testing/speech-like';

const RATES_HZ = [16_000, 44_100, 48_000];

interface Channel {
  push(samples: Float32Array): Float32Array;
  end(): Float32Array;
}

function through(channel: Channel, sound: Float32Array, piece = 4096): Float32Array {
  const parts: Float32Array[] = [];
  for (let at = 0; at < sound.length; at += piece) parts.push(channel.push(sound.subarray(at, at + piece)));
  return concatFloat32([...parts, channel.end()]);
}

/** Signal to what is left of the damage, dB. */
function snr(clean: Float32Array, sound: Float32Array): number {
  let [power, error] = [0, 0];
  clean.forEach((sample, i) => {
    power += sample ** 2;
    error += (sample - (sound[i] as number)) ** 2;
  });
  return 10 * Math.log10(power / error);
}

/** Bit for bit, in milliseconds where `toEqual` takes seconds. */
const isSame = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

/** Some samples long, of either sign, as a scratch or a lost word of a digital line makes them. */
function withClicks(clean: Float32Array, rateHz: number): { sound: Float32Array; at: number[] } {
  const random = seeded(7);
  const sound = clean.slice();
  const at: number[] = [];
  for (
    let i = rateHz / 10;
    i < clean.length - rateHz / 10;
    i += Math.round(rateHz * (0.15 + 0.2 * random()))
  ) {
    const length = 1 + Math.floor((random() * 12 * rateHz) / 48_000);
    const size = (0.2 + 0.4 * random()) * (random() < 0.5 ? -1 : 1);
    for (let j = 0; j < length; j++)
      sound[i + j]! += size * (0.4 + 0.6 * random()) * (-1) ** (j * (at.length % 2));
    at.push(i);
  }
  return { sound, at };
}

/** At 16 bits, as a recorder would. */
const cutOff = (clean: Float32Array, level: number) =>
  clean.map((sample) => Math.round(Math.max(-level, Math.min(level, sample)) * 32_768) / 32_768);

describe('clicks', () => {
  it.each(RATES_HZ)('at %i Hz are found and taken out; all else stays as it was, bit for bit', (rateHz) => {
    const clean = speechLike(rateHz, 4);
    const { sound, at } = withClicks(clean, rateHz);
    const repair = new ClickRepair(rateHz);
    const mended = through(repair, sound);
    expect(mended).toHaveLength(clean.length);
    expect(repair.count).toBeGreaterThanOrEqual(0.7 * at.length);
    expect(repair.count).toBeLessThanOrEqual(at.length);
    const around = (i: number) => Array.from({ length: 40 }, (_, j) => i - 12 + j);
    const found = at.filter((i) => around(i).some((j) => mended[j] !== sound[j])).flatMap(around);
    const there = (from: Float32Array) => Float32Array.from(found, (i) => from[i]!);
    expect(snr(there(clean), there(mended)) - snr(there(clean), there(sound))).toBeGreaterThan(9);
    const near = new Set(at.flatMap(around));
    expect(mended.every((sample, i) => near.has(i) || sample === sound[i])).toBe(true);
  });

  it.each(RATES_HZ)(
    'are not found at %i Hz in a voice, in noise, in a tone, in what begins and ends hard',
    (rateHz) => {
      const random = seeded(3);
      const length = 2 * rateHz;
      const sounds = [
        speechLike(rateHz, 4, 5),
        Float32Array.from({ length }, () => random() - 0.5),
        Float32Array.from({ length }, (_, i) => 0.5 * Math.cos((2 * Math.PI * 440 * i) / rateHz)),
        new Float32Array(length),
      ];
      for (const sound of sounds) expect(isSame(through(new ClickRepair(rateHz), sound), sound)).toBe(true);
    },
  );

  it('come out the same whatever the blocks, of any length', () => {
    const { sound } = withClicks(speechLike(48_000, 2), 48_000);
    const whole = through(new ClickRepair(48_000), sound, sound.length);
    for (const piece of [97, 48_000])
      expect(isSame(through(new ClickRepair(48_000), sound, piece), whole)).toBe(true);
    for (const count of [0, 1, 40, 961])
      expect(through(new ClickRepair(48_000), sound.slice(0, count), 100)).toHaveLength(count);
  });
});

describe('peaks that were cut off', () => {
  const levelsOf = (sound: Float32Array) => {
    const finder = new ClipFinder();
    finder.push(sound.subarray(0, 10_001));
    finder.push(sound.subarray(10_001));
    return finder.levels();
  };

  it.each([
    [16_000, 0.3, 15],
    [44_100, 0.3, 15],
    [48_000, 0.3, 15],
    [48_000, 0.15, 8],
  ])('at %i Hz and %d are put back; all else stays as it was, bit for bit', (rateHz, level, leastDb) => {
    const clean = speechLike(rateHz, 4);
    const sound = cutOff(clean, level);
    const { above, below } = levelsOf(sound);
    expect(above).toBeCloseTo(level, 4);
    expect(below).toBeCloseTo(level, 4);
    const mended = through(new ClipRepair(rateHz, { above, below }), sound);
    expect(snr(clean, mended) - snr(clean, sound)).toBeGreaterThan(leastDb);
    // A step of 16 bits below the level is cut off as well.
    const isWhole = (sample: number) => Math.abs(sample) < level - 2 / 32_768;
    expect(
      mended.every((sample, i) =>
        isWhole(sound[i]!) ? sample === sound[i] : Math.abs(sample) >= level - 1e-4,
      ),
    ).toBe(true);
  });

  it('of one side alone are told from the other', () => {
    const sound = speechLike(48_000, 3).map((sample) => Math.round(Math.min(0.2, sample) * 32_768) / 32_768);
    expect(levelsOf(sound)).toEqual({ above: expect.closeTo(0.2, 4), below: null });
  });

  it('are not found in a voice, in low tones, in silence', () => {
    const tone = (frequencyHz: number) =>
      Float32Array.from({ length: 96_000 }, (_, i) =>
        Math.fround(Math.sin((2 * Math.PI * frequencyHz * i) / 48_000)),
      );
    for (const sound of [
      speechLike(48_000, 6),
      tone(50),
      tone(20).map((x) => x / 100),
      new Float32Array(20_000),
    ])
      expect(levelsOf(sound.map((sample) => Math.round(sample * 32_767) / 32_768))).toEqual({
        above: null,
        below: null,
      });
  });

  it('come out the same whatever the blocks', () => {
    const sound = cutOff(speechLike(48_000, 2), 0.2);
    const levels = levelsOf(sound);
    const whole = through(new ClipRepair(48_000, levels), sound, sound.length);
    expect(isSame(through(new ClipRepair(48_000, levels), sound, 777), whole)).toBe(true);
  });
});
