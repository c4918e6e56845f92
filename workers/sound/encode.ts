/**
 * A prepared sound in another format. Each encoder tells its delay to whoever plays what it wrote (FLAC has none, Opus its
 * pre-skip, LAME its tag, MP4 an edit list), so that nothing moves.
 */
import { LipslateError } from '../../core/errors';
import type { Turn } from '../../core/loudness/kept-loudness';
import { INPUT_PATH } from '../lib/decode/ffmpeg-jobs';
import { FfmpegRunner } from '../lib/decode/ffmpeg-runner';
import { oggOpus } from '../lib/encode/ogg-opus';
import { keepLoudness, loudnessOf } from '../lib/sound/kept-loudness';
import { type EncodedFile, SOUND_FORMATS, type SoundFormat, type SoundToEncode } from './contract';
import { turnedWav } from './turned-wav';

/** A WAV beyond 4 GB does not know its own length. */
const INPUT = ['-v', 'info', '-hide_banner', '-stats', '-stats_period', '1', '-ignore_length', '1'];

/** At rates at which nobody hears the codec in speech. */
const CODECS: Record<Exclude<SoundFormat, 'opus'>, (channels: number) => string[]> = {
  flac: () => ['-c:a', 'flac', '-sample_fmt', 's32', '-bits_per_raw_sample', '24', '-f', 'flac'],
  // By quality: at a constant rate LAME makes all of it 0.3 dB quieter.
  mp3: () => ['-c:a', 'libmp3lame', '-q:a', '2', '-f', 'mp3'],
  // In milliseconds, as is usual, the edit list would cut off the last samples in browsers.
  m4a: (channels) => [
    '-c:a',
    'aac',
    '-b:a',
    bits(96_000 * channels),
    '-movie_timescale',
    '48000',
    '-f',
    'ipod',
  ],
};
const bits = String;
const OPUS_BITRATE = 80_000;

const formatOf = (format: SoundFormat) => SOUND_FORMATS.find(({ id }) => id === format)!;

/** @throws LipslateError 'fix-impossible', 'model-load-failed' */
export async function encode(
  sound: SoundToEncode,
  format: SoundFormat,
  onProgress: (share: number) => void,
): Promise<EncodedFile> {
  const { wav, channels, wanted } = sound;
  const { name, extension, type, maxChannels } = formatOf(format);
  if (channels > maxChannels)
    throw new LipslateError('fix-impossible', `${name} holds ${maxChannels} channels, not ${channels}.`);
  const fileOf = (blob: Blob) => new File([blob], `${wav.name.replace(/\.wav$/, '')}.${extension}`, { type });
  const { made, measured } = await keepLoudness(
    // The same samples.
    format === 'flac' ? null : wanted,
    {
      encode: async (turn, onShare) => fileOf(await encodeTurned(sound, format, turn, onShare)),
      measure: loudnessOf,
      drop: async () => {},
    },
    onProgress,
  );
  return { file: made, measured };
}

async function encodeTurned(
  sound: SoundToEncode,
  format: SoundFormat,
  turn: Turn | null,
  onShare: (share: number) => void,
): Promise<Blob> {
  const turned = turn && (await turnedWav(sound.wav, turn));
  try {
    return await encodeWav(turned ? { ...sound, wav: turned.file } : sound, format, onShare);
  } finally {
    await turned?.discard();
  }
}

async function encodeWav(
  { wav, channels, durationS }: SoundToEncode,
  format: SoundFormat,
  onShare: (share: number) => void,
): Promise<Blob> {
  if (format === 'opus') {
    const blob = await oggOpus(wav, OPUS_BITRATE * channels, onShare);
    if (blob === null) throw new LipslateError('fix-impossible', 'This browser does not write Opus.');
    return blob;
  }
  const runner = new FfmpegRunner(wav);
  try {
    const args = [...INPUT, '-i', INPUT_PATH, ...CODECS[format](channels)];
    const { type } = formatOf(format);
    return await runner.write(args, type, (atS) => onShare(Math.min(1, atS / durationS)));
  } finally {
    runner.dispose();
  }
}
