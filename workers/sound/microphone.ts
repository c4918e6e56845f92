/** One microphone of several, listened to once: kept as one channel at 48 kHz, with how loud it is and where it has speech. */
import { VoiceSplit } from '../../core/enhance/denoise';
import { LipslateError } from '../../core/errors';
import { GrowingFloat32 } from '../../core/growable-arrays';
import { toMono } from '../../core/sound/downmix';
import { asItIs } from '../lib/sound/retime';
import { openSource, type SourceSound } from '../lib/sound/source';
import { KeptBlocks } from './kept-blocks';
import { newRnnoise, RNNOISE_RATE_HZ } from './rnnoise';
import { isUnreadable } from './unreadable';

/** RNNoise's own. */
export const FRAME = 480;
export const FRAME_S = FRAME / RNNOISE_RATE_HZ;

export interface Microphone {
  name: string;
  kept: KeptBlocks;
  samples: number;
  /** Root mean square of each frame, Float32Array [F]. */
  levels: Float32Array;
  /** How surely each frame is speech, 0..1, Float32Array [F]. */
  speech: Float32Array;
}

export const unmixable = (sentence: string, detail?: string) =>
  new LipslateError('microphones-unmixable', detail, sentence);

/** @param onTime gets shares, 0..1 @throws LipslateError 'microphones-unmixable' that says why, or what is not the file's fault */
export async function listenTo(file: File, onTime: (share: number) => void): Promise<Microphone> {
  const source = await openSource(file).catch((cause: unknown) => {
    if (!isUnreadable(cause)) throw cause;
    throw unmixable(`“${file.name}” cannot be read as a sound.`, String(cause));
  });
  try {
    const { listing } = source;
    if (listing.audioTracks.length === 0) throw unmixable(`“${file.name}” has no sound.`);
    return await heard(file.name, await source.sound(0), listing.durationS, onTime);
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
    throw unmixable(`The sound of “${file.name}” cannot be read.`, String(cause));
  } finally {
    source.dispose();
  }
}

async function heard(
  name: string,
  sound: SourceSound,
  durationS: number,
  onTime: (share: number) => void,
): Promise<Microphone> {
  const kept = new KeptBlocks(1);
  const listener = new VoiceSplit(await newRnnoise());
  const levels = new Levels();
  const samples = Math.max(1, Math.round(durationS * RNNOISE_RATE_HZ));
  const wanted = { rateHz: RNNOISE_RATE_HZ, startS: 0, samples };
  for await (const planes of asItIs(sound, wanted, durationS, (atS) => onTime(atS / durationS))) {
    const one = toMono(planes);
    kept.push([one]);
    levels.push(one);
    listener.push(one);
  }
  kept.finish();
  listener.end();
  // What a frame says is of the sound one frame before.
  const speech = Float32Array.from(levels.all(), (_, i) => listener.speech[i + 1] ?? 0);
  return { name, kept, samples, levels: levels.all(), speech };
}

class Levels {
  readonly #levels = new GrowingFloat32(6000);
  #sum = 0;
  #filled = 0;

  push(samples: Float32Array): void {
    for (const sample of samples) {
      this.#sum += sample * sample;
      this.#filled += 1;
      if (this.#filled < FRAME) continue;
      this.#levels.push(Math.sqrt(this.#sum / FRAME));
      this.#sum = 0;
      this.#filled = 0;
    }
  }

  /** Of whole frames. */
  all(): Float32Array {
    return this.#levels.view();
  }
}
