/** A voice set apart by what is built in, with the suppressor that is shipped: speech beside sounds of known construction. */
import { beforeAll, describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../core/concat';
import { CENTRE_RATE_HZ, CentreVoice } from '../../core/enhance/centre-voice';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import { lagOf } from '../../core/testing/lag';
import { seeded } from '../../core/testing/random';
import { siSdr } from '../../core/testing/si-sdr';
import { ApartSound } from './apart';
import { rnnoiseOf } from './rnnoise-instance';
import { exampleSpeech, shippedRnnoise } from './testing/shipped';

const RATE_HZ = 48_000;
const NOTES_HZ = [110, 131, 147, 165, 196, 220, 262, 294, 330, 392, 440, 523, 587];
let module: WebAssembly.Module;
let speech: Float32Array;

beforeAll(async () => {
  module = await shippedRnnoise();
  speech = await exampleSpeech(RATE_HZ);
}, 60_000);

const powerOf = (sound: Float32Array) => sound.reduce((sum, x) => sum + x * x, 0) / sound.length;
const sum = (a: Float32Array, b: Float32Array) => a.map((sample, i) => sample + b[i]!);
const scaled = (a: Float32Array, by: number) => a.map((sample) => by * sample);
const loudAs = (a: Float32Array, b: Float32Array) => scaled(a, Math.sqrt(powerOf(b) / powerOf(a)));
const rms = (db: number) => 10 ** (db / 20);

function noise(seed: number, samples = speech.length): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: samples }, () => random() - 0.5);
}

/** Two plucked notes of eight harmonics each quarter of a second; as loud as the speech. */
function music(seed: number): Float32Array {
  const random = seeded(seed);
  const sound = new Float32Array(speech.length);
  for (let at = 0; at < sound.length; at += RATE_HZ / 8) {
    const hz = NOTES_HZ[Math.floor(random() * NOTES_HZ.length)]!;
    for (let i = 0; i < RATE_HZ && at + i < sound.length; i++) {
      const s = i / RATE_HZ;
      let value = 0;
      for (let h = 1; h <= 8; h++) value += Math.sin(2 * Math.PI * hz * h * s + h) / h;
      sound[at + i]! += value * Math.min(1, 100 * s) * Math.exp(-3 * s);
    }
  }
  return loudAs(sound, speech);
}

const tells = {
  rateHz: CENTRE_RATE_HZ,
  begin: async (channels: number) => new CentreVoice(channels, await rnnoiseOf(module)),
};

/** @returns the voice and the rest, per channel */
async function apart(planes: Float32Array[], rateHz = RATE_HZ, block = 4801): Promise<Float32Array[][]> {
  const sound = {
    codec: 'pcm',
    rateHz,
    channels: planes.length,
    async *blocks(): AsyncGenerator<SteadyBlock> {
      for (let at = 0; at < planes[0]!.length; at += block)
        yield { startS: at / rateHz, planes: planes.map((plane) => plane.slice(at, at + block)) };
    },
  };
  const made: Float32Array[][] = [];
  for await (const block of new ApartSound(sound, tells, false).blocks()) made.push(block.planes);
  const all = made[0]!.map((_, channel) => concatFloat32(made.map((each) => each[channel]!)));
  return [all.slice(0, planes.length), all.slice(planes.length)];
}

/** What is wrong with a sum, dB beneath it. */
function errorDb(voice: Float32Array, rest: Float32Array, whole: Float32Array): number {
  const error = whole.map((sample, i) => voice[i]! + rest[i]! - sample);
  return 10 * Math.log10(powerOf(error) / powerOf(whole) + 1e-30);
}

