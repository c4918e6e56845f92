import { describe, expect, it } from 'vitest';
import { fittedTime, planFit } from '../../core/dub/fit';
import { fitted } from './fit-speech';

const RATE_HZ = 48_000;
/** Two words of a voice at 150 Hz, with a pause of 1 s between them and 0.5 s around. */
const WORDS: readonly [fromS: number, toS: number][] = [
  [0.5, 1.7],
  [2.7, 4],
];
const DURATION_S = 4.5;
const PAUSES = [
  { startS: 0, endS: 0.45 },
  { startS: 1.75, endS: 2.65 },
  { startS: 4.05, endS: DURATION_S },
];

function voice(): Float32Array {
  return Float32Array.from({ length: DURATION_S * RATE_HZ }, (_, i) => {
    const timeS = i / RATE_HZ;
    if (!WORDS.some(([from, to]) => timeS >= from && timeS < to)) return 0;
    const harmonics = [1, 2, 3, 5].reduce((sum, n) => sum + Math.sin(2 * Math.PI * 150 * n * timeS) / n, 0);
    return 0.2 * harmonics;
  });
}

async function* inBlocks(samples: Float32Array, channels: number): AsyncGenerator<Float32Array[]> {
  for (let at = 0; at < samples.length; at += 5000)
    yield Array.from({ length: channels }, () => samples.slice(at, at + 5000));
}

async function made(plan: Parameters<typeof fitted>[2], channels = 1): Promise<Float32Array[]> {
  const out: number[][] = Array.from({ length: channels }, () => []);
  for await (const planes of fitted(inBlocks(voice(), channels), channels, plan))
    planes.forEach((plane, channel) => {
      for (const sample of plane) out[channel]!.push(sample);
    });
  return out.map((samples) => Float32Array.from(samples));
}

/** Where something begins and ends to be heard, to 1 ms. */
function edgesS(samples: Float32Array): number[] {
  const edges: number[] = [];
  const [frame, least] = [48, 0.03];
  // A period of the voice lasts 7 ms.
  const reach = 3;
  const loud = Array.from({ length: Math.floor(samples.length / frame) }, (_, n) =>
    samples.subarray(n * frame, (n + 1) * frame).some((sample) => Math.abs(sample) > least),
  );
  let on = false;
  loud.forEach((_, n) => {
    const is = loud.slice(Math.max(0, n - reach), n + reach + 1).some(Boolean);
    if (is !== on) edges.push((n * frame) / RATE_HZ + (is ? reach : -reach + 1) / 1000);
    on = is;
  });
  return edges;
}

/** By the best lag of the autocorrelation, Hz. */
function pitchHz(samples: Float32Array, atS: number): number {
  const from = Math.round(atS * RATE_HZ);
  let best = { lag: 0, sum: 0 };
  for (let lag = RATE_HZ / 250; lag < RATE_HZ / 90; lag++) {
    let sum = 0;
    for (let i = 0; i < 9600; i++) sum += samples[from + i]! * samples[from + i + lag]!;
    if (sum > best.sum) best = { lag, sum };
  }
  return RATE_HZ / best.lag;
}

describe('speech that is fitted', () => {
  for (const targetS of [3.2, 3.9, 4.4, 4.7, 5.3]) {
    it(`to ${targetS} s has its words where planned, at the same pitch`, async () => {
      const plan = planFit(DURATION_S, PAUSES, targetS);
      const [samples] = (await made(plan)) as [Float32Array];
      expect(Math.abs(samples.length / RATE_HZ - targetS)).toBeLessThan(0.001);
      const expected = WORDS.flat().map((timeS) => fittedTime(plan, timeS));
      const found = edgesS(samples);
      expect(found).toHaveLength(expected.length);
      // A stretched edge is as sharp as the transform's hop lets it be.
      found.forEach((timeS, i) => {
        expect(Math.abs(timeS - expected[i]!)).toBeLessThan(plan.stretch === 1 ? 0.0025 : 0.015);
      });
      for (const [from] of WORDS)
        expect(Math.abs(pitchHz(samples, fittedTime(plan, from) + 0.3) / 150 - 1)).toBeLessThan(0.01);
    });
  }

  it('is the very sound where only pauses change, in every channel', async () => {
    const plan = planFit(DURATION_S, PAUSES, 4.2);
    expect(plan.stretch).toBe(1);
    const [left, right] = (await made(plan, 2)) as [Float32Array, Float32Array];
    expect(right).toEqual(left);
    const word = voice().subarray(WORDS[1]![0] * RATE_HZ, WORDS[1]![1] * RATE_HZ);
    const at = left.findIndex((_, i) => word.every((sample, k) => k % 97 > 0 || left[i + k] === sample));
    expect(Math.abs(at / RATE_HZ - fittedTime(plan, WORDS[1]![0]))).toBeLessThan(0.0001);
  });
});
