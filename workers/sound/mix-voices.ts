/** Several speeches as one sound: each where it begins, and as loud as the first, whatever microphone it came from. */
import { Limiter } from '../../core/loudness/limiter';
import { asItIs } from '../lib/sound/retime';
import type { FixSource, SourceSound } from '../lib/sound/source';
import type { VoicesJob } from './contract';
import { placedBlocks } from './placed';
import { Sequence } from './sequence';
import { CEILING_DB, gainBetweenDb, loudnessOf, openSpeech } from './speeches';
import { WavWriter } from './wav-writer';

const RATE_HZ = 48_000;
const STEREO = 2;
/** Made at once. */
const BLOCK = RATE_HZ;
/** Of the work, what is done when it is known how loud each is. */
const MEASURED = 0.4;

/** @throws LipslateError: see SoundWorkerApi.mixVoices */
export async function mixVoices(
  { voices, durationS }: VoicesJob,
  onProgress: (share: number) => void,
): Promise<File> {
  const opened: FixSource[] = [];
  try {
    const sounds: SourceSound[] = [];
    for (const voice of voices) sounds.push(await openSpeech(opened, voice));
    const channels = Math.min(STEREO, Math.max(1, ...sounds.map((sound) => sound.channels)));
    const spoken = sounds.map((sound, n) => () => {
      const lengthS = Math.max(0, durationS - voices[n]!.startS);
      const samples = Math.round(lengthS * RATE_HZ);
      return placedBlocks(
        asItIs(sound, { rateHz: RATE_HZ, startS: 0, samples }, lengthS, () => {}),
        channels,
      );
    });
    const loudness: (number | null)[] = [];
    for (const [n, blocks] of spoken.entries()) {
      loudness.push(await loudnessOf(blocks(), RATE_HZ, channels));
      onProgress((MEASURED * (n + 1)) / spoken.length);
    }
    const samples = Math.round(durationS * RATE_HZ);
    const wav = new WavWriter(RATE_HZ, channels, samples);
    const limiter = new Limiter(RATE_HZ, channels, CEILING_DB);
    const parts = spoken.map((blocks, n) => ({
      blocks: blocks(),
      start: Math.round(voices[n]!.startS * RATE_HZ),
      gain: 10 ** (gainBetweenDb(loudness[n]!, loudness[0]!) / 20),
    }));
    let made = 0;
    for await (const planes of mixed(parts, channels, samples)) {
      wav.write(limiter.push(planes));
      made += planes[0]!.length;
      onProgress(MEASURED + (1 - MEASURED) * (made / samples));
    }
    wav.write(limiter.end());
    return wav.file('speeches.wav');
  } finally {
    for (const source of opened) source.dispose();
  }
}

interface MixedPart {
  blocks: AsyncGenerator<Float32Array[]>;
  /** Samples before it. */
  start: number;
  gain: number;
}

/** @param parts blocks of `channels` planes each @param samples of what is made */
export async function* mixed(
  parts: readonly MixedPart[],
  channels: number,
  samples: number,
): AsyncGenerator<Float32Array[]> {
  const waiting = parts.map(({ blocks }) => new Sequence(blocks, channels));
  for (let at = 0; at < samples; at += BLOCK) {
    const length = Math.min(BLOCK, samples - at);
    const out = Array.from({ length: channels }, () => new Float32Array(length));
    for (const [n, { start, gain }] of parts.entries()) {
      const from = Math.min(length, Math.max(0, start - at));
      const said = await waiting[n]!.next(length - from);
      for (const [channel, plane] of out.entries())
        said[channel]!.forEach((sample, i) => {
          plane[from + i]! += gain * sample;
        });
    }
    yield out;
  }
}
