/** Encodes corrected sound into a passing file, packet by packet. */
import { registerAacEncoder } from '@mediabunny/aac-encoder';
import {
  AudioSample,
  AudioSampleSource,
  canEncodeAudio,
  MkvOutputFormat,
  NullTarget,
  Output,
} from 'mediabunny';
import { LipslateError } from '../../core/errors';
import type { EncodedSound, SoundCodec } from '../../core/fix/encoded-sound';
import { encodePcm, isPcmFormat, PCM_FORMATS, type PcmFormat } from '../../core/fix/pcm';
import type { Sink } from './output-sinks';

export type TargetCodec = 'aac' | 'opus' | PcmFormat;

export interface Target {
  codec: TargetCodec;
  rateHz: number;
  channels: number;
  /**
   * Samples by which what goes in starts later than what is heard: a decoder's output lags by as many, and raw samples
   * fit. Negative: that many more are to be skipped.
   */
  leadSamples: number;
}

/** libavcodec's AAC encoder puts one empty frame in front, and no decoder takes it away. */
const AAC_LEAD = 1024;
const AAC_RATES_HZ = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000];
const OPUS_RATE_HZ = 48_000;
/**
 * Chromium's encoder lags by 312 samples; with 24 more to skip they make 7 ms, which Matroska and its readers can say
 * without rounding.
 */
const OPUS_MORE_SKIP = 24;
const OPUS_BITRATE = 80_000;
const AAC_BITRATE = 96_000;
const PCM_PACKET = 1024;
/** Encoders take pieces of about this many samples. */
const PIECE = 4096;

/**
 * What the sound is written as: what it was, as far as the browser can write that.
 * @param container as the listing names it
 * @throws LipslateError 'fix-impossible'
 */
export async function chooseTarget(
  codec: string,
  container: string,
  rateHz: number,
  channels: number,
): Promise<Target> {
  if (isPcmFormat(codec) && container !== 'webm') return { codec, rateHz, channels, leadSamples: 0 };
  const wantsOpus = container === 'webm' || codec === 'opus' || codec === 'vorbis';
  const opus = { codec: 'opus', rateHz: OPUS_RATE_HZ, channels, leadSamples: -OPUS_MORE_SKIP } as const;
  if (wantsOpus && (await canWriteOpus(channels))) return opus;
  if (container === 'webm')
    throw new LipslateError('fix-impossible', `No encoder here writes Opus of ${channels} channels.`);
  if (channels > 8) throw new LipslateError('fix-impossible', `${channels} channels of sound.`);
  return {
    codec: 'aac',
    rateHz: AAC_RATES_HZ.includes(rateHz) ? rateHz : 48_000,
    channels,
    leadSamples: AAC_LEAD,
  };
}

export function bytesPerSecond({ codec, rateHz, channels }: Target): number {
  if (isPcmFormat(codec)) return rateHz * channels * PCM_FORMATS[codec];
  return (channels * (codec === 'aac' ? AAC_BITRATE : OPUS_BITRATE) * 1.1) / 8;
}

/**
 * @param pieces corrected sound from `target.leadSamples` on
 * @param startS presentation time of the first sample that is heard
 * @param samples per channel that are heard
 */
export async function encodeSound(
  pieces: AsyncIterable<Float32Array[]>,
  target: Target,
  startS: number,
  samples: number,
  sink: Sink,
): Promise<EncodedSound> {
  const sizes: number[] = [];
  let at = 0;
  const keep = (packet: Uint8Array) => {
    void sink.write(packet, at);
    at += packet.length;
    sizes.push(packet.length);
  };
  const encoded = isPcmFormat(target.codec)
    ? await packPcm(pieces, target.codec, keep)
    : await compress(pieces, target.codec, target, keep);
  return {
    ...encoded,
    rateHz: target.rateHz,
    channels: target.channels,
    startS,
    samples,
    packetSizes: Uint32Array.from(sizes),
  };
}

type Encoded = Pick<EncodedSound, 'codec' | 'packetSamples'>;

