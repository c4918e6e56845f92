/** The Sound room's work in Node: wasm files come from the disk, where the page fetches them; the rest is the worker's own. */
import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import { encodePcm, wavHeader } from '../../../core/fix/pcm';
import type { PreparedSound, SoundChain } from '../contract';
import { prepare } from '../prepare';

export const NO_STEP: SoundChain = {
  ...{ repair: false, voiceApart: 0, hum: false, room: false, noise: 0, noiseBy: 'rnnoise', roomTone: false },
  ...{ level: false, deEss: 0, tone: null, compress: 0, place: null, target: null },
};

/** To be called before anything that loads one. */
export function serveWasm(): void {
  vi.stubGlobal('fetch', async (url: string) => {
    const [, path] = url.split('/node_modules/');
    return new Response(readFileSync(`node_modules/${path}`));
  });
}

/** @param planes Float32Array [N] per channel @returns a WAV of 24 bits */
export function wavOf(planes: Float32Array[], rateHz = 48_000, name = 'given.wav'): File {
  const header = wavHeader(rateHz, planes.length, planes[0]!.length, 3);
  return new File([header, encodePcm(planes, 'pcm-s24')], name);
}

/** @returns Float32Array [N] per channel, of a WAV as the worker writes it */
export async function planesOf(wav: Blob, channels: number): Promise<Float32Array[]> {
  const bytes = Buffer.from(await wav.arrayBuffer());
  // What is before the samples is as long as for any other number of them.
  const from = wavHeader(48_000, channels, 0, 3).length;
  const samples = (bytes.length - from) / 3 / channels;
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(
      { length: samples },
      (_, i) => bytes.readIntLE(from + 3 * (i * channels + channel), 3) / 2 ** 23,
    ),
  );
}

export async function prepared(
  planes: Float32Array[],
  chain: Partial<SoundChain>,
  { withStems = false, rateHz = 48_000 } = {},
): Promise<PreparedSound & { planes: Float32Array[] }> {
  const job = {
    ...{ audioIndex: 0, withTaken: false, withStems, separator: null },
    chain: { ...NO_STEP, ...chain },
  };
  const made = await prepare(wavOf(planes, rateHz), job, () => {});
  return { ...made, planes: await planesOf(made.wav, made.channels) };
}
