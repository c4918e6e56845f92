/**
 * True peak by fourfold oversampling, as ITU-R BS.1770-4, annex 2, asks for: what a converter will make of the samples
 * lies above the largest of them.
 */

export const OVERSAMPLING = 4;
/** Taps on either side of a sample. */
const HALF_TAPS = 12;
const TAPS = 2 * HALF_TAPS;
/** The interpolator needs so many samples after the one it looks at. */
export const TRUE_PEAK_LAG = HALF_TAPS;
/** At rates from here on samples lie close enough. */
const DENSE_HZ = 176_400;

/** Row p: the weights of 24 samples for the point p/4 after the twelfth of them. */
const PHASES: readonly Float64Array[] = Array.from({ length: OVERSAMPLING }, (_, phase) => {
  const row = new Float64Array(TAPS);
  for (let tap = 0; tap < TAPS; tap++) {
    const distance = tap - (HALF_TAPS - 1) - phase / OVERSAMPLING;
    row[tap] = sinc(distance) * window(distance / HALF_TAPS);
  }
  return row;
});

/** No point between samples lies higher than the largest of the 24 around it by more than this factor. */
const MOST = Math.max(...PHASES.map((row) => row.reduce((sum, tap) => sum + Math.abs(tap), 0)));
/** So many are judged by their largest at once. */
const CHUNK = 32;

/** The largest magnitude at and after each sample, before the next: one channel, in blocks. */
export class TruePeakMeter {
  readonly #isDense: boolean;
  #held = new Float32Array(TAPS - 1);

  constructor(rateHz: number) {
    this.#isDense = rateHz >= DENSE_HZ;
  }

  /**
   * @param floor where nothing can be higher, the samples' own magnitudes will do
   * @returns one magnitude per sample, for the samples TRUE_PEAK_LAG earlier than those that came in
   */
  push(samples: Float32Array, floor = 0): Float32Array {
    const all = new Float32Array(this.#held.length + samples.length);
    all.set(this.#held);
    all.set(samples, this.#held.length);
    this.#held = all.slice(all.length - this.#held.length);
    const peaks = new Float32Array(samples.length);
    for (let from = 0; from < samples.length; from += CHUNK) {
      const to = Math.min(samples.length, from + CHUNK);
      const isLow = largest(all, from, to + TAPS) * MOST <= floor;
      for (let i = from; i < to; i++)
        peaks[i] = isLow ? Math.abs(all[i + HALF_TAPS - 1] as number) : this.#peakAt(all, i);
    }
    return peaks;
  }

  /** @param from of the first of the 24 samples */
  #peakAt(all: Float32Array, from: number): number {
    let most = Math.abs(all[from + HALF_TAPS - 1] as number);
    if (this.#isDense) return most;
    for (let phase = 1; phase < OVERSAMPLING; phase++) {
      const row = PHASES[phase] as Float64Array;
      let sum = 0;
      for (let tap = 0; tap < TAPS; tap++) sum += (row[tap] as number) * (all[from + tap] as number);
      most = Math.max(most, Math.abs(sum));
    }
    return most;
  }
}

function largest(samples: Float32Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < Math.min(to, samples.length); i++)
    most = Math.max(most, Math.abs(samples[i] as number));
  return most;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser's window, beta 5: at -1 and 1 it ends. */
function window(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(5 * Math.sqrt(1 - x * x)) / bessel(5);
}

/** The modified Bessel function of order 0. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; k < 25; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
