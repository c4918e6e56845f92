import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/random';
import { type LipEmbeddings, type SoundEmbeddings, VECTOR_LENGTH } from './lipslate';
import { STEP_S } from './lipslate-inputs';
import { lipslateMatch } from './lipslate-match';

const SIZE = 8;
const STEPS = 500;

function randomVectors(seed: number): Int16Array {
  const random = seeded(seed);
  const out = new Int16Array(STEPS * SIZE);
  for (let i = 0; i < STEPS; i++) {
    const vector = Array.from({ length: SIZE }, () => random() - 0.5);
    const length = Math.hypot(...vector);
    for (const [e, value] of vector.entries()) out[i * SIZE + e] = (value / length) * VECTOR_LENGTH;
  }
  return out;
}

const heard = randomVectors(3);
const sound: SoundEmbeddings = { startS: 0.3, from: 0, to: STEPS, size: SIZE, values: heard };

/** Lips of steps [first, first + length) that are the sound `late` steps later. */
function lipsOf(first: number, length: number, late: number, values = heard): LipEmbeddings {
  const own = values.slice((first + late) * SIZE, (first + late + length) * SIZE);
  return { first, length, values: own, known: new Float32Array(length).fill(1) };
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('how lips go with the sound moment by moment', () => {
  it('is high at their own offset and about nothing at another', () => {
    const lips = lipsOf(100, 300, 6);
    expect(mean(lipslateMatch(1, lips, sound, () => 6 * STEP_S * 1000).values)).toBeGreaterThan(8);
    expect(Math.abs(mean(lipslateMatch(1, lips, sound, () => -400).values))).toBeLessThan(0.5);
  });

  it('follows an offset that changes', () => {
    const lips = lipsOf(100, 300, 0);
    lips.values.set(lipsOf(250, 150, 10).values, 150 * SIZE);
    const values = lipslateMatch(1, lips, sound, (timeS) => (timeS < 0.3 + 250 * STEP_S ? 0 : 200)).values;
    expect(Math.min(...values)).toBeGreaterThan(5);
  });

  it('is the mean over lags taken away: what a still mouth has with every sound does not count', () => {
    const same = new Int16Array(STEPS * SIZE);
    for (let i = 0; i < STEPS; i++) same[i * SIZE] = VECTOR_LENGTH;
    const still = lipslateMatch(1, lipsOf(100, 300, 0, same), { ...sound, values: same }, () => 0);
    expect(Math.max(...still.values.map(Math.abs))).toBeLessThan(1e-6);
  });

  it('lies on one grid for all faces, and is unknown where lips or sound are missing', () => {
    const lips = lipsOf(103, 20, 0);
    lips.known.fill(0, 7, 12);
    const match = lipslateMatch(4, lips, sound, () => 0);
    expect(match.trackId).toBe(4);
    expect(match.hopS).toBeCloseTo(0.1);
    expect(match.startS).toBeCloseTo(0.3 + 2);
    expect([...match.values].map(Number.isNaN)).toEqual([false, false, true, false, false]);
    const beyond = lipslateMatch(4, lipsOf(480, 20, 0), sound, () => 300);
    expect(Number.isNaN(beyond.values.at(-1))).toBe(true);
  });
});
