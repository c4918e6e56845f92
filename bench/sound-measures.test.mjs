import { expect, it } from 'vitest';
import { siSdr } from '../core/testing/si-sdr';
import { segmentalSnr, stoi } from './sound-measures.mjs';

const RATE_HZ = 10_000;
const PARTIALS = [
  [220, 1],
  [660, 0.6],
  [1340, 0.4],
  [2450, 0.3],
  [3300, 0.2],
];
const length = 3 * RATE_HZ;
const voice = Float64Array.from({ length }, (_, n) => {
  const t = n / RATE_HZ;
  const tones = PARTIALS.reduce((sum, [hz, size]) => sum + size * Math.sin(2 * Math.PI * hz * t + hz), 0);
  return (0.55 + 0.45 * Math.sin(2 * Math.PI * 3.1 * t)) * tones;
});
const noise = Float64Array.from(
  { length },
  (_, n) => Math.sin((0.7 * n ** 2 * 1e-1) % (2 * Math.PI)) + Math.sin((n ** 3 * 1e-5) % (2 * Math.PI)),
);
const inNoise = (size) => voice.map((x, i) => x + size * noise[i]);

/** By an implementation of the paper in numpy, written by itself, on the same signals. */
it.each([
  [0, 1],
  [0.3, 0.597922],
  [1, 0.32538],
  [3, 0.097967],
])('intelligibility in noise of size %d is %d', (size, expected) => {
  expect(stoi(voice, inNoise(size))).toBeCloseTo(expected, 5);
});

it('both ratios are those of the construction', () => {
  const power = (sound) => sound.reduce((sum, x) => sum + x * x, 0);
  const scaled = voice.map((x) => 0.3 * x);
  expect(siSdr(voice, scaled)).toBe(99);
  const dot = voice.reduce((sum, x, i) => sum + x * noise[i], 0);
  const share = dot / power(voice);
  const apart = noise.map((x, i) => x - share * voice[i]);
  const size = Math.sqrt(power(voice) / power(apart) / 10);
  expect(
    siSdr(
      voice,
      voice.map((x, i) => x + size * apart[i]),
    ),
  ).toBeCloseTo(10, 6);
  expect(
    segmentalSnr(
      voice,
      voice.map((x) => 1.1 * x),
      RATE_HZ,
    ),
  ).toBeCloseTo(20, 5);
});
