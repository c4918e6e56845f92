/** In what the sound of an exported file is encoded where it cannot be copied, and what is said about that. */
import { type AudioCodec, canEncodeAudio, type InputAudioTrack } from 'mediabunny';
import { LipslateError } from '../../core/errors';
import { AAC_LEAD, AAC_RATES_HZ, aacBitrate, loadAacEncoder } from '../lib/encode/aac';

/** Losing nothing anyone hears when they are encoded for the first time. */
const LOSSLESS = /^(pcm|flac|alac)/;
const NAMES: Partial<Record<string, string>> = { aac: 'AAC', opus: 'Opus', mp3: 'MP3', vorbis: 'Vorbis' };
const OPUS_RATE_HZ = 48_000;
const OPUS_BITRATE = 128_000;
/** What an Opus encoder puts first (312 samples): players that are not told hear everything that much later. */
const OPUS_LEAD_S = 312 / 48_000;

/** How sound is encoded anew. */
interface Encoding {
  codec: 'aac' | 'opus';
  bitrate: number;
  transform: { numberOfChannels: number; sampleRate: number };
  /** Time before 0 that the encoder's run-up takes in the file: players skip it. */
  runUpS: number;
  /** Sound left out at the start, so that what is heard is in place where players skip nothing. */
  skipS: number;
}

/** AAC in mp4, which every player reads; Opus in webm, and in mp4 where the AAC encoder cannot be loaded. */
export async function chooseEncoding(track: InputAudioTrack, container: 'mp4' | 'webm'): Promise<Encoding> {
  const numberOfChannels = Math.min(2, await track.getNumberOfChannels());
  if (container === 'mp4' && (await loadAacEncoder())) {
    const ownRateHz = await track.getSampleRate();
    const sampleRate = AAC_RATES_HZ.includes(ownRateHz) ? Math.min(ownRateHz, 48_000) : 48_000;
    const bitrate = aacBitrate(sampleRate, numberOfChannels);
    const runUpS = AAC_LEAD / sampleRate;
    return { codec: 'aac', bitrate, transform: { numberOfChannels, sampleRate }, runUpS, skipS: 0 };
  }
  const transform = { numberOfChannels, sampleRate: OPUS_RATE_HZ };
  if (!(await canEncodeAudio('opus', transform)))
    throw new LipslateError('encoder-missing', 'sound', 'This browser cannot write sound.');
  return { codec: 'opus', bitrate: OPUS_BITRATE, transform, runUpS: 0, skipS: OPUS_LEAD_S };
}

/** @param to what it is encoded as by us */
export function encodingWarnings(from: AudioCodec, to: 'aac' | 'opus', container: 'mp4' | 'webm'): string[] {
  const into = container === 'mp4' ? 'An MP4 file' : 'A WebM file';
  const anew = `${nameOf(from)} sound: it was encoded anew, as ${nameOf(to)}.`;
  if (container === 'mp4' && to === 'opus')
    return [
      'The sound is Opus, as the AAC encoder could not be loaded: browsers and most players play it in an MP4, QuickTime and some editors do not. Export once more when you are online to get AAC.',
    ];
  if (LOSSLESS.test(from)) return [];
  if (container === 'mp4' && from === 'opus') return [`QuickTime and some editors do not play ${anew}`];
  return [`${into} cannot hold ${anew}`];
}

/** Of sound that no browser decodes. */
export function unreadWarnings(from: string, to: 'aac' | 'opus'): string[] {
  if (LOSSLESS.test(from)) return [];
  return [`Players do not read ${nameOf(from)} sound: it was encoded anew, as ${nameOf(to)}.`];
}

function nameOf(codec: string): string {
  return NAMES[codec] ?? codec.toUpperCase().replace(/^E?AC3$/, (name) => name.replace('3', '-3'));
}
