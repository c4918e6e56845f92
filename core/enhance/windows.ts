/** Sound that comes in blocks, mended in steps with what lies before and after each in view. */

/** Of the processes by which a sound is foretold. */
export const ORDER = 32;
const STEP_S = 0.02;

export interface Step {
  /** Before the step, the step, and after it: Float64Array [3 × step], changed in place from `from` on. */
  samples: Float64Array;
  from: number;
  to: number;
  /** Where in it the sound begins and ends; beyond is silence. */
  start: number;
  end: number;
}

/** Mends one channel. What is changed behind a step is what the steps after it see. */
export abstract class Repair {
  /** Samples of a step, and as many are in view on either side. */
  readonly #step: number;
  #held: Float64Array;
  #taken = 0;
  #given = 0;
  #count = 0;

  constructor(rateHz: number) {
    this.#step = Math.max(4 * ORDER, Math.round(STEP_S * rateHz));
    this.#held = new Float64Array(this.#step);
  }

  /** How many were mended so far. */
  get count(): number {
    return this.#count;
  }

  /** Changes the samples of a step. @returns how many were mended */
  protected abstract repair(step: Step): number;

  /** @returns as much as is done; nothing is later than it was */
  push(samples: Float32Array): Float32Array {
    this.#taken += samples.length;
    return this.#go(samples);
  }

  /** The rest. */
  end(): Float32Array {
    const left = this.#taken - this.#given;
    return left === 0 ? new Float32Array() : this.#go(new Float32Array(left + 2 * this.#step)).slice(0, left);
  }

  #go(samples: Float32Array): Float32Array {
    const step = this.#step;
    const all = new Float64Array(this.#held.length + samples.length);
    all.set(this.#held);
    all.set(samples, this.#held.length);
    const count = Math.max(0, Math.floor(all.length / step) - 2);
    for (let i = 0; i < count; i++) {
      // Of the sound, where the step's window begins.
      const at = this.#given + (i - 1) * step;
      this.#count += this.repair({
        samples: all.subarray(i * step, (i + 3) * step),
        from: step,
        to: 2 * step,
        start: Math.max(0, -at),
        end: Math.min(3 * step, this.#taken - at),
      });
    }
    const done = Float32Array.from(all.subarray(step, (count + 1) * step));
    this.#held = all.slice(count * step);
    this.#given += done.length;
    return done;
  }
}
