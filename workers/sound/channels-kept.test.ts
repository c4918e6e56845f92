/** Each step through all of `prepare`, on sounds whose channels differ: each stays the channel that it was, where it was, and unclipped. */
import { beforeAll, describe, expect, it } from 'vitest';
import { TruePeakMeter } from '../../core/loudness/true-peak';
import { lagOf } from '../../core/testing/lag';
import { seeded } from '../../core/testing/random';
import type { SoundChain } from './contract';
import { prepared, serveWasm } from './testing/in-node';
import { exampleSpeech } from './testing/shipped';

const RATE_HZ = 48_000;
const SECONDS = 1.5;
const SAMPLES = SECONDS * RATE_HZ;
/** Between what two channels begin with of the same speech, so that they have nothing in common at lags that are looked for. */
const APART = 0.11 * RATE_HZ;
let speech: Float32Array;

beforeAll(async () => {
  serveWasm();
  speech = (await exampleSpeech(RATE_HZ, 1.8, 5)).map((sample) => 0.6 * sample);
});

const STEPS: Record<string, Partial<SoundChain>> = {
  repair: { repair: true },
  'voice apart': { voiceApart: 12 },
  hum: { hum: true },
  room: { room: true },
  noise: { noise: 1 },
  'room tone': { roomTone: true },
  level: { level: true },
  'sharp S': { deEss: 1 },
  tone: { tone: 'clear' },
  compress: { compress: 1 },
  loudness: { target: 'podcast' },
};
/** Of many channels several at a time: what is done to each of them is the same. */
const TOGETHER: Record<string, Partial<SoundChain>> = {
  'all that cleans': { repair: true, voiceApart: 6, hum: true, noise: 0.9, roomTone: true },
  'all that shapes': { level: true, deEss: 1, tone: 'clear', compress: 1, target: 'podcast' },
};

/** Another stretch of the speech on each channel, each softer than the one before, with a noise of its own. */
function channelsOf(channels: number): Float32Array[] {
  return Array.from({ length: channels }, (_, channel) => {
    const random = seeded(channel + 1);
    const from = channel * APART;
    return speech
      .slice(from, from + SAMPLES)
      .map((sample) => (1 - 0.08 * channel) * sample + 0.002 * (2 * random() - 1));
  });
}

/** High tones as loud as low ones, so that all of them tell where it is: an equaliser turns the phase of the lowest. */
const emphasised = (plane: Float32Array) => plane.map((sample, i) => sample - (plane[i - 1] ?? 0));

function likeness(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return ab / Math.sqrt(aa * bb);
}

/** The one that it is most like. */
const originOf = (plane: Float32Array, given: readonly Float32Array[]) =>
  given
    .map((each) => likeness(each, plane))
    .reduce((best, each, i, all) => (each > all[best]! ? i : best), 0);

describe.each([
  ['stereo with two different sides', 2, STEPS],
  ['5.1', 6, TOGETHER],
  ['7.1', 8, TOGETHER],
])('%s', { timeout: 60_000 }, (_layout, channels, steps) => {
  it.each(Object.entries(steps))('has each channel in its place after %s', async (_name, chain) => {
    const given = channelsOf(channels);
    const made = await prepared(given, chain);
    expect([made.channels, made.planes.length]).toEqual([channels, channels]);
    made.planes.forEach((plane, channel) => {
      expect(plane).toHaveLength(SAMPLES);
      expect(originOf(plane, given)).toBe(channel);
      expect(lagOf(emphasised(given[channel]!), emphasised(plane), 100)).toBe(0);
      expect(20 * Math.log10(new TruePeakMeter(RATE_HZ).most(plane, 0))).toBeLessThan(-0.9);
    });
    expect(made.after.figures.clippedSamples).toBe(0);
  });

  it('has its very samples with every step off', async () => {
    const given = channelsOf(channels).map((plane) => plane.map((s) => Math.round(s * 2 ** 23) / 2 ** 23));
    const { planes } = await prepared(given, {});
    planes.forEach((plane, channel) => {
      expect(plane.every((sample, i) => sample === given[channel]![i])).toBe(true);
    });
  });
});
