/** One microphone of several, listened to once: kept as one channel at 48 kHz, with how loud it is and where it has speech. */
import { VoiceSplit } from '../../core/enhance/denoise';
import { FRAME_S, FrameEnergies } from '../../core/enhance/frame-energies';
import { LipslateError } from '../../core/errors';
import { Sides } from '../../core/loudness/sides';
import { DOWNMIX, type Mix, toMono } from '../../core/sound/downmix';
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
  /** One side of its stereo is turned round in phase: the difference of both is kept. */
  isInverted: boolean;
}

/** Share of the time that it takes to tell, of stereo. */
const SIDES_SHARE = 0.3;
const DIFFERENCE: Mix = { kind: 'difference', channels: [0, 1] };

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
  const isStereo = sound.channels === 2;
  const from = isStereo ? SIDES_SHARE : 0;
  const isInverted = isStereo && (await areAgainst(sound, (atS) => onTime((from * atS) / durationS)));
  const mix = isInverted ? DIFFERENCE : DOWNMIX;
  const onHeard = (atS: number) => onTime(from + ((1 - from) * atS) / durationS);
  for await (const planes of asItIs(sound, wanted, durationS, onHeard)) {
    const one = toMono(planes, mix);
    kept.push([one]);
    frames.push([one]);
    listener.push(one);
  }
  await kept.finish();
  listener.end();
  // What a frame says is of the sound one frame before.
  const levels = frames.energies().map(Math.sqrt);
  const speech = Float32Array.from(levels, (_, i) => listener.speech[i + 1] ?? 0);
  return { name, kept, samples, levels, speech, isInverted };
}

/** Whether both sides of all of it are turned against each other, so that their sum would be silence. */
async function areAgainst(sound: SourceSound, onTime: (atS: number) => void): Promise<boolean> {
  const sides = new Sides();
  for await (const { startS, planes } of sound.blocks()) {
    sides.push(planes);
    onTime(Math.max(0, startS));
  }
  return sides.fault === 'inverted';
}
