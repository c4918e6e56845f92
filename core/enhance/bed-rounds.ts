/** How a bed is made as long as it is needed: cut, or repeated from a quiet place near its end to one near its start. */
import { GrowingFloat32 } from '../growable-arrays';

/** Silence before and behind it is left out, dBFS. */
const SILENCE_DB = -70;
/** How far from either end a quiet place is looked for, and at most this share of the bed. */
const SEARCH_S = 8;
const SEARCH_SHARE = 0.25;
/** The end of one round goes over into the next during this time. */
export const JOIN_S = 1;
export const FRAME_S = 0.01;

export interface BedRounds {
  /** Where the first round begins, the others begin, and each ends: frames of the bed. */
  first: number;
  again: number;
  end: number;
  /** How many begin within what is needed. */
  count: number;
}

/**
 * @param energies mean squares of each frame of the bed, over all channels: Float32Array [F]
 * @param needed frames of the sound that it lies under
 * @returns why there are none otherwise
 */
export function bedRounds(energies: Float32Array, needed: number): BedRounds | 'silent' | 'too-short' {
  const first = energies.findIndex(isHeard);
  if (first < 0) return 'silent';
  const last = energies.findLastIndex(isHeard) + 1;
  if (last - first >= needed) return { first, again: first, end: first + needed, count: 1 };
  const join = Math.round(JOIN_S / FRAME_S);
  // A round has to be longer than the joins at its two ends.
  const spare = last - first - 2 * join - 2;
  if (spare < 0) return 'too-short';
  const search = Math.floor(Math.min(SEARCH_S / FRAME_S, SEARCH_SHARE * (last - first), spare / 2));
  const again = quietest(energies, first, first + search, join);
  const end = quietest(energies, last - join - search, last - join, join) + join;
  const more = needed - (end - first);
  return { first, again, end, count: 1 + Math.max(0, Math.ceil(more / (end - again - join))) };
}

const isHeard = (energy: number) => energy > 10 ** (SILENCE_DB / 10);

/** Takes a bed in as frames of FRAME_S. */
export class BedFrames {
  readonly #frame: number;
  readonly #energies = new GrowingFloat32(6000);
  #sum = 0;
  #filled = 0;
  #first = -1;

  constructor(rateHz: number) {
    this.#frame = Math.round(FRAME_S * rateHz);
  }

  /** How much there is from the first that is heard on. */
  get heardS(): number {
    return this.#first < 0 ? 0 : (this.#energies.length - this.#first) * FRAME_S;
  }

  push(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      for (const plane of planes) this.#sum += plane[i]! ** 2 / planes.length;
      this.#filled += 1;
      if (this.#filled === this.#frame) this.#end();
    }
  }

  /** Mean squares of the whole frames, over all channels: Float32Array [F] */
  energies(): Float32Array {
    return this.#energies.view();
  }

  #end(): void {
    const energy = this.#sum / this.#frame;
    if (this.#first < 0 && isHeard(energy)) this.#first = this.#energies.length;
    this.#energies.push(energy);
    this.#sum = 0;
    this.#filled = 0;
  }
}

/** @returns where the quietest stretch of so many frames begins, from one frame to another, both included */
export function quietest(energies: Float32Array, from: number, to: number, frames: number): number {
  let sum = 0;
  for (let i = from; i < from + frames; i++) sum += energies[i] as number;
  let [best, least] = [from, sum];
  for (let at = from + 1; at <= to; at++) {
    sum += (energies[at + frames - 1] as number) - (energies[at - 1] as number);
    if (sum < least) [best, least] = [at, sum];
  }
  return best;
}
