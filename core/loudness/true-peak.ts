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
const MOST = Math.max(...PHASES.map(sumOfSizes));
/**
 * Nor higher than the larger of the two beside it by more than BENT times the largest second difference of the 24, which of most
 * sound is far smaller than a sample. A row is a straight line between the two, second differences, and what is left (STRAY), as
 * weights that end add up to 1 only nearly.
 */
const BENT = Math.max(...PHASES.map((row, phase) => sumOfSizes(bending(row, phase).differences)));
const STRAY = Math.max(...PHASES.map((row, phase) => bending(row, phase).stray));
/** So many are judged at once. */
const CHUNK = 32;

/** The largest magnitude at and after each sample, before the next: one channel, in blocks. */
export class TruePeakMeter {
  readonly #isDense: boolean;
  #held = new Float32Array(TAPS - 1);

  constructor(rateHz: number) {
    this.#isDense = rateHz >= DENSE_HZ;
  }

  /**
   * @returns one magnitude per sample, for the samples TRUE_PEAK_LAG earlier than those that came in; 0 where it is not above
   *   `floor`. Null: nothing is
   */
  over(samples: Float32Array, floor: number): Float32Array | null {
    const all = this.#taken(samples);
    let peaks: Float32Array | null = null;
    for (let from = 0; from < samples.length; from += CHUNK) {
      const to = Math.min(samples.length, from + CHUNK);
      if (highest(all, from, to + TAPS - 1) <= floor) continue;
      for (let i = from; i < to; i++) {
        const peak = this.#peakAt(all, i);
        if (peak <= floor) continue;
        peaks ??= new Float32Array(samples.length);
        peaks[i] = peak;
      }
    }
    return peaks;
  }

  /** @returns the largest of these magnitudes, or `floor` where nothing is higher */
  most(samples: Float32Array, floor: number): number {
    const all = this.#taken(samples);
    let most = floor;
    for (let from = 0; from < samples.length; from += CHUNK) {
      const to = Math.min(samples.length, from + CHUNK);
      if (highest(all, from, to + TAPS - 1) <= most) continue;
      for (let i = from; i < to; i++) most = Math.max(most, this.#peakAt(all, i));
    }
    return most;
  }

  /** @returns what is held of what came before, and the samples */
  #taken(samples: Float32Array): Float32Array {
    const all = new Float32Array(this.#held.length + samples.length);
    all.set(this.#held);
    all.set(samples, this.#held.length);
    this.#held = all.slice(all.length - this.#held.length);
    return all;
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

/** What no point between these samples can pass. */
function highest(samples: Float32Array, from: number, to: number): number {
  let [most, bend] = [0, 0];
  let [before, last] = [samples[from] as number, samples[from] as number];
  for (let i = from; i < to; i++) {
    const sample = samples[i] as number;
    const size = Math.abs(sample);
    const turn = Math.abs(sample - 2 * last + before);
    if (size > most) most = size;
    if (turn > bend && i > from + 1) bend = turn;
    before = last;
    last = sample;
  }
  return Math.min(MOST * most, (1 + STRAY) * most + BENT * bend);
}

function sumOfSizes(row: Float64Array): number {
  return row.reduce((sum, weight) => sum + Math.abs(weight), 0);
}

/** A row without the straight line between its middle two, as weights of second differences: those of its running sum's. */
function bending(row: Float64Array, phase: number): { differences: Float64Array; stray: number } {
  const rest = row.slice();
  const share = phase / OVERSAMPLING;
  rest[HALF_TAPS - 1]! -= 1 - share;
  rest[HALF_TAPS]! -= share;
  const differences = new Float64Array(TAPS);
  let [sum, twice] = [0, 0];
  for (let tap = 0; tap < TAPS; tap++) {
    sum += rest[tap] as number;
    twice += sum;
    differences[tap] = twice;
  }
  // Behind the last two samples there is no difference: what is left there falls to the samples themselves.
  const [before, last] = [differences[TAPS - 2] as number, differences[TAPS - 1] as number];
  differences.fill(0, TAPS - 2);
  return { differences, stray: Math.abs(last - 2 * before) + Math.abs(before) };
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
