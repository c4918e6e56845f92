/** The file of a bed, read once as far as it is needed: kept at 48 kHz, with the channels of the sound that it goes under. */
import { BedFrames } from '../../core/enhance/bed-rounds';
import { LipslateError } from '../../core/errors';
import { LoudnessMeter } from '../../core/loudness/meter';
import { toMono } from '../../core/sound/downmix';
import { asItIs } from '../lib/sound/retime';
import { openSource, type SourceSound } from '../lib/sound/source';
import { KeptBlocks } from './kept-blocks';
import { isUnreadable } from './unreadable';

const RATE_HZ = 48_000;
/** With less the loudness of a bed cannot be told. */
const LEAST_READ_S = 3;
/** What is compared of two files of one size: their ends, and as many places between. */
const END_BYTES = 1 << 20;
const PLACES = 32;
const PLACE_BYTES = 1 << 16;

export interface ReadBed {
  kept: KeptBlocks;
  frames: BedFrames;
  /** Null: silent. */
  lufs: number | null;
}

export const unusable = (sentence: string, detail?: string) =>
  new LipslateError('bed-unusable', detail, sentence);

/**
 * @param channels that it is needed in @param neededS of its sound
 * @throws LipslateError 'bed-unusable' that says why, or what is not the file's fault
 */
export async function readBed(file: File, channels: number, neededS: number): Promise<ReadBed> {
  const source = await openSource(file).catch((cause: unknown) => {
    if (!isUnreadable(cause)) throw cause;
    throw unusable(`“${file.name}” cannot be read as a sound.`, String(cause));
  });
  try {
    const { listing } = source;
    if (listing.audioTracks.length === 0) throw unusable(`“${file.name}” has no sound.`);
    return await keep(await source.sound(0), listing.durationS, channels, neededS);
  } catch (cause) {
    if (!isUnreadable(cause)) throw cause;
    throw unusable(`The sound of “${file.name}” cannot be read.`, String(cause));
  } finally {
    source.dispose();
  }
}

async function keep(sound: SourceSound, bedS: number, channels: number, neededS: number): Promise<ReadBed> {
  const kept = new KeptBlocks(channels);
  const meter = new LoudnessMeter(RATE_HZ, channels);
  const frames = new BedFrames(RATE_HZ);
  const wanted = { rateHz: RATE_HZ, startS: 0, samples: Math.max(1, Math.round(bedS * RATE_HZ)) };
  for await (const planes of asItIs(sound, wanted, bedS, () => {})) {
    const own = inChannels(planes, channels);
    meter.push(own);
    kept.push(own);
    frames.push(own);
    if (frames.heardS >= Math.max(LEAST_READ_S, neededS)) break;
  }
  kept.finish();
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

export async function isSameContent(a: File, b: File): Promise<boolean> {
  if (a.size !== b.size) return false;
  const places = Array.from({ length: PLACES }, (_, i) => Math.floor((a.size * (i + 0.5)) / PLACES));
  const parts = [
    [0, END_BYTES],
    [Math.max(0, a.size - END_BYTES), a.size],
    ...places.map((at) => [at, at + PLACE_BYTES]),
  ] as const;
  for (const [from, to] of parts) if (!(await isSamePart(a, b, from!, to!))) return false;
  return true;
}

async function isSamePart(a: File, b: File, from: number, to: number): Promise<boolean> {
  const [ours, theirs] = await Promise.all(
    [a, b].map(async (file) => new Uint8Array(await file.slice(from, to).arrayBuffer())),
  );
  return ours!.every((byte, i) => byte === theirs![i]);
}
