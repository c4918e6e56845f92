import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../concat';
import { integratedOf, LoudnessMeter } from '../loudness/meter';
import { Denoise, type FrameDenoiser, VoiceSplit } from './denoise';
import { endless } from './endless';
import { HumFilter, HumFinder } from './hum';
import { GainCurve, levelled, levellerGains } from './leveller';
import { voiceMask, withoutVoice } from './voice-mask';

const RATE_HZ = 16_000;

function noise(length: number, size: number, seed = 3): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 16807) % 2147483647;
    return size * ((state / 2147483647) * 2 - 1);
  });
}

function tone(length: number, frequencyHz: number, size: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => size * Math.sin((2 * Math.PI * frequencyHz * i) / RATE_HZ));
}

/** Bit for bit, in milliseconds where `toEqual` takes seconds. */
const isSame = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

const add = (...sounds: Float32Array[]) =>
  sounds[0]!.map((_, i) => sounds.reduce((sum, sound) => sum + (sound[i] as number), 0));

/** Size of one frequency in a sound, from its middle on. */
function sizeOf(sound: Float32Array, frequencyHz: number): number {
  const from = sound.length / 2;
  let [re, im] = [0, 0];
  for (let i = from; i < sound.length; i++) {
    re += (sound[i] as number) * Math.cos((2 * Math.PI * frequencyHz * i) / RATE_HZ);
    im += (sound[i] as number) * Math.sin((2 * Math.PI * frequencyHz * i) / RATE_HZ);
  }
  return (2 * Math.hypot(re, im)) / (sound.length - from);
}

describe('hum', () => {
  const length = 8 * RATE_HZ;
  const linesOf = (sound: Float32Array) => {
    const finder = new HumFinder(RATE_HZ);
    for (let at = 0; at < sound.length; at += 1000) finder.push(sound.subarray(at, at + 1000));
    return finder.lines();
  };

  it.each([50, 60])('of %i Hz is found with its harmonics, and taken out', (mains) => {
    const sound = add(noise(length, 0.02), tone(length, mains, 0.02), tone(length, 3 * mains, 0.01));
    const lines = linesOf(sound);
    expect(lines).toEqual([mains, 3 * mains]);
    const clean = filtered(sound, lines, 997);
    expect(sizeOf(clean, mains)).toBeLessThan(0.0005);
    expect(sizeOf(clean, 3 * mains)).toBeLessThan(0.0005);
    expect(filtered(sound, lines, 30_000)).toEqual(clean);
  });

  it.each<[string, Float32Array]>([
    ['noise', noise(length, 0.1)],
    ['a single tone, which may be music', add(noise(length, 0.02), tone(length, 100, 0.1))],
    [
      'a voice whose pitch moves',
      Float32Array.from(
        { length },
        (_, i) => 0.2 * Math.sin(2 * Math.PI * (110 * (i / RATE_HZ) + 8 * Math.sin(i / 3000))),
      ),
    ],
    ['silence', new Float32Array(length)],
  ])('is not found in %s', (_what, sound) => {
    expect(linesOf(sound)).toEqual([]);
  });

  it('is found under speech that pauses', () => {
    const speech = noise(length, 0.5).map((sample, i) =>
      i % RATE_HZ < 0.6 * RATE_HZ && i > RATE_HZ ? sample : 0,
    );
    const sound = add(speech, tone(length, 50, 0.03), tone(length, 100, 0.03));
    expect(linesOf(sound)).toEqual([50, 100]);
  });

  it('a direct current goes; a voice stays as it was, to the sample', () => {
    const voice = tone(length, 220, 0.1);
    const clean = filtered(
      voice.map((sample) => sample + 0.2),
      [50, 100],
      4096,
    );
    expect(clean).toHaveLength(length);
    const inside = [RATE_HZ, length - RATE_HZ] as const;
    const errors = clean.subarray(...inside).map((sample, i) => sample - (voice[i + RATE_HZ] as number));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.003);
  });

  it.each([1, 500, 8000, 20_000])('of %i samples none is lost', (count) => {
    expect(filtered(noise(count, 0.1), [50, 100], 333)).toHaveLength(count);
    expect(filtered(new Float32Array(count), [50, 100], 333).every((sample) => sample === 0)).toBe(true);
  });

  function filtered(sound: Float32Array, lines: number[], piece: number): Float32Array {
    const filter = new HumFilter(RATE_HZ, lines);
    const out: number[] = [];
    for (let at = 0; at < sound.length; at += piece) out.push(...filter.push(sound.subarray(at, at + piece)));
    out.push(...filter.end());
    return Float32Array.from(out);
  }
});

