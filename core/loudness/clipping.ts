/** Samples that were cut off: full scale, several in a row. */

const FULL = 0.9995;
/** One sample at full scale may be a peak; a top that was cut off is flat. */
const LEAST_RUN = 3;

export class ClippingCounter {
  #run = 0;
  #count = 0;

  /** Of one channel. */
  push(samples: Float32Array): void {
    // Of most sound nothing is near.
    if (this.#run === 0 && !reachesFull(samples)) return;
    for (const sample of samples) {
      if (Math.abs(sample) >= FULL) {
        this.#run += 1;
        if (this.#run === LEAST_RUN) this.#count += LEAST_RUN;
        else if (this.#run > LEAST_RUN) this.#count += 1;
      } else {
        this.#run = 0;
      }
    }
  }

  get count(): number {
    return this.#count;
  }
}

function reachesFull(samples: Float32Array): boolean {
  for (let i = 0; i < samples.length; i++) if (Math.abs(samples[i] as number) >= FULL) return true;
  return false;
}