describe('a voice in the middle of a stereo sound', { timeout: 60_000 }, () => {
  it.each([
    ['music, another on each side', 4.7, () => [music(3), music(7)]],
    ['music on one side', 9.5, () => [scaled(music(3), Math.SQRT2), new Float32Array(speech.length)]],
    [
      'two musicians, 5 dB off the middle',
      2.6,
      () => {
        const [one, other] = [music(3), music(7)];
        return [sum(scaled(one, 0.87), scaled(other, 0.5)), sum(scaled(one, 0.5), scaled(other, 0.87))];
      },
    ],
    ['noise, another on each side', 16, () => [loudAs(noise(1), speech), loudAs(noise(2), speech)]],
  ])('comes out of %s, by %d dB at least', async (_name, gainDb, sides) => {
    const beside = sides();
    const planes = beside.map((side) => sum(speech, side));
    const [voice, rest] = (await apart(planes)) as [Float32Array[], Float32Array[]];
    const gains = voice.map((each, side) => siSdr(speech, each) - siSdr(speech, planes[side]!));
    // Of a side that has nothing but the voice there is nothing to win.
    expect(gains[0]).toBeGreaterThan(gainDb);
    voice.forEach((each, side) => {
      expect(each).toHaveLength(speech.length);
      expect(lagOf(speech, each, 60)).toBe(0);
      expect(errorDb(each, rest[side]!, planes[side]!)).toBeLessThan(-100);
    });
  });

  it('that has nothing beside it is left alone, and so is one that is on one side alone or in one channel', async () => {
    const dead = new Float32Array(speech.length);
    for (const planes of [[speech, dead], [speech]]) {
      const [voice] = await apart(planes);
      expect(siSdr(speech, voice![0]!)).toBeGreaterThan(40);
    }
  });

  it('of one channel comes out of steady noise, by when somebody speaks and by the noise in pauses', async () => {
    const noisy = sum(speech, scaled(loudAs(noise(1), speech), rms(-3)));
    const [voice, rest] = await apart([noisy]);
    expect(siSdr(speech, voice![0]!) - siSdr(speech, noisy)).toBeGreaterThan(14);
    expect(errorDb(voice![0]!, rest![0]!, noisy)).toBeLessThan(-100);
  });

  it('of one channel does not come out of music', async () => {
    const mixed = sum(speech, music(3));
    const [voice] = await apart([mixed]);
    expect(Math.abs(siSdr(speech, voice![0]!) - siSdr(speech, mixed))).toBeLessThan(1.7);
  });

  it('is where it was at another rate, too, and of surround sound it is in the channel of the middle', async () => {
    const short = speech.slice(0, 2 * RATE_HZ);
    const [voice, rest] = await apart([short.map((x, i) => x + 0.05 * Math.sin(i * i)), short], 44_100);
    expect(lagOf(short, voice![1]!, 60)).toBe(0);
    expect(errorDb(voice![1]!, rest![1]!, short)).toBeLessThan(-100);
    const sides = [music(3), music(7)].map((side) => side.slice(0, short.length));
    const silent = new Float32Array(short.length);
    const surround = [sides[0]!, sides[1]!, short, silent, scaled(sides[1]!, 0.3), scaled(sides[0]!, 0.3)];
    const [voices] = await apart(surround);
    expect(siSdr(short, voices![2]!)).toBeGreaterThan(40);
    for (const side of [0, 1, 3, 4, 5]) expect(powerOf(voices![side]!)).toBeLessThan(1e-3 * powerOf(short));
    // With nothing on that channel the front is stereo.
    const front = [sum(short, sides[0]!), sum(short, sides[1]!), silent, silent, silent, silent];
    const [fronts] = await apart(front);
    expect(siSdr(short, fronts![0]!) - siSdr(short, front[0]!)).toBeGreaterThan(2.5);
  });

  it('is the same in blocks of any length, and silence stays silent', async () => {
    const planes = [sum(speech, music(3)), sum(speech, music(7))].map((plane) =>
      plane.slice(0, 1.6 * RATE_HZ),
    );
    const [[one], [other]] = [await apart(planes, RATE_HZ, 4800), await apart(planes, RATE_HZ, 37_003)];
    expect(Buffer.from(one![0]!.buffer).equals(Buffer.from(other![0]!.buffer))).toBe(true);
    for (const samples of [1, 777, RATE_HZ]) {
      const silent = new Float32Array(samples);
      expect(await apart([silent, silent])).toEqual([
        [silent, silent],
        [silent, silent],
      ]);
    }
  });
});