describe('a noise suppressor that answers late', () => {
  /** Gives each frame back one frame later, halved. */
  const late = (warmUp: number): FrameDenoiser => {
    let before = new Float32Array(480);
    return {
      frame: 480,
      lag: 480,
      warmUp,
      process(frame) {
        const now = frame.slice();
        frame.set(before.map((sample) => sample / 2));
        before = now;
        return 1;
      },
    };
  };

  it.each([1, 7, 480, 1000, 48_000])('answers in time, whole, in blocks of %i', (piece) => {
    const sound = noise(10_001, 0.5);
    // A second and a third one warm up longer than a block, and than the sound.
    for (const warmUp of [0, 5000, 20_000]) {
      const split = new VoiceSplit(late(warmUp));
      const parts = [];
      for (let at = 0; at < sound.length; at += piece) parts.push(split.push(sound.subarray(at, at + piece)));
      parts.push(split.end());
      expect(isSame(concatFloat32(parts.map(({ all }) => all)), sound)).toBe(true);
      const half = sound.map((sample) => sample / 2);
      expect(isSame(concatFloat32(parts.map(({ voice }) => voice)), half)).toBe(true);
    }
  });

  it('leaves all as it was where nothing is to be taken', () => {
    const sound = noise(10_001, 0.5);
    const denoise = new Denoise(late(0), 0);
    expect(isSame(concatFloat32([denoise.push(sound), denoise.end()]), sound)).toBe(true);
  });
});

describe('the leveller', () => {
  const HOP_S = 0.1;
  const hops = (...parts: [count: number, lufs: number][]) =>
    Float32Array.from(parts.flatMap(([count, lufs]) => Array.from({ length: count }, () => lufs)));

  it('brings a far voice closer to a near one, without a jump', () => {
    const gains = levellerGains(hops([100, -18], [100, -30]), HOP_S, -21);
    expect(gains[20]).toBeCloseTo(0.8 * -3, 1);
    expect(gains[180]).toBeCloseTo(0.8 * 9, 1);
    for (let i = 1; i < gains.length; i++)
      expect(Math.abs(gains[i]! - gains[i - 1]!)).toBeLessThanOrEqual(0.601);
  });

  it('does not raise the room in a pause, and nothing without speech', () => {
    const gains = levellerGains(hops([60, -20], [60, -55], [60, -20]), HOP_S, -20);
    expect(Math.max(...gains.map(Math.abs))).toBeLessThan(0.01);
    expect(levellerGains(hops([50, -90]), HOP_S, null).every((gain) => gain === 0)).toBe(true);
    const music = levellerGains(hops([60, -20], [60, -28]), HOP_S, -22, new Float32Array(120));
    expect(music.every((gain) => gain === 0)).toBe(true);
  });

  it('its gains are applied along straight lines of dB', () => {
    const curve = new GainCurve(1000, HOP_S, Float32Array.of(0, 6, 6));
    const out = new Float32Array(300).fill(1);
    for (let at = 0; at < 300; at += 70) curve.process([out.subarray(at, at + 70)]);
    expect(out[0]).toBe(1);
    expect(20 * Math.log10(out[100] as number)).toBeCloseTo(3, 3);
    expect(20 * Math.log10(out[299] as number)).toBeCloseTo(6, 3);
  });

  it('what it makes of the loudness is known beforehand', () => {
    const gainsDb = Float32Array.from({ length: 200 }, (_, i) => 4 * Math.sin(i / 9));
    const sound = noise(20 * RATE_HZ, 0.1);
    const [before, after] = [new LoudnessMeter(RATE_HZ, 1), new LoudnessMeter(RATE_HZ, 1)];
    before.push([sound]);
    new GainCurve(RATE_HZ, HOP_S, gainsDb).process([sound]);
    after.push([sound]);
    const foretold = integratedOf(levelled(before.hops(), gainsDb))!;
    expect(Math.abs(foretold - after.result().integratedLufs!)).toBeLessThan(0.01);
  });
});

