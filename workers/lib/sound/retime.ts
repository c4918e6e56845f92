/** The corrected sound of a file as a stream of samples. */
import type { Correction } from '../../../core/fix/correction';
import { type Cut, cutsOf, sourceAt } from '../../../core/fix/retime';
import { SoundEditor } from '../../../core/fix/sound-editor';
import { peakOf } from '../../../core/sound/peak';
import { Resampler } from '../../../core/sound/resample';
import type { SourceSound } from './source';

/** Loudness is looked at in frames of this length to find quiet places. */
const FRAME_S = 0.01;

export interface Corrected {
  /** As the encoder wants it. */
  rateHz: number;
  /** Time of the picture that the first sample belongs to. */
  startS: number;
  /** Samples per channel. */
  samples: number;
  /** See EditPlan. */
  keepsEnds?: boolean;
}

/**
 * @param wanted what is to come out
 * @param durationS of the whole file, along which a drift runs
 * @param onTime gets the time up to which it is made
 */
export async function* corrected(
  sound: SourceSound,
  correction: Correction,
  cuts: Cut[],
  wanted: Corrected,
  durationS: number,
  onTime: (atS: number) => void,
): AsyncGenerator<Float32Array[]> {
  const { rateHz, channels } = sound;
  const sameRate = wanted.rateHz === rateHz;
  const { sourceS, speed } = sourceAt(correction, wanted.startS, durationS);
  const editor = new SoundEditor({
    rateHz,
    channels,
    sourceS,
    speed,
    cuts,
    keepsEnds: wanted.keepsEnds ?? false,
    samples: sameRate ? wanted.samples : Math.ceil((wanted.samples / wanted.rateHz) * rateHz) + 1,
  });
  const resamplers = sameRate
    ? null
    : Array.from({ length: channels }, () => new Resampler(rateHz, wanted.rateHz));
  let out = 0;
  const finished = function* (planes: Float32Array[]): Generator<Float32Array[]> {
    const count = Math.min(planes[0]?.length ?? 0, wanted.samples - out);
    if (count <= 0) return;
    out += count;
    onTime(wanted.startS + out / wanted.rateHz);
    yield count === planes[0]?.length ? planes : planes.map((plane) => plane.slice(0, count));
  };
  const convert = function* (planes: Float32Array[]): Generator<Float32Array[]> {
    yield* finished(resamplers === null ? planes : planes.map((plane, i) => resamplers[i]!.push(plane)));
  };
  for await (const block of sound.blocks()) {
    for (const planes of editor.push(block)) yield* convert(planes);
    if (editor.isDone) break;
  }
  for (const planes of editor.end()) yield* convert(planes);
  if (resamplers !== null) yield* finished(resamplers.map((resampler) => resampler.end()));
}

/** The sound where it is, at the rate that is wanted; silence where the track has none. */
export function asItIs(
  sound: SourceSound,
  wanted: Corrected,
  durationS: number,
  onTime: (atS: number) => void,
): AsyncGenerator<Float32Array[]> {
  const asWanted = { ...wanted, keepsEnds: true };
  return corrected(sound, { kind: 'shift', offsetMs: 0 }, [], asWanted, durationS, onTime);
}

/** Where to cut for a correction by steps: listens to all of the sound once. */
export async function findCuts(
  sound: SourceSound,
  correction: Correction,
  onTime: (atS: number) => void,
): Promise<Cut[]> {
  if (correction.kind !== 'steps') return [];
  const perFrame = Math.round(FRAME_S * sound.rateHz);
  const energies: number[] = [];
  for await (const { startS, planes } of sound.blocks()) {
    const first = Math.round(startS * sound.rateHz);
    for (const plane of planes) {
      for (let i = 0; i < plane.length; i++) {
        const frame = Math.floor((first + i) / perFrame);
        if (frame < 0) continue;
        const value = plane[i] as number;
        while (energies.length <= frame) energies.push(0);
        energies[frame] = (energies[frame] as number) + value * value;
      }
    }
    onTime(startS);
  }
  return cutsOf(correction, sound.rateHz, Float32Array.from(energies), perFrame / sound.rateHz);
}

/** @returns the loudest sample before a time, 0..1 */
export async function peakBefore(sound: SourceSound, untilS: number): Promise<number> {
  let peak = 0;
  for await (const { startS, planes } of sound.blocks()) {
    if (startS >= untilS) break;
    const count = Math.round((untilS - startS) * sound.rateHz);
    for (const plane of planes) peak = Math.max(peak, peakOf(plane, 0, Math.min(count, plane.length)));
  }
  return peak;
}
