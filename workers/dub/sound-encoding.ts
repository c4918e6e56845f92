/** In what the sound of an exported file is encoded where it cannot be copied, and what is said about that. */
import { type AudioCodec, canEncodeAudio } from 'mediabunny';
import { LipslateError } from '../../core/errors';
import { AAC_LEAD, AAC_RATES_HZ, aacBitrate, loadAacEncoder } from '../lib/encode/aac';
import type { SoundEncoding } from './sound-writer';

/** What is written by copying, unchanged: what players of every kind play in such a file. */
const COPIED: Record<'mp4' | 'webm', AudioCodec[]> = {
  mp4: ['aac', 'mp3'],
  webm: ['opus', 'vorbis'],
};
/** Losing nothing anyone hears when they are encoded for the first time. */
const LOSSLESS = /^(pcm|s302m|flac|alac|truehd|mlp|tta|wavpack)/;
/** What browsers play in one file or another. */
const NAMES: Partial<Record<string, string>> = { aac: 'AAC', opus: 'Opus', mp3: 'MP3', vorbis: 'Vorbis' };
const OPUS_RATE_HZ = 48_000;
const OPUS_BITRATE = 128_000;
/** What an Opus encoder puts first (312 samples): players that are not told hear everything that much later. */
const OPUS_LEAD_S = 312 / 48_000;

/** How sound is encoded anew. */
interface Encoding extends SoundEncoding {
  codec: 'aac' | 'opus';
  /** Sound left out at the start, so that what is heard is in place where players skip nothing. */
  skipS: number;
}

/** @param codec as listings name it, which tell MP2 from MP3 */
export function isCopied(codec: string, container: 'mp4' | 'webm'): codec is AudioCodec {
  return (COPIED[container] as string[]).includes(codec);
}

/** AAC in mp4, which every player reads; Opus in webm, and in mp4 where the AAC encoder cannot be loaded. */
export async function chooseEncoding(
  sound: { rateHz: number; channels: number },
  container: 'mp4' | 'webm',
): Promise<Encoding> {
  const numberOfChannels = Math.min(2, sound.channels);
  if (container === 'mp4' && (await loadAacEncoder())) {
    const rateHz = AAC_RATES_HZ.includes(sound.rateHz) ? Math.min(sound.rateHz, 48_000) : 48_000;
    const bitrate = aacBitrate(rateHz, numberOfChannels);
    return { codec: 'aac', bitrate, rateHz, runUpS: AAC_LEAD / rateHz, skipS: 0 };
  }
  if (!(await canEncodeAudio('opus', { numberOfChannels, sampleRate: OPUS_RATE_HZ })))
    throw new LipslateError('encoder-missing', 'sound', 'This browser cannot write sound.');
  return { codec: 'opus', bitrate: OPUS_BITRATE, rateHz: OPUS_RATE_HZ, runUpS: 0, skipS: OPUS_LEAD_S };
}

/**
 * @param from as listings name it
 * @param to what it is encoded as by us
 */
export function encodingWarnings(from: string, to: 'aac' | 'opus', container: 'mp4' | 'webm'): string[] {
  const into = container === 'mp4' ? 'An MP4 file' : 'A WebM file';
  const anew = `${nameOf(from)} sound: it was encoded anew, as ${nameOf(to)}.`;
  if (container === 'mp4' && to === 'opus')
    return [
      'The sound is Opus, as the AAC encoder could not be loaded: browsers and most players play it in an MP4, QuickTime and some editors do not. Export once more when you are online to get AAC.',
    ];
  if (LOSSLESS.test(from)) return [];
  if (isCopied(from, container))
    return [`The ${nameOf(from)} sound of this file cannot be copied as it is: it was encoded anew.`];
  if (!(from in NAMES)) return [`Players do not read ${anew}`];
  if (container === 'mp4' && from === 'opus') return [`QuickTime and some editors do not play ${anew}`];
  return [`${into} cannot hold ${anew}`];
}

function nameOf(codec: string): string {
  return NAMES[codec] ?? codec.toUpperCase().replace(/^E?AC3$/, (name) => name.replace('3', '-3'));
}
