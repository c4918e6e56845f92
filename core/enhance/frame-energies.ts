/** How loud a sound is from frame to frame, and where it is quiet. */
import { GrowingFloat32 } from '../growable-arrays';

export const FRAME_S = 0.01;
/** A frame below it is silent, dBFS. */
const SILENCE_DB = -70;

/** @param energy mean square of a frame */
export const isHeard = (energy: number) => energy > 10 ** (SILENCE_DB / 10);

/** Takes a sound in as frames of FRAME_S. */
export class FrameEnergies {
  readonly #frame: number;
  readonly #energies = new GrowingFloat32(6000);
  #sum = 0;
  #filled = 0;
  #first = -1;
  #heardUntil = -1;

  constructor(rateHz: number) {
    this.#frame = Math.round(FRAME_S * rateHz);
  }

  /** Frames from the first that is heard to the last. */
  get heard(): number {
    return this.#first < 0 ? 0 : this.#heardUntil - this.#first;
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
    const at = this.#energies.length;
    this.#energies.push(energy);
    if (isHeard(energy)) {
      if (this.#first < 0) this.#first = at;
      this.#heardUntil = at + 1;
    }
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