async function packPcm(
  pieces: AsyncIterable<Float32Array[]>,
  format: PcmFormat,
  keep: (packet: Uint8Array) => void,
): Promise<Encoded> {
  for await (const piece of evenly(pieces, PCM_PACKET)) keep(encodePcm(piece, format));
  return { codec: { name: 'pcm', bytesPerSample: PCM_FORMATS[format] }, packetSamples: PCM_PACKET };
}

async function compress(
  pieces: AsyncIterable<Float32Array[]>,
  codec: 'aac' | 'opus',
  { rateHz, channels }: Target,
  keep: (packet: Uint8Array) => void,
): Promise<Encoded> {
  // Also where the browser has an encoder of its own: of this one we know by how much it lags.
  if (codec === 'aac') registerAacEncoder();
  let config: Uint8Array | null = null;
  let packetSamples = 0;
  const each = channels * (codec === 'aac' ? AAC_BITRATE : OPUS_BITRATE);
  const source = new AudioSampleSource({
    codec,
    // AAC frames hold a limited number of bits.
    bitrate: codec === 'aac' ? Math.min(each, 4 * rateHz * channels) : each,
    onEncodedPacket: (packet, meta) => {
      const description = meta?.decoderConfig?.description;
      if (description !== undefined) config ??= bytesOf(description).slice();
      if (packetSamples === 0) packetSamples = Math.round(packet.duration * rateHz);
      keep(packet.data);
    },
  });
  const output = new Output({ format: new MkvOutputFormat(), target: new NullTarget() });
  output.addAudioTrack(source);
  await output.start();
  let count = 0;
  for await (const planes of evenly(pieces, PIECE)) {
    const sample = sampleOf(planes, rateHz, count / rateHz);
    await source.add(sample);
    sample.close();
    count += planes[0]?.length ?? 0;
  }
  await output.finalize();
  if (config === null || packetSamples === 0)
    throw new LipslateError('internal', `${codec} gave no description.`);
  return { codec: describe(codec, config), packetSamples };
}

function describe(codec: 'aac' | 'opus', config: Uint8Array): SoundCodec {
  if (codec === 'aac') return { name: 'aac', config };
  const view = new DataView(config.buffer, config.byteOffset);
  const preSkip = view.getUint16(10, true) + OPUS_MORE_SKIP;
  view.setUint16(10, preSkip, true);
  return { name: 'opus', config, preSkip };
}

function sampleOf(planes: Float32Array[], sampleRate: number, timestamp: number): AudioSample {
  const length = planes[0]?.length ?? 0;
  const data = new Float32Array(length * planes.length);
  planes.forEach((plane, i) => {
    data.set(plane, i * length);
  });
  return new AudioSample({
    data,
    format: 'f32-planar',
    numberOfChannels: planes.length,
    sampleRate,
    timestamp,
  });
}

/** The same sound in pieces of `count` samples; the last may be shorter. */
export async function* evenly(
  pieces: AsyncIterable<Float32Array[]>,
  count: number,
): AsyncGenerator<Float32Array[]> {
  let held: Float32Array[] = [];
  let filled = 0;
  for await (const piece of pieces) {
    const length = piece[0]?.length ?? 0;
    for (let at = 0; at < length; ) {
      if (filled === 0) held = piece.map(() => new Float32Array(count));
      const taken = Math.min(count - filled, length - at);
      held.forEach((plane, channel) => {
        plane.set((piece[channel] as Float32Array).subarray(at, at + taken), filled);
      });
      filled += taken;
      at += taken;
      if (filled < count) continue;
      yield held;
      filled = 0;
    }
  }
  if (filled > 0) yield held.map((plane) => plane.slice(0, filled));
}

function canWriteOpus(channels: number): Promise<boolean> {
  return canEncodeAudio('opus', {
    numberOfChannels: channels,
    sampleRate: OPUS_RATE_HZ,
    bitrate: OPUS_BITRATE * channels,
  });
}

function bytesOf(data: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
