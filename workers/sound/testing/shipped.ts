/** What tests of the sound share of what is shipped: the example's speech, and the noise suppressors. */
import { readFileSync } from 'node:fs';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { concatFloat32 } from '../../../core/concat';
import { Resampler } from '../../../core/sound/resample';

/**
 * Decoded by libFLAC, so that these tests run where no ffmpeg is.
 * @param fromS, toS what of it, all by default
 * @returns Float32Array [N], mono
 */
export async function exampleSpeech(rateHz: number, fromS = 0, toS = Number.POSITIVE_INFINITY) {
  const decoder = new FLACDecoder();
  await decoder.ready;
  const { channelData, sampleRate } = await decoder.decodeFile(readFileSync('public/example-speech.flac'));
  decoder.free();
  const resampler = new Resampler(sampleRate, rateHz);
  const whole = concatFloat32([resampler.push(channelData[0]!), resampler.end()]);
  return whole.slice(fromS * rateHz, toS * rateHz);
}

export const shippedRnnoise = () => suppressor('rnnoise_simd');
export const shippedGtcrn = () => suppressor('gtcrn');

function suppressor(name: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(readFileSync(`node_modules/@sapphi-red/web-noise-suppressor/dist/${name}.wasm`));
}
