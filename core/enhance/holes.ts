/** Holes in a sound: where nothing is heard on any channel though there is sound before and after, as dropouts and gates leave. */

/** Half a step of 15 bits: dither passes for nothing. */
const DEAD = 4e-5;
/** Shorter ones are zero crossings of a soft sound. */
const LEAST_S = 0.02;

/** A stretch of samples, the last excluded. */
export interface Stretch {
  from: number;
  to: number;
}

export class HoleFinder {
  readonly #least: number;
  readonly #holes: Stretch[] = [];
  #at = 0;
  /** Where what is dead now began; null before anything was heard. */
  #from: number | null = null;

  constructor(rateHz: number) {
    this.#least = Math.round(LEAST_S * rateHz);
  }

  /** Of what was pushed so far, in order. What is silent at either end is none. */
  get holes(): readonly Stretch[] {
    return this.#holes;
  }

  push(planes: readonly Float32Array[]): void {
    const [first] = planes;
    const length = first?.length ?? 0;
    for (let i = 0; i < length; i++) {
      if (
        Math.abs(first![i] as number) <= DEAD &&
        planes.every((plane) => Math.abs(plane[i] as number) <= DEAD)
      )
        continue;
      const at = this.#at + i;
      if (this.#from !== null && at - this.#from >= this.#least)
        this.#holes.push({ from: this.#from, to: at });
      this.#from = at + 1;
    }
    this.#at += length;
  }
}

/** @returns what lies in either, in order, where they overlap or touch as one */
export function joined(some: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  const all = [...some, ...others].sort((a, b) => a.from - b.from);
  const made: Stretch[] = [];
  for (const { from, to } of all) {
    const last = made.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else made.push({ from, to });
  }
  return made;
}
