/** Stereo of which one side is turned round in phase, or silent, from its file to what is written. */
import { beforeAll, describe, expect, it } from 'vitest';
import { lagOf } from '../../core/testing/lag';
import { seeded } from '../../core/testing/random';
import { siSdr } from '../../core/testing/si-sdr';
import { listenTo } from './microphone';
import { planesOf, prepared, serveWasm, wavOf } from './testing/in-node';
import { exampleSpeech } from './testing/shipped';

const RATE_HZ = 48_000;
let speech: Float32Array;
let silence: Float32Array;

beforeAll(async () => {
  serveWasm();
  speech = (await exampleSpeech(RATE_HZ, 1, 4.2)).map((sample) => 0.5 * sample);
  silence = new Float32Array(speech.length);
});

const scaled = (a: Float32Array, by: number) => a.map((sample) => by * sample);
const sum = (a: Float32Array, b: Float32Array) => a.map((sample, i) => sample + b[i]!);
const powerOf = (a: Float32Array) => a.reduce((total, sample) => total + sample * sample, 0) / a.length;

function noise(seed: number, size: number): Float32Array {
  const random = seeded(seed);
  return silence.map(() => size * (2 * random() - 1));
}

const hum = () =>
  speech.map(
    (_, i) => 0.01 * [50, 100].reduce((all, hz) => all + Math.sin((2 * Math.PI * hz * i) / RATE_HZ), 0),
  );

describe('stereo of which one side is turned round in phase', { timeout: 60_000 }, () => {
  it.each([
    ['exactly', -1, 0],
    ['at half the level', -0.5, 0],
    ['with noise on each side', -1, 0.01],
  ])('keeps the voice that is set apart, on both sides as they were: %s', async (_name, level, size) => {
    const planes = [sum(speech, noise(1, size)), sum(scaled(speech, level), noise(2, size))];
    const made = await prepared(planes, { voiceApart: 40 }, { withStems: true });
    expect(made.sidesFault).toBe('inverted');
    expect(made.before.figures.phaseCorrelation).toBeLessThan(-0.9);
    expect(made.after.figures.phaseCorrelation).toBeLessThan(-0.9);
    const voice = await planesOf(made.stems!.voice, 2);
    const rest = await planesOf(made.stems!.rest, 2);
    // As it is of the same sound the right way round.
    const asItShould = await prepared([planes[0]!, scaled(planes[1]!, -1)], { voiceApart: 40 });
    expect(siSdr(asItShould.planes[0]!, made.planes[0]!)).toBeGreaterThan(60);
    expect(siSdr(scaled(asItShould.planes[1]!, -1), made.planes[1]!)).toBeGreaterThan(60);
    for (const [channel, truth] of [speech, scaled(speech, level)].entries()) {
      // Half as loud is 6 dB off the middle, of which less is taken for the voice.
      expect(powerOf(made.planes[channel]!)).toBeGreaterThan((level === -1 ? 0.7 : 0.001) * powerOf(truth));
      expect(lagOf(truth, made.planes[channel]!, 60)).toBe(0);
      const error = planes[channel]!.map((x, i) => voice[channel]![i]! + rest[channel]![i]! - x);
      expect(powerOf(error)).toBeLessThan(1e-9 * powerOf(truth) + 1e-12);
    }
  });

  it('has its hum found and taken out, and its speech heard', async () => {
    const noisy = sum(speech, hum());
    const made = await prepared([noisy, scaled(noisy, -1)], { hum: true });
    expect(made.humHz).toEqual([50, 100]);
    expect(siSdr(speech, made.planes[0]!)).toBeGreaterThan(siSdr(speech, noisy) + 10);
    expect(siSdr(scaled(speech, -1), made.planes[1]!)).toBeGreaterThan(siSdr(speech, noisy) + 10);
    const asItIs = await prepared([speech, scaled(speech, -1)], {});
    const alike = await prepared([speech, speech], {});
    expect(alike.speechS).toBeGreaterThan(1);
    expect(asItIs.speechS).toBeCloseTo(alike.speechS, 1);
    expect([alike.sidesFault, alike.before.figures.phaseCorrelation]).toEqual([null, 1]);
  });

  it('is a microphone like any other, as loud as it would be the right way round', async () => {
    const right = await listenTo(wavOf([speech, speech]), () => {});
    const wrong = await listenTo(wavOf([speech, scaled(speech, -1)]), () => {});
    expect([right.isInverted, wrong.isInverted]).toEqual([false, true]);
    const [[one], [other]] = [
      await right.kept.read(0, speech.length),
      await wrong.kept.read(0, speech.length),
    ];
    expect(siSdr(one!, other!)).toBeGreaterThan(90);
    expect(powerOf(other!) / powerOf(one!)).toBeCloseTo(1, 4);
    expect(powerOf(wrong.levels) / powerOf(right.levels)).toBeCloseTo(1, 4);
  });
});

describe('stereo with nothing wrong but its silence, or nothing at all', { timeout: 60_000 }, () => {
  it('is told which side is silent, which stays so', async () => {
    const right = await prepared([speech, silence], { noise: 0.9, hum: true });
    const left = await prepared([silence, speech], { voiceApart: 20 });
    expect([right.sidesFault, left.sidesFault]).toEqual(['right-silent', 'left-silent']);
    expect(right.planes[1]!.every((sample) => sample === 0)).toBe(true);
    expect(left.planes[0]!.every((sample) => sample === 0)).toBe(true);
    expect(lagOf(speech, left.planes[1]!, 60)).toBe(0);
    expect(right.before.figures.phaseCorrelation).toBeNull();
  });

  it('is not touched where both sides have little in common', async () => {
    const wide = [sum(scaled(speech, 0.3), noise(1, 0.1)), sum(scaled(speech, -0.3), noise(2, 0.1))];
    for (const planes of [wide, [speech, noise(3, 0.05)]]) {
      const made = await prepared(planes, {});
      expect(made.sidesFault).toBeNull();
      expect(Math.abs(made.before.figures.phaseCorrelation!)).toBeLessThan(0.4);
    }
  });
});
