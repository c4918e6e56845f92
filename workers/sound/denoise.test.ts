/** The noise step with the suppressor that is shipped, on speech with noise of known construction. */
import { beforeAll, describe, expect, it } from 'vitest';
import { concatFloat32 } from '../../core/concat';
import { Denoise, VoiceSplit } from '../../core/enhance/denoise';
import { lagOf } from '../../core/testing/lag';
import { seeded } from '../../core/testing/random';
import { siSdr } from '../../core/testing/si-sdr';
import { gtcrnOf } from './gtcrn-instance';
import { rnnoiseOf } from './rnnoise-instance';
import { exampleSpeech, shippedGtcrn, shippedRnnoise } from './testing/shipped';

const RATE_HZ = 48_000;
let module: WebAssembly.Module;
let second: WebAssembly.Module;
let speech: Float32Array;

beforeAll(async () => {
  module = await shippedRnnoise();
  second = await shippedGtcrn();
  speech = await exampleSpeech(RATE_HZ, 0, 5);
}, 60_000);

const denoised = async (sound: Float32Array, amount: number, piece?: number) =>
  through(new Denoise(await rnnoiseOf(module), amount), sound, piece);

/** With GTCRN beside RNNoise. */
const heavily = async (sound: Float32Array, amount: number, piece?: number) =>
  through(new Denoise(await rnnoiseOf(module), amount, await gtcrnOf(second)), sound, piece);

function through(denoise: Denoise, sound: Float32Array, piece = 4096): Float32Array {
  const parts: Float32Array[] = [];
  for (let at = 0; at < sound.length; at += piece) parts.push(denoise.push(sound.slice(at, at + piece)));
  return concatFloat32([...parts, denoise.end()]);
}

const powerOf = (sound: Float32Array) => sound.reduce((sum, x) => sum + x * x, 0) / sound.length;

/** White noise so many dB below the speech. */
function withNoise(snrDb: number, clean = speech): Float32Array {
  const random = seeded(5);
  const size = Math.sqrt(3 * powerOf(clean)) * 10 ** (-snrDb / 20);
  return clean.map((sample) => sample + size * (2 * random() - 1));
}

/** Bit for bit, in milliseconds where `toEqual` takes seconds. */
const isSame = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describe('the noise step', { timeout: 60_000 }, () => {
  it.each([
    [0, 5],
    [10, 4],
    [20, 2],
    [30, 1],
  ])(
    'brings speech with noise %i dB below it closer to what it was, by %i dB at least',
    async (snrDb, gainDb) => {
      const noisy = withNoise(snrDb);
      const made = await denoised(noisy, 0.9);
      expect(made).toHaveLength(noisy.length);
      expect(siSdr(speech, made) - siSdr(speech, noisy)).toBeGreaterThan(gainDb);
      expect(lagOf(noisy, made, 50)).toBe(0);
    },
  );

  it('loses next to nothing of clean speech, with pauses or cut off from them', async () => {
    expect(siSdr(speech, await denoised(speech, 1))).toBeGreaterThan(40);
    const spoken = speech.subarray(RATE_HZ, 1.9 * RATE_HZ);
    expect(siSdr(spoken, await denoised(spoken, 1))).toBeGreaterThan(25);
    // A speaking machine is silent in its pauses.
    const gated = speech.map((sample, i) => (Math.abs(sample) > 0.003 || isLoudNear(i) ? sample : 0));
    expect(siSdr(gated, await denoised(gated, 1))).toBeGreaterThan(25);
  });

  it('leaves pauses as quiet as the suppressor makes them', async () => {
    const quiet = speech.map((sample, i) => (i < 2 * RATE_HZ ? sample : 0));
    const made = await denoised(withNoise(10, quiet), 0.9);
    const [from, to] = [2.5 * RATE_HZ, 4.8 * RATE_HZ];
    const takenDb =
      10 * Math.log10(powerOf(withNoise(10, quiet).subarray(from, to)) / powerOf(made.subarray(from, to)));
    // A tenth of the noise is to stay: 20 dB.
    expect(takenDb).toBeGreaterThan(17);
  });

  it('is the same in blocks of any length, and of a long sound as of its parts', async () => {
    const long = concatFloat32([withNoise(15), withNoise(15), withNoise(15)]);
    // It hears the first second twice, in whole blocks: these make the same second of it.
    const made = await denoised(long, 0.9, 4800);
    expect(made).toHaveLength(long.length);
    const [other, short] = [await denoised(long, 0.9, 48_000), await denoised(long.subarray(0, 777), 0.9)];
    expect(isSame(other, made)).toBe(true);
    expect(short).toHaveLength(777);
    expect(siSdr(concatFloat32([speech, speech, speech]), made)).toBeGreaterThan(18);
  });

  it('leaves silence silent', async () => {
    expect(powerOf(await denoised(new Float32Array(RATE_HZ), 0.9))).toBe(0);
  });

  function isLoudNear(at: number): boolean {
    for (let i = Math.max(0, at - 2400); i < Math.min(speech.length, at + 2400); i += 40)
      if (Math.abs(speech[i] as number) > 0.003) return true;
    return false;
  }
});

describe('the noise step for heavy noise', { timeout: 60_000 }, () => {
  it.each([
    [0, 1],
    [5, 0.5],
  ])('brings speech with noise %i dB below it closer than the usual one, by %f dB', async (snrDb, moreDb) => {
    const noisy = withNoise(snrDb);
    const made = await heavily(noisy, 0.9);
    expect(made).toHaveLength(noisy.length);
    expect(siSdr(speech, made) - siSdr(speech, await denoised(noisy, 0.9))).toBeGreaterThan(moreDb);
    expect(lagOf(noisy, made, 50)).toBe(0);
  });

  it('is neither late nor early with what GTCRN itself gives', async () => {
    const split = new VoiceSplit(await gtcrnOf(second));
    const voice = concatFloat32([split.push(speech).voice, split.end().voice]);
    expect(voice).toHaveLength(speech.length);
    expect(lagOf(speech, voice, 50)).toBe(0);
    expect(siSdr(speech, voice)).toBeGreaterThan(30);
  });

  it('leaves clean speech nearly alone, loud peaks whole, and silence silent', async () => {
    const loud = speech.map((sample) => 3 * sample);
    expect(loud.some((sample) => sample > 1)).toBe(true);
    const made = await heavily(loud, 1);
    expect(siSdr(loud, made)).toBeGreaterThan(40);
    expect(Math.abs(10 * Math.log10(powerOf(made) / powerOf(loud)))).toBeLessThan(0.1);
    expect(powerOf(await heavily(new Float32Array(RATE_HZ), 0.9))).toBe(0);
  });

  it('is the same in blocks of any length, of any number of samples', async () => {
    const noisy = withNoise(10);
    const made = await heavily(noisy, 0.9, 4800);
    expect(isSame(await heavily(noisy, 0.9, 48_000), made)).toBe(true);
    expect(await heavily(noisy.subarray(0, 777), 0.9)).toHaveLength(777);
    expect(await heavily(new Float32Array(), 0.9)).toHaveLength(0);
  });
});
