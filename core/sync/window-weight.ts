/** How much a window may be trusted before anything is compared: lips that move, while speech is heard. */
import type { FaceTrack } from '../lips/types';
import { LIP_AND_CHIN_COUNT, LIP_POINTS } from '../lips/types';
import { SOUND_HOP_S, type SoundFeatures } from '../sound/types';
import { lowerBound } from '../time/lower-bound';

/** Outer lips that move less than this (interocular distances, standard deviation) move by landmark noise. */
const STILL_LIPS = 0.006;
/** Articulation that moves the outer lips clearly. */
const MOVING_LIPS = 0.03;
const UPPER = (LIP_POINTS as readonly number[]).indexOf(0) * 2 + 1;
const LOWER = (LIP_POINTS as readonly number[]).indexOf(17) * 2 + 1;

/** 0 for still lips, 1 for clear articulation. @param opening outer lip opening over time; NaN where unknown */
export function movementOf(opening: ArrayLike<number>): number {
  const movement = spread(opening);
  return movement < STILL_LIPS ? 0 : Math.min(1, movement / MOVING_LIPS);
}

/** Outer lip opening of the trusted frames of a time span. */
export function openingWithin(track: FaceTrack, startS: number, endS: number): number[] {
  const { timesS, lips, quality } = track;
  const out: number[] = [];
  for (let t = lowerBound(timesS, startS); t < timesS.length && timesS[t]! <= endS; t++) {
    const at = t * LIP_AND_CHIN_COUNT * 2;
    if (quality[t]! > 0) out.push(lips[at + LOWER]! - lips[at + UPPER]!);
  }
  return out;
}

/** Share of speech around a time. */
export function speechShare(sound: SoundFeatures, timeS: number, halfS: number): number {
  const from = Math.max(0, Math.round((timeS - halfS - sound.startS) / SOUND_HOP_S));
  const to = Math.min(sound.speech.length, Math.round((timeS + halfS - sound.startS) / SOUND_HOP_S));
  let sum = 0;
  for (let i = from; i < to; i++) sum += sound.speech[i]!;
  return to > from ? Math.min(1, (2 * sum) / (to - from)) : 0;
}

function spread(values: ArrayLike<number>): number {
  let count = 0;
  let sum = 0;
  let square = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    count += 1;
    sum += v;
    square += v * v;
  }
  return count > 1 ? Math.sqrt(Math.max(0, square / count - (sum / count) ** 2)) : 0;
}
