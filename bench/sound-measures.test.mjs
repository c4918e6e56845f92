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
/** Loud and soft 3.1 times a second. */
const tones = (count) =>
  Float64Array.from({ length: count }, (_, n) => {
    const t = n / RATE_HZ;
    const sum = PARTIALS.reduce((sum, [hz, size]) => sum + size * Math.sin(2 * Math.PI * hz * t + hz), 0);
    return (0.55 + 0.45 * Math.sin(2 * Math.PI * 3.1 * t)) * sum;
  });

/** Noise by a linear congruential generator, so that Python makes the same to the bit. */
function chance(seed, count) {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Bursts of noise, two a second, with half a second of silence behind each pair: frames that are left out. */
const syllables = (count) =>
  chance(7, count).map((x, n) => {
    const t = n / RATE_HZ;
    return t % 1.5 < 1 ? x * Math.sin(4 * Math.PI * t) ** 2 : 0;
  });

const powerOf = (sound) => sound.reduce((sum, x) => sum + x * x, 0);

function inNoise(sound, snrDb) {
  const around = chance(1, sound.length);
  const size = Math.sqrt(powerOf(sound) / powerOf(around) / 10 ** (snrDb / 10));
  return sound.map((x, n) => x + size * around[n]);
}

/**
 * What pystoi says (github.com/mpariente/pystoi, stoi.py of commit 5698450, utils.py of b88df5a) of the same signals, made in
 * numpy 1.24.2 by the formulas above in float64: `stoi(clean, sound, 10000)`. 32 256 samples end with a whole frame, which it leaves
 * out, as does the Matlab program of the paper's authors.
 */
const PYSTOI = [
  ['tones', 30_000, 20, 0.67809919413],
  ['tones', 30_000, 0, 0.47548386913],
  ['tones', 30_000, -10, 0.20304538767],
  ['tones', 32_256, 20, 0.67894495617],
  ['tones', 32_256, 0, 0.4807603318],
  ['tones', 32_256, -10, 0.2086480725],
  ['syllables', 30_000, 20, 0.99811959072],
  ['syllables', 30_000, 0, 0.85070223017],
  ['syllables', 30_000, -10, 0.48520519351],
  ['syllables', 32_256, 20, 0.99799196497],
  ['syllables', 32_256, 0, 0.84223155188],
  ['syllables', 32_256, -10, 0.4753930828],
];

it.each(PYSTOI)(
  'intelligibility of %s, %d samples, in noise at %d dB is %d',
  (kind, count, snrDb, expected) => {
    const clean = kind === 'tones' ? tones(count) : syllables(count);
    expect(Math.abs(stoi(clean, inNoise(clean, snrDb)) - expected)).toBeLessThan(1e-9);
  },
);

it('of what is twisted, as of what is left as it is, intelligibility is what pystoi says', () => {
  const clean = syllables(30_000);
  expect(stoi(clean, clean)).toBeCloseTo(1, 9);
  const cubed = clean.map((x) => x ** 3);
  expect(Math.abs(stoi(clean, cubed) - 0.89287409612)).toBeLessThan(1e-9);
});

it('both ratios are those of the construction', () => {
  const voice = tones(30_000);
  const noise = chance(1, voice.length);
  const scaled = voice.map((x) => 0.3 * x);
  expect(siSdr(voice, scaled)).toBe(99);
  const dot = voice.reduce((sum, x, i) => sum + x * noise[i], 0);
  const share = dot / powerOf(voice);
  const apart = noise.map((x, i) => x - share * voice[i]);
  const size = Math.sqrt(powerOf(voice) / powerOf(apart) / 10);
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