describe('a background that is too short', () => {
  const FADE = 100;
  const take = async (round: Float32Array, block: number, count: number) => {
    const out: number[] = [];
    const rounds = async function* () {
      for (let at = 0; at < round.length; at += block) yield [round.slice(at, at + block)];
    };
    for await (const [plane] of endless(rounds, FADE)) {
      out.push(...plane!);
      if (out.length >= count) break;
    }
    return Float32Array.from(out.slice(0, count));
  };

  it('goes on without an end, as loud as it is, whatever the blocks', async () => {
    const round = noise(4000, 0.1);
    const long = await take(round, 997, 20_000);
    expect(long.length).toBe(20_000);
    expect(await take(round, 37, 20_000)).toEqual(long);
    expect(long.slice(0, 3900)).toEqual(round.slice(0, 3900));
    // Behind the fade the next round is as it was.
    expect(long.slice(4000, 7800)).toEqual(round.slice(100, 3900));
    const power = (sound: Float32Array) => sound.reduce((sum, each) => sum + each * each, 0) / sound.length;
    expect(Math.abs(10 * Math.log10(power(long) / power(round)))).toBeLessThan(0.2);
  });

  it('has no click where it goes over', async () => {
    const round = tone(4000, 50, 0.5);
    const long = await take(round, 1000, 12_000);
    const step = (sound: Float32Array) =>
      sound.reduce((most, each, i) => Math.max(most, Math.abs(each - (sound[i - 1] ?? each))), 0);
    expect(step(long)).toBeLessThan(2 * step(round));
  });

  it('ends when there is hardly any', async () => {
    expect((await take(noise(150, 0.1), 50, 1000)).length).toBeLessThanOrEqual(150);
  });
});

describe('a recording without its voice', () => {
  const FRAME = 480;
  const [all, voice] = [noise(FRAME * 100, 0.1), noise(FRAME * 100, 0.1, 7)];
  const speech = Array.from({ length: 100 }, (_, i) => (i >= 40 && i < 60 ? 0.9 : 0.01));
  const mask = voiceMask([speech, speech.map(() => 0)]);

  it('is what it was in pauses, and lacks the voice in speech and around it', () => {
    const rest = withoutVoice(all, voice, 0, mask, FRAME);
    expect(rest.slice(0, 27 * FRAME)).toEqual(all.slice(0, 27 * FRAME));
    expect(rest.slice(73 * FRAME)).toEqual(all.slice(73 * FRAME));
    const spoken = rest.slice(30 * FRAME, 70 * FRAME);
    const wanted = add(
      all,
      voice.map((s) => -s),
    ).slice(30 * FRAME, 70 * FRAME);
    for (let i = 0; i < spoken.length; i += 97) expect(spoken[i]).toBeCloseTo(wanted[i]!, 6);
  });

  it('is the same in blocks of any length', () => {
    const whole = withoutVoice(all, voice, 0, mask, FRAME);
    const parts: number[] = [];
    for (let at = 0; at < all.length; at += 701)
      parts.push(...withoutVoice(all.slice(at, at + 701), voice.slice(at, at + 701), at, mask, FRAME));
    expect(Float32Array.from(parts)).toEqual(whole);
  });
});
