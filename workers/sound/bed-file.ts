/** The file of a bed, read once as far as it is needed: kept at 48 kHz, with the channels of the sound that it goes under. */
import { FRAME_S, FrameEnergies } from '../../core/enhance/frame-energies';
import { LipslateError } from '../../core/errors';
import { LoudnessMeter } from '../../core/loudness/meter';
import { toMono } from '../../core/sound/downmix';
import { asItIs } from '../lib/sound/retime';
import type { SourceSound } from '../lib/sound/source';
import { withFirstSound } from './first-sound';
import { KeptBlocks } from './kept-blocks';

const RATE_HZ = 48_000;
/** With less the loudness of a bed cannot be told. */
const LEAST_READ_S = 3;

export interface ReadBed {
  kept: KeptBlocks;
  frames: FrameEnergies;
  /** Null: silent. */
  lufs: number | null;
}

export const unusable = (sentence: string, detail?: string) =>
  new LipslateError('bed-unusable', detail, sentence);

/**
 * @param channels that it is needed in @param needed frames of its sound
 * @throws LipslateError 'bed-unusable' that says why, or what is not the file's fault
 */
export async function readBed(file: File, channels: number, needed: number): Promise<ReadBed> {
  return withFirstSound(file, unusable, (sound, bedS) => keep(sound, bedS, channels, needed));
}

async function keep(sound: SourceSound, bedS: number, channels: number, needed: number): Promise<ReadBed> {
  const kept = new KeptBlocks(channels);
  const meter = new LoudnessMeter(RATE_HZ, channels, { withPeaks: false });
  const frames = new FrameEnergies(RATE_HZ);
  const wanted = { rateHz: RATE_HZ, startS: 0, samples: Math.max(1, Math.round(bedS * RATE_HZ)) };
  const least = Math.max(Math.round(LEAST_READ_S / FRAME_S), needed);
  for await (const planes of asItIs(sound, wanted, bedS, () => {})) {
    const own = inChannels(planes, channels);
    meter.push(own);
    kept.push(own);
    frames.push(own);
    // Not in the middle of a pause: what is heard behind it may be needed.
    if (frames.heard >= least) break;
  }
  await kept.finish();
  return { kept, frames, lufs: meter.result().integratedLufs };
}

/** As it is where the channels are as many, else on both sides in front; what has more than two is mixed to one before. */
function inChannels(planes: Float32Array[], channels: number): Float32Array[] {
  if (planes.length === channels) return planes;
  if (channels === 1) return [toMono(planes)];
  const sides = planes.length === 2 ? planes : Array.from({ length: 2 }, () => toMono(planes));
  const silence = new Float32Array(planes[0]?.length ?? 0);
  return Array.from({ length: channels }, (_, channel) => sides[channel] ?? silence);
}
