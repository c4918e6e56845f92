/** Sounds in and out of native ffmpeg, for benches: Float32Array [N], mono. */
import { execFileSync } from 'node:child_process';

export const RATE_HZ = 48_000;
const RAW = ['-ac', '1', '-ar', String(RATE_HZ), '-f', 'f32le', '-'];
const BIG = { maxBuffer: 1e9 };
const RAW_IN = ['-v', 'error', '-f', 'f32le', '-ar', String(RATE_HZ), '-ac', '1', '-i', '-'];

export function decoded(path, s, fromS = 0) {
  const cut = ['-ss', String(fromS), '-t', String(s)];
  return floats(execFileSync('ffmpeg', ['-v', 'error', '-i', path, ...cut, '-map', 'a:0', ...RAW], BIG));
}

export function ffmpeg(args, sound) {
  return floats(execFileSync('ffmpeg', [...RAW_IN, ...args, ...RAW], { ...BIG, input: bytesOf(sound) }));
}

export function resampled(sound, rateHz) {
  const args = [...RAW_IN, '-ar', String(rateHz), '-f', 'f32le', '-'];
  return floats(execFileSync('ffmpeg', args, { ...BIG, input: bytesOf(sound) }));
}

/** @param pcm 16-bit samples, little endian, at that rate @returns them at RATE_HZ */
export function floatsOf(pcm, rateHz) {
  const args = ['-v', 'error', '-f', 's16le', '-ar', String(rateHz), '-ac', '1', '-i', '-', ...RAW];
  return floats(execFileSync('ffmpeg', args, { ...BIG, input: pcm }));
}

function bytesOf(sound) {
  return Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength);
}

function floats(bytes) {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
