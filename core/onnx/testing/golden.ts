/**
 * What the original programs give (golden/README.md), and the inputs for which they gave it: made by a formula, which
 * golden/make.py has too.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { uniform } from './deterministic';

const FOLDER = resolve(import.meta.dirname, 'golden');

type FloatFile = 'expert-face' | 'expert-mel' | 'mel' | 'mfcc' | 'syncnet-audio' | 'syncnet-lips' | 'wav2lip';

export function goldenFloats(file: FloatFile): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(readFileSync(resolve(FOLDER, `${file}.f32`))).buffer);
}

/** SyncNet's figures for `goldenStory`; `mean` is the distance at every shift. */
export function goldenDistances(): { offset: number; minDist: number; confidence: number; mean: number[] } {
  return JSON.parse(readFileSync(resolve(FOLDER, 'distances.json'), 'utf8'));
}

/** The tensors of the public checkpoints, in order: `name [shape]`. */
export function goldenTensors(file: 'syncnet_v2' | 'wav2lip' | 'lipsync_expert'): string[] {
  return JSON.parse(readFileSync(resolve(FOLDER, 'tensors.json'), 'utf8'))[file];
}

/** One second of a sawtooth and noise, 16 kHz, loud and quiet by turns. */
export function goldenSound(): Int16Array<ArrayBuffer> {
  const noise = uniform('sound', 16000);
  return Int16Array.from(noise, (u, i) => {
    const level = [1, 0.25, 0.0625, 0.5][(i >> 9) % 4]!;
    return Math.floor(level * (((i * 137) % 1000) - 500) * 16 + level * 4096 * u);
  });
}

/** Two windows of coefficients for SyncNet: [2, 1, 13, 20] */
export const goldenCoefficients = () => Float32Array.from(uniform('mfcc', 2 * 13 * 20), (u) => 20 * u);

/** Five pictures for SyncNet, each with its colours as planes (blue first): 5 x [3, 224, 224] */
export function goldenFrames(): Uint8Array<ArrayBuffer>[] {
  const area = 224 * 224;
  const values = unit('frames', 3 * 5 * area);
  return Array.from({ length: 5 }, (_, frame) =>
    Uint8Array.from({ length: 3 * area }, (_, i) => {
      const plane = Math.floor(i / area);
      return Math.floor(256 * values[(plane * 5 + frame) * area + (i % area)]!);
    }),
  );
}

/** What lips and sound say, 60 times 64 values each: the sound the same four frames later, with a little noise. */
export function goldenStory(): { lips: Float32Array<ArrayBuffer>; sound: Float32Array<ArrayBuffer> } {
  const story = Float32Array.from(uniform('story', 64 * 64), (u) => 10 * u);
  const noise = unit('noise', 60 * 64);
  return {
    lips: story.slice(4 * 64),
    sound: Float32Array.from(noise, (value, i) => story[i]! + value),
  };
}

/** A window of mel bands for Wav2Lip and its expert: [1, 1, 80, 16] */
export const goldenMelWindow = () => Float32Array.from(uniform('mel', 80 * 16), (u) => 4 * u);

/** A masked and a whole face for Wav2Lip: [1, 6, 96, 96] */
export const goldenFace = () => unit('face', 6 * 96 * 96);

/** Five lower halves of faces for Wav2Lip's expert: [1, 15, 48, 96] */
export const goldenFaces = () => unit('faces', 15 * 48 * 96);

/** Every seventh value, which is what is kept of Wav2Lip's picture. */
export function everySeventh(values: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: Math.ceil(values.length / 7) }, (_, i) => values[7 * i]!);
}

function unit(name: string, count: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(uniform(name, count), (u) => (u + 1) / 2);
}

export function maxError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    if (!(error <= most)) most = error; // NaN is an error, too
  }
  return most;
}

/** Largest error over the largest expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let scale = 0;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i]!));
  return maxError(actual, expected) / scale;
}

/** Channels of zeros as the product's first layers want them: [N, from, area] -> [N, to, area] */
export function withZeroChannels(
  source: Float32Array,
  from: number,
  to: number,
  area: number,
): Float32Array<ArrayBuffer> {
  const count = source.length / (from * area);
  const padded = new Float32Array(count * to * area);
  for (let n = 0; n < count; n++) {
    padded.set(source.subarray(n * from * area, (n + 1) * from * area), n * to * area);
  }
  return padded;
}
