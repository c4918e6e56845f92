/**
 * The golden pack: outputs of the original programs with deterministic weights, kept beside the project in
 * ../shared/golden (see its README.md). Tests that need it skip themselves, with this reason, where it is absent.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/golden');

export const goldenMissing = !existsSync(resolve(FOLDER, 'manifest.json'));
export const GOLDEN_REASON = 'needs the golden pack in ../shared/golden';

export function goldenBytes(file: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(resolve(FOLDER, file)));
}

export function goldenFloats(file: string): Float32Array<ArrayBuffer> {
  return new Float32Array(goldenBytes(file).buffer);
}

export function goldenJson<T>(file: string): T {
  return JSON.parse(readFileSync(resolve(FOLDER, file), 'utf8')) as T;
}

/** speech.wav: 16 kHz mono int16 behind a plain 44-byte header. */
export function goldenSpeech(): Int16Array<ArrayBuffer> {
  return new Int16Array(goldenBytes('speech.wav').slice(44).buffer);
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
