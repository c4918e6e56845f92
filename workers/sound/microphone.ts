/** One microphone of several, listened to once: kept as one channel at 48 kHz, with how loud it is and where it has speech. */
import { VoiceSplit } from '../../core/enhance/denoise';
import { FRAME_S, FrameEnergies } from '../../core/enhance/frame-energies';
import { LipslateError } from '../../core/errors';
import { toMono } from '../../core/sound/downmix';
import { asItIs } from '../lib/sound/retime';
import type { SourceSound } from '../lib/sound/source';
import { withFirstSound } from './first-sound';
import { KeptBlocks } from './kept-blocks';
import { newRnnoise, RNNOISE_RATE_HZ } from './rnnoise';

/** RNNoise's own, too. */
export const FRAME = Math.round(FRAME_S * RNNOISE_RATE_HZ);

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
  return withFirstSound(file, unmixable, (sound, durationS) => heard(file.name, sound, durationS, onTime));
}

async function heard(
  name: string,
  sound: SourceSound,
  durationS: number,
  onTime: (share: number) => void,
): Promise<Microphone> {
  const kept = new KeptBlocks(1);
  const listener = new VoiceSplit(await newRnnoise());
  const frames = new FrameEnergies(RNNOISE_RATE_HZ);
  const samples = Math.max(1, Math.round(durationS * RNNOISE_RATE_HZ));
  const wanted = { rateHz: RNNOISE_RATE_HZ, startS: 0, samples };
  for await (const planes of asItIs(sound, wanted, durationS, (atS) => onTime(atS / durationS))) {
    const one = toMono(planes);
    kept.push([one]);
    frames.push([one]);
    listener.push(one);
  }
  await kept.finish();
  listener.end();
  // What a frame says is of the sound one frame before.
  const levels = frames.energies().map(Math.sqrt);
  const speech = Float32Array.from(levels, (_, i) => listener.speech[i + 1] ?? 0);
  return { name, kept, samples, levels, speech };
}
