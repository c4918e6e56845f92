/** How much better lips go with the sound at one offset than on average: moment by moment, for telling who speaks. */

import type { SpeakerMatch } from './active-speaker';
import { type LipEmbeddings, type SoundEmbeddings, VECTOR_LENGTH } from './lipslate';
import { STEP_S } from './lipslate-inputs';

/** Pieces lie on one grid for all tracks. */
const STEPS_PER_PIECE = 5;
/** The average is taken over offsets this far to both sides. */
const REACH_STEPS = Math.round(1 / STEP_S);
/** Mean similarity of people's lips with their own speech, above that average. */
const TYPICAL = 0.117;

/**
 * @param offsetMsAt offset of the sound at a time of the picture, seconds
 * @returns pieces of 0.1 s; 1 is what a speaking face typically reaches, 0 what any face does
 */
export function lipslateMatch(
  trackId: number,
  lips: LipEmbeddings,
  sound: SoundEmbeddings,
  offsetMsAt: (timeS: number) => number,
): SpeakerMatch {
  const first = Math.floor(lips.first / STEPS_PER_PIECE);
  const last = Math.floor((lips.first + lips.length - 1) / STEPS_PER_PIECE);
  const values = new Float32Array(Math.max(0, last - first + 1)).fill(Number.NaN);
  const counts = new Uint8Array(values.length);
  const around = new RunningSum(sound);
  for (let i = 0; i < lips.length; i++) {
    if (!(lips.known[i]! > 0)) continue;
    const step = lips.first + i;
    const at = step + Math.round(offsetMsAt(sound.startS + (step + 0.5) * STEP_S) / (STEP_S * 1000));
    if (at < sound.from || at >= sound.to) continue;
    const count = around.moveTo(step - REACH_STEPS, step + REACH_STEPS + 1);
    if (count === 0) continue;
    let own = 0;
    let average = 0;
    for (let e = 0; e < sound.size; e++) {
      const lip = lips.values[i * sound.size + e]!;
      own += lip * sound.values[at * sound.size + e]!;
      average += lip * around.sums[e]!;
    }
    const piece = Math.floor(step / STEPS_PER_PIECE) - first;
    const match = (own - average / count) / VECTOR_LENGTH ** 2 / TYPICAL;
    values[piece] = (counts[piece] ? values[piece]! : 0) + match;
    counts[piece]! += 1;
  }
  for (let p = 0; p < values.length; p++) if (counts[p]) values[p]! /= counts[p]!;
  const hopS = STEPS_PER_PIECE * STEP_S;
  return { trackId, startS: sound.startS + first * hopS, hopS, values };
}

/** Sum of the vectors of a stretch of sound that moves on. */
class RunningSum {
  readonly sums: Float64Array;
  readonly #sound: SoundEmbeddings;
  #from: number;
  #to: number;

  constructor(sound: SoundEmbeddings) {
    this.#sound = sound;
    this.sums = new Float64Array(sound.size);
    this.#from = sound.from;
    this.#to = sound.from;
  }

  /** @returns how many vectors of [from, to) there are; from and to never go back */
  moveTo(from: number, to: number): number {
    const end = Math.min(this.#sound.to, Math.max(to, this.#to));
    for (; this.#to < end; this.#to++) this.#add(this.#to, 1);
    const start = Math.min(this.#to, Math.max(from, this.#from));
    for (; this.#from < start; this.#from++) this.#add(this.#from, -1);
    return this.#to - this.#from;
  }

  #add(step: number, sign: number): void {
    const { size, values } = this.#sound;
    for (let e = 0; e < size; e++) this.sums[e]! += sign * values[step * size + e]!;
  }
}
