/**
 * Peaks that were cut off: where, by the level at which they are flat, and what a process that has the rest would have in
 * their place, no lower than where they were cut (Janssen's interpolation, see autoregression.ts, with that constraint by
 * an active set).
 */
import { correlation, errorFilter, interpolate } from './autoregression';
import { ORDER, Repair, type Step } from './windows';

/** Of 16 bits, one: what is flat was rounded, or dithered. */
const FLAT = 1.01 / 32_768;
/** A tone's own top is round: beside what was cut off it falls by more than so many roundings. */
const STEEP = 16 * FLAT;
/** Samples in a row at one level, and how often: a recording may reach its highest value once or twice. */
const LEAST_RUN = 3;
const LEAST_RUNS = 3;

/** Where the peaks of a channel were cut off, above and below; null: they were not. */
export interface ClipLevels {
  above: number | null;
  below: number | null;
}

/** Looks for the level at which the highest peaks of one channel are flat. */
export class ClipFinder {
  readonly #sides = [new FlatTops(), new FlatTops()] as const;

  push(samples: Float32Array): void {
    const [above, below] = this.#sides;
    above.push(samples, 1);
    below.push(samples, -1);
  }

  levels(): ClipLevels {
    const [above, below] = this.#sides.map((side) => side.level());
    return { above: above ?? null, below: below ?? null };
  }
}

class FlatTops {
  /** The highest value so far, and how many flat tops reach it. */
  #most = 0;
  #tops = 0;
  #run = 0;
  #before = 0;
  #isSteep = false;

  /** @param side 1: what is above, -1: what is below */
  push(samples: Float32Array, side: 1 | -1): void {
    let least = this.#least;
    for (let i = 0; i < samples.length; i++) {
      const value = side * (samples[i] as number);
      // Far below the highest no top begins, and none ends that had not begun.
      if (value < least && this.#run === 0) continue;
      this.#add(value, i === 0 ? this.#before : side * (samples[i - 1] as number));
      least = this.#least;
    }
    if (samples.length > 0) this.#before = side * (samples[samples.length - 1] as number);
  }

  get #least(): number {
    return Math.max(this.#most - FLAT, STEEP);
  }

  #add(value: number, before: number): void {
    if (value > this.#most + FLAT) {
      this.#most = value;
      this.#tops = 0;
      this.#run = 0;
    }
    if (value >= this.#most - FLAT && value > STEEP) {
      if (this.#run === 0) this.#isSteep = this.#most - before > STEEP;
      this.#run += 1;
    } else {
      if (this.#run >= LEAST_RUN && (this.#isSteep || this.#most - value > STEEP)) this.#tops += 1;
      this.#run = 0;
    }
  }

  level(): number | null {
    return this.#tops >= LEAST_RUNS ? this.#most : null;
  }
}

/** The process is fitted anew to what it made. */
const ROUNDS = 2;
/** So often what came out too low is set to the level, and the rest is made anew. */
const TRIES = 5;
/** More than 12 dB above the level is foretold wrongly. */
const MOST = 4;

/** So far behind a step what was cut off is made anew with it, as that bears on the step. */
const BEHIND = 4 * ORDER;

/** Puts back what was cut off one channel; all other samples stay as they are, bit for bit. */
export class ClipRepair extends Repair {
  readonly #levels: { above: number; below: number };

  constructor(rateHz: number, { above, below }: ClipLevels) {
    super(rateHz);
    const least = (level: number | null) => (level === null ? Number.POSITIVE_INFINITY : level - FLAT);
    this.#levels = { above: least(above), below: least(below) };
  }

  /** What a step before made is kept; what is made behind the step is made once more by the next. */
  protected repair({ samples, from, to, start, end }: Step): number {
    const { above, below } = this.#levels;
    const cut: number[] = [];
    const last = Math.min(to + BEHIND, end - ORDER);
    for (let i = Math.max(from, start + ORDER); i < last; i++)
      if (samples[i]! >= above || -samples[i]! >= below) cut.push(i);
    const own = cut.filter((i) => i < to).length;
    if (own === 0) return 0;
    const floor = cut.map((i) => (samples[i]! > 0 ? above : -below));
    for (let round = 0; round < ROUNDS; round++) {
      const filter = errorFilter(samples, ORDER);
      if (filter === null) break;
      this.#fill(samples, cut, floor, correlation(filter, ORDER));
    }
    return own;
  }

  #fill(samples: Float64Array, cut: readonly number[], floor: readonly number[], lags: Float64Array): void {
    let open = cut.map((_, i) => i);
    for (let tries = 0; tries < TRIES && open.length > 0; tries++) {
      const missing = open.map((i) => cut[i] as number);
      if (!interpolate(samples, missing, lags)) return;
      const isLow = (i: number) => samples[cut[i]!]! * Math.sign(floor[i]!) < Math.abs(floor[i]!);
      const low = open.filter(isLow);
      if (low.length === 0) break;
      for (const i of low) samples[cut[i]!] = floor[i]!;
      open = open.filter((i) => !low.includes(i));
    }
    cut.forEach((at, i) => {
      const level = floor[i]!;
      const size = Math.max(
        Math.abs(level),
        Math.min(MOST * Math.abs(level), samples[at]! * Math.sign(level)),
      );
      samples[at] = Math.sign(level) * size;
    });
  }
}
