/** What the sound of a baked copy is written as. */
import { canEncodeAudio } from 'mediabunny';
import { LipslateError } from '../../core/errors';
import { PCM_FORMATS, type PcmFormat, pcmFormatOf } from '../../core/fix/pcm';
import { AAC_LEAD, AAC_RATES_HZ, aacBitrate } from '../lib/encode/aac';
import type { SourceSound } from '../lib/sound/source';

export interface Target {
  codec: 'aac' | 'opus' | PcmFormat;
  rateHz: number;
  channels: number;
  /**
   * Samples by which what goes in starts later than what is heard: a decoder's output lags by as many, and raw samples
   * fit. Negative: that many more are to be skipped.
   */
  leadSamples: number;
  /** AAC with a header before each frame, for programs that get nothing but the packets. */
  adts?: boolean;
}

const AAC_CHANNELS = 8;
export const OPUS_RATE_HZ = 48_000;
/**
 * Chromium's encoder lags by 312 samples; with 24 more to skip they make 7 ms, which Matroska and its readers can say
 * without rounding.
 */
export const OPUS_MORE_SKIP = 24;
const OPUS_BITRATE = 80_000;

/**
 * What it was, as far as the browser can write that.
 * @param container as the listing names it
 * @throws LipslateError 'fix-impossible'
 */
export async function chooseTarget(sound: SourceSound, container: string): Promise<Target> {
  const { codec, rateHz, channels } = sound;
  const pcm = pcmFormatOf(codec);
  if (pcm !== null && container !== 'webm') return { codec: pcm, rateHz, channels, leadSamples: 0 };
  const wantsOpus = container === 'webm' || codec === 'opus' || codec === 'vorbis';
  const opus = { codec: 'opus', rateHz: OPUS_RATE_HZ, channels, leadSamples: -OPUS_MORE_SKIP } as const;
  if (wantsOpus && (await canWriteOpus(channels))) return opus;
  if (container === 'webm')
    throw new LipslateError('fix-impossible', `No encoder here writes Opus of ${channels} channels.`);
  return aacTarget(sound);
}

/** @throws LipslateError 'fix-impossible' for more channels than AAC has */
export function aacTarget({ rateHz, channels }: Pick<SourceSound, 'rateHz' | 'channels'>): Target {
  if (channels > AAC_CHANNELS) throw new LipslateError('fix-impossible', `${channels} channels of sound.`);
  return {
    codec: 'aac',
    rateHz: AAC_RATES_HZ.includes(rateHz) ? rateHz : 48_000,
    channels,
    leadSamples: AAC_LEAD,
  };
}

/** Bits per second for the encoder. */
export function bitrateOf({ codec, rateHz, channels }: Target): number {
  if (codec === 'opus') return channels * OPUS_BITRATE;
  return aacBitrate(rateHz, channels);
}

/** About, rounded up. */
export function bytesPerSecond(target: Target): number {
  const pcm = pcmFormatOf(target.codec);
  if (pcm !== null) return target.rateHz * target.channels * PCM_FORMATS[pcm];
  return (bitrateOf(target) * 1.1) / 8;
}

export function nameOf({ codec }: Target): string {
  return codec.startsWith('pcm') ? 'PCM' : codec;
}

function canWriteOpus(channels: number): Promise<boolean> {
  return canEncodeAudio('opus', {
    numberOfChannels: channels,
    sampleRate: OPUS_RATE_HZ,
    bitrate: OPUS_BITRATE * channels,
  });
}
