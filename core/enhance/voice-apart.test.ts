import { describe, expect, it } from 'vitest';
import { concatFloat32 } from '../concat';
import { sidesOf } from './sides';
import { type GuessPiece, PIECE_BINS, PIECE_FRAMES, restGain, VoiceApart } from './voice-apart';

const RATE_HZ = 44_100;
const BIN_HZ = RATE_HZ / 4096;

/** All below a bin is voice. */
const below =
  (edge: number): GuessPiece =>
  async (magnitudes) => ({
    voice: magnitudes.map((value, i) => (i % PIECE_BINS < edge ? value : 0)),
    rest: magnitudes.map((value, i) => (i % PIECE_BINS < edge ? 0 : value)),
  });

function tone(hz: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) => 0.3 * Math.sin((2 * Math.PI * hz * i) / RATE_HZ));
}

function noise(samples: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length: samples }, () => {
    state = (state * 16_807) % 2_147_483_647;
    return (state / 2_147_483_647) * 0.6 - 0.3;
  });
}

async function voiceOf(planes: Float32Array[], guess: GuessPiece, block = 5000): Promise<Float32Array[]> {
  const apart = new VoiceApart(planes.length, guess);
  const parts: Float32Array[][] = [];
  for (let at = 0; at < planes[0]!.length; at += block)
    parts.push(await apart.push(planes.map((plane) => plane.slice(at, at + block))));
  parts.push(await apart.end());
  return planes.map((_, channel) => concatFloat32(parts.map((part) => part[channel]!)));
}

/** dB of the difference beneath the sound. */
function errorDb(given: Float32Array, wanted: Float32Array): number {
  let [error, power] = [0, 0];
  wanted.forEach((sample, i) => {
    error += (given[i]! - sample) ** 2;
    power += sample ** 2;
  });
  return 10 * Math.log10(error / power);
}

const sum = (a: Float32Array, b: Float32Array) => a.map((sample, i) => sample + b[i]!);

describe('a voice set apart', () => {
  it('is what the networks say it is, from the first sample to the last, over two pieces', async () => {
    const samples = 13 * RATE_HZ + 123;
    const [low, high] = [tone(40 * BIN_HZ, samples), tone(600 * BIN_HZ, samples)];
    const [voice] = await voiceOf([sum(low, high)], below(300));
    expect(voice!.length).toBe(samples);
    // Where the tones begin and end at once they are noise to any spectrum.
    const inside = (plane: Float32Array) => plane.slice(4096, -4096);
    expect(errorDb(inside(voice!), inside(low))).toBeLessThan(-60);
    expect(errorDb(voice!, low)).toBeLessThan(-30);
  });

  it('is all of the sound, to the sample, where the networks hear nothing but voice', async () => {
    for (const samples of [1, 1000, 4096, 100_000]) {
      const sound = noise(samples);
      const all: GuessPiece = async (magnitudes) => ({
        voice: magnitudes.map(() => 1),
        rest: new Float32Array(magnitudes.length),
      });
      const [voice] = await voiceOf([sound], all, 777);
      expect(voice!.length).toBe(samples);
      expect(errorDb(voice!, sound)).toBeLessThan(-100);
    }
  });

  it('takes of what lies above 11 kHz as much as of all below', async () => {
    const sound = tone(18_000, 3 * RATE_HZ);
    const even: GuessPiece = async (magnitudes) => ({
      voice: magnitudes.map((_, i) => (i % PIECE_BINS < PIECE_BINS / 4 ? 1 : 0)),
      rest: magnitudes.map((_, i) => (i % PIECE_BINS < PIECE_BINS / 4 ? 0 : 1)),
    });
    const [voice] = await voiceOf([sound], even);
    const quarter = sound.map((sample) => sample / 4);
    expect(errorDb(voice!.slice(4096, -4096), quarter.slice(4096, -4096))).toBeLessThan(-60);
  });

  it('goes over from piece to piece without a step', async () => {
    let pieces = 0;
    const opposite: GuessPiece = async (magnitudes) => {
      const isVoice = pieces++ % 2 === 0;
      return {
        voice: magnitudes.map(() => Number(isVoice)),
        rest: magnitudes.map(() => Number(!isVoice)),
      };
    };
    const [voice] = await voiceOf([new Float32Array(20 * RATE_HZ).fill(0.5)], opposite);
    let most = 0;
    for (let i = 4096; i < 19 * RATE_HZ; i++) most = Math.max(most, Math.abs(voice![i]! - voice![i - 1]!));
    expect([pieces, most < 1e-4]).toEqual([2, true]);
    expect([voice![8 * RATE_HZ]! > 0.499, voice![13 * RATE_HZ]! < 0.001]).toEqual([true, true]);
  });

  it('keeps the sides apart, and gives the centre what both say', async () => {
    const left: GuessPiece = async (magnitudes) => ({
      voice: magnitudes.map((_, i) => (i < PIECE_FRAMES * PIECE_BINS ? 1 : 0)),
      rest: magnitudes.map((_, i) => (i < PIECE_FRAMES * PIECE_BINS ? 0 : 1)),
    });
    const planes = Array.from({ length: 6 }, (_, channel) => noise(RATE_HZ, channel + 1));
    const voices = await voiceOf(planes, left);
    const shares = voices.map((voice, channel) => {
      const dot = voice.reduce((total, sample, i) => total + sample * planes[channel]![i]!, 0);
      return dot / planes[channel]!.reduce((total, sample) => total + sample ** 2, 0);
    });
    expect(shares.map((share) => Number(share.toFixed(4)))).toEqual([1, 0, 0.5, 0.5, 1, 0]);
  });

  it('of nothing is nothing, and of silence is silence', async () => {
    expect(await voiceOf([new Float32Array()], below(300))).toEqual([new Float32Array()]);
    const [voice] = await voiceOf([new Float32Array(9000)], below(300));
    expect(voice).toEqual(new Float32Array(9000));
  });
});

it('all but the voice is lowered by decibels, to nothing at the end', () => {
  expect([restGain(0), restGain(20), restGain(40)]).toEqual([1, 0.1, 0]);
});

it('a stereo downmix hears every channel but the bass', () => {
  expect(sidesOf(6).map(({ weights }) => Math.max(...weights) > 0)).toEqual([
    true,
    true,
    true,
    false,
    true,
    true,
  ]);
  expect(sidesOf(12)).toHaveLength(12);
});
