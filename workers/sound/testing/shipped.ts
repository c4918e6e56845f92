/** What tests of the sound share of what is shipped: the example's speech, and the noise suppressor. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Decoded by the machine's own ffmpeg.
 * @param cut what of it, as ffmpeg takes it before a file
 * @returns Float32Array [N], mono
 */
export function exampleSpeech(rateHz: number, ...cut: string[]): Float32Array<ArrayBuffer> {
  const raw = ['-ac', '1', '-ar', String(rateHz), '-f', 'f32le', '-'];
  const args = ['-v', 'error', ...cut, '-i', 'public/example-speech.flac', ...raw];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1e8 });
  // A buffer may lie anywhere in its memory.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

export function shippedRnnoise(): Promise<WebAssembly.Module> {
  const wasm = 'node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm';
  return WebAssembly.compile(readFileSync(wasm));
}
