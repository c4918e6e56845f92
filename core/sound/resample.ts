/** Streaming sample-rate conversion: a windowed-sinc filter, one set of taps per output phase. */

/** Share of the narrower band's width that passes unharmed; the rest of it is the filter's slope. */
const PASSBAND_SHARE = 0.9;
/** Stop-band attenuation the window is designed for, in dB. */
const STOPBAND_DB = 80;
/** Rates with more phases than this (44,056 Hz and the like) interpolate between `INTERPOLATED_PHASES` of them. */
const EXACT_PHASES = 1000;
const INTERPOLATED_PHASES = 512;

/**
 * Converts one mono stream, piece by piece. Output sample k is the band-limited input at k / toHz seconds exactly:
 * no delay, and the same numbers however the input is cut up. N input samples give ceil(N * toHz / fromHz).
 * After: Kaiser's window method as in Smith, "Digital Audio Resampling", with a table per phase.
 */
export class Resampler {
  readonly #inStep: number;
  readonly #outStep: number;
  readonly #kernel: Kernel | null;
  /** Input from sample `#heldFrom` on; negative positions are the silence before the start. */
  #held: Float32Array;
  #heldFrom: number;
  #heldCount: number;
  #inCount = 0;
  #outCount = 0;

  /** @param fromHz, toHz integer rates from 1 to 768,000 Hz @throws RangeError outside of that */
  constructor(fromHz: number, toHz: number) {
    for (const rate of [fromHz, toHz]) {
      if (!Number.isInteger(rate) || rate < 1 || rate > 768_000)
        throw new RangeError(`Sample rate ${rate} Hz`);
    }
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#inStep = fromHz / divisor;
    this.#outStep = toHz / divisor;
    this.#kernel = fromHz === toHz ? null : kernelFor(fromHz, toHz, this.#outStep);
    const before = this.#kernel === null ? 0 : this.#kernel.halfTaps - 1;
    this.#held = new Float32Array(before + 4096);
    this.#heldFrom = -before;
    this.#heldCount = before;
  }

  /** @param input Float32Array [N] @returns the output that is final by now, Float32Array [M] */
  push(input: Float32Array): Float32Array<ArrayBuffer> {
    this.#inCount += input.length;
    if (this.#kernel === null) return input.slice();
    this.#hold(input);
    // Output k needs input up to floor(k * in / out) + halfTaps.
    const lastBase = this.#heldFrom + this.#heldCount - 1 - this.#kernel.halfTaps;
    return this.#produce(Math.floor(((lastBase + 1) * this.#outStep - 1) / this.#inStep) + 1);
  }

  /** The rest, as if silence followed. The resampler is used up afterwards. */
  end(): Float32Array<ArrayBuffer> {
    if (this.#kernel === null) return new Float32Array(0);
    this.#hold(new Float32Array(this.#kernel.halfTaps));
    return this.#produce(Math.ceil((this.#inCount * this.#outStep) / this.#inStep));
  }

  #hold(input: Float32Array): void {
    const needed = this.#heldCount + input.length;
    if (needed > this.#held.length) {
      const larger = new Float32Array(Math.max(needed, this.#held.length * 2));
      larger.set(this.#held.subarray(0, this.#heldCount));
      this.#held = larger;
    }
    this.#held.set(input, this.#heldCount);
    this.#heldCount = needed;
  }

  /** @param endOut produces outputs up to this one, exclusive */
  #produce(endOut: number): Float32Array<ArrayBuffer> {
    const kernel = this.#kernel as Kernel;
    const count = Math.max(0, endOut - this.#outCount);
    const output = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const scaled = (this.#outCount + i) * this.#inStep;
      const base = Math.floor(scaled / this.#outStep);
      const fraction = (scaled - base * this.#outStep) / this.#outStep;
      output[i] = kernel.apply(this.#held, base - kernel.halfTaps + 1 - this.#heldFrom, fraction);
    }
    this.#outCount += count;
    this.#forget(Math.floor((this.#outCount * this.#inStep) / this.#outStep) - kernel.halfTaps + 1);
    return output;
  }

  #forget(before: number): void {
    const gone = Math.min(before - this.#heldFrom, this.#heldCount);
    if (gone <= 0) return;
    this.#held.copyWithin(0, gone, this.#heldCount);
    this.#heldFrom += gone;
    this.#heldCount -= gone;
  }
}

interface Kernel {
  /** Taps on either side of the output's position. */
  halfTaps: number;
  /** @param start index in `input` of the first tap @param fraction 0 <= fraction < 1, of an input sample */
  apply(input: Float32Array, start: number, fraction: number): number;
}

function kernelFor(fromHz: number, toHz: number, phases: number): Kernel {
  const nyquistHz = Math.min(fromHz, toHz) / 2;
  const cutoff = (nyquistHz * (1 + PASSBAND_SHARE)) / 2 / fromHz;
  const slope = (nyquistHz * (1 - PASSBAND_SHARE)) / fromHz;
  // Kaiser's estimates of length and shape for the wanted attenuation.
  const halfTaps = Math.ceil((STOPBAND_DB - 7.95) / (2.285 * 2 * Math.PI * slope) / 2) + 1;
  const beta = 0.1102 * (STOPBAND_DB - 8.7);
  const taps = 2 * halfTaps;
  const exact = phases <= EXACT_PHASES;
  const rows = exact ? phases : INTERPOLATED_PHASES;
  const table = new Float32Array((rows + 1) * taps);
  for (let row = 0; row <= rows; row++) fillRow(table, row * taps, halfTaps, row / rows, cutoff, beta);

  const dot = (input: Float32Array, start: number, row: number): number => {
    let sum = 0;
    const offset = row * taps;
    for (let j = 0; j < taps; j++) sum += (input[start + j] as number) * (table[offset + j] as number);
    return sum;
  };
  return {
    halfTaps,
    apply: exact
      ? (input, start, fraction) => dot(input, start, Math.round(fraction * rows))
      : (input, start, fraction) => {
          const row = Math.floor(fraction * rows);
          const share = fraction * rows - row;
          return (1 - share) * dot(input, start, row) + share * dot(input, start, row + 1);
        },
  };
}

/** Taps for an output `fraction` of a sample after tap halfTaps - 1, scaled so that a constant stays itself. */
function fillRow(
  table: Float32Array,
  offset: number,
  halfTaps: number,
  fraction: number,
  cutoff: number,
  beta: number,
): void {
  const values = new Float64Array(2 * halfTaps);
  let sum = 0;
  for (let j = 0; j < values.length; j++) {
    const x = j - (halfTaps - 1) - fraction;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    const across = x / halfTaps;
    const value = sinc * (Math.abs(across) >= 1 ? 0 : besselI0(beta * Math.sqrt(1 - across * across)));
    values[j] = value;
    sum += value;
  }
  for (let j = 0; j < values.length; j++) table[offset + j] = (values[j] as number) / sum;
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
