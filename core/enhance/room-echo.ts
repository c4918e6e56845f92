/**
 * Takes late echo out by weighted prediction error (T. Nakatani et al., "Speech Dereverberation Based on Variance-Normalized
 * Delayed Linear Prediction", IEEE TASLP 18, 2010): what can be foretold of a band from what was in it 50 ms and longer ago is
 * the room's, since speech itself changes faster. The speech as it first comes stays in its place.
 */
import FFT from 'fft.js';
import { concatFloat32 } from '../concat';
import { sineWindow } from '../sound/hann';
import { solveHermitian } from './hermitian';

const SIZE = 2048;
const HOP = SIZE / 4;
/** Frames between what is foretold and what it is foretold from: no sample is in both. */
const DELAY = 5;
const TAPS = 8;
const ROUNDS = 2;
/** Above this there is little speech, and little of the room. */
const MOST_HZ = 8000;
/** Frames for which one prediction is made: some 9 s at 48 kHz. The last is up to twice as long. */
const STRETCH = 840;
/** A prediction from fewer would be of the speech. */
const LEAST = 10 * TAPS;
/** A frame counts as no quieter than this share of the band's mean power. */
const QUIETEST = 1e-3;

const WINDOW = sineWindow(SIZE);
/** The squares of the windows that lie over a sample add up to two. */
const SCALE = HOP / (SIZE / 2);
const PAST = DELAY + TAPS - 1;

/** One channel. */
export class RoomEcho {
  readonly #bins: number;
  readonly #fft = new FFT(SIZE);
  readonly #in = this.#fft.createComplexArray();
  readonly #out = this.#fft.createComplexArray();
  /** From where the next frame begins; silence before the first sample. */
  #held: Float32Array = new Float32Array(SIZE - HOP);
  #waiting: Float32Array[] = [];
  /** Spectra of the frames before the next one: [frame][re, im of each bin]. */
  #past: Float64Array[] = [];
  /** What earlier frames add to the samples from there on. */
  #tail = new Float64Array(SIZE);
  #pushed = 0;
  #given = -(SIZE - HOP);
  #length = SIZE - HOP;

  constructor(rateHz: number) {
    this.#bins = Math.min(SIZE / 2, Math.ceil((MOST_HZ * SIZE) / rateHz));
  }

  /** @returns as much as is done; nothing is later than it was */
  push(samples: Float32Array): Float32Array {
    this.#pushed += samples.length;
    this.#length += samples.length;
    this.#waiting.push(samples);
    const parts: Float32Array[] = [];
    while (this.#length >= 2 * STRETCH * HOP + SIZE) parts.push(this.#stretch(STRETCH));
    return concatFloat32(parts);
  }

  /** The rest. */
  end(): Float32Array {
    const frames = Math.ceil((this.#pushed - this.#given) / HOP);
    const silence = new Float32Array(Math.max(0, frames * HOP + SIZE - this.#length));
    this.#length += silence.length;
    this.#waiting.push(silence);
    const left = this.#pushed - Math.max(0, this.#given);
    return this.#stretch(frames).slice(0, left);
  }

  /** @returns the samples of so many hops, from the first sample of the sound on */
  #stretch(count: number): Float32Array {
    this.#held = concatFloat32([this.#held, ...this.#waiting]);
    this.#waiting = [];
    const frames = [...this.#past, ...Array.from({ length: count }, (_, n) => this.#spectrum(n * HOP))];
    const echo = echoOf(frames, this.#past.length, this.#bins);
    const made = new Float64Array(count * HOP + SIZE);
    made.set(this.#tail);
    echo.forEach((spectrum, n) => {
      this.#add(spectrum, made, n * HOP);
    });
    const out = Float32Array.from({ length: count * HOP }, (_, i) => (this.#held[i] as number) - made[i]!);
    this.#tail = made.slice(count * HOP);
    this.#held = this.#held.slice(count * HOP);
    this.#length = this.#held.length;
    this.#past = frames.slice(-PAST);
    const before = Math.max(0, -this.#given);
    this.#given += out.length;
    return out.slice(before);
  }

  #spectrum(at: number): Float64Array {
    for (let i = 0; i < SIZE; i++) {
      this.#in[2 * i] = (WINDOW[i] as number) * (this.#held[at + i] as number);
      this.#in[2 * i + 1] = 0;
    }
    this.#fft.transform(this.#out, this.#in);
    return Float64Array.from(this.#out.slice(0, 2 * this.#bins));
  }

  #add(spectrum: Float64Array, made: Float64Array, at: number): void {
    this.#in.fill(0);
    for (let bin = 1; bin < this.#bins; bin++) {
      const [re, im] = [spectrum[2 * bin] as number, spectrum[2 * bin + 1] as number];
      this.#in[2 * bin] = re;
      this.#in[2 * bin + 1] = im;
      this.#in[2 * (SIZE - bin)] = re;
      this.#in[2 * (SIZE - bin) + 1] = -im;
    }
    this.#fft.inverseTransform(this.#out, this.#in);
    for (let i = 0; i < SIZE; i++)
      made[at + i]! += SCALE * (WINDOW[i] as number) * (this.#out[2 * i] as number);
  }
}

/** What of each frame, from `from` on, the room adds to it. */
function echoOf(frames: readonly Float64Array[], from: number, bins: number): Float64Array[] {
  const echo = frames.slice(from).map(() => new Float64Array(2 * bins));
  if (frames.length < LEAST + PAST) return echo;
  for (let bin = 1; bin < bins; bin++) {
    const [re, im] = [new Float64Array(frames.length), new Float64Array(frames.length)];
    frames.forEach((frame, t) => {
      re[t] = frame[2 * bin] as number;
      im[t] = frame[2 * bin + 1] as number;
    });
    const filter = prediction(re, im);
    if (!filter) continue;
    echo.forEach((frame, n) => {
      [frame[2 * bin], frame[2 * bin + 1]] = foretold(re, im, filter, from + n);
    });
  }
  return echo;
}

/** @returns re, im of each tap; null where there is nothing to foretell */
function prediction(re: Float64Array, im: Float64Array): Float64Array | null {
  const powers = re.map((value, t) => value * value + (im[t] as number) ** 2);
  const mean = powers.reduce((sum, power) => sum + power, 0) / powers.length;
  if (mean < 1e-12) return null;
  let filter: Float64Array | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const dry: Float64Array = filter ? leftOf(re, im, filter) : powers;
    const solved = solveHermitian(...correlations(re, im, dry, QUIETEST * mean), TAPS);
    if (!solved) return filter;
    filter = solved;
  }
  return filter;
}

/** The power of each frame without its echo. */
function leftOf(re: Float64Array, im: Float64Array, filter: Float64Array): Float64Array {
  return re.map((value, t) => {
    const [echoRe, echoIm] = foretold(re, im, filter, t);
    return (value - echoRe) ** 2 + ((im[t] as number) - echoIm) ** 2;
  });
}

function foretold(re: Float64Array, im: Float64Array, filter: Float64Array, t: number): [number, number] {
  let [sumRe, sumIm] = [0, 0];
  for (let tap = 0; tap < Math.min(TAPS, t - DELAY + 1); tap++) {
    const [a, b] = [re[t - DELAY - tap] as number, im[t - DELAY - tap] as number];
    const [c, d] = [filter[2 * tap] as number, filter[2 * tap + 1] as number];
    sumRe += a * c + b * d;
    sumIm += b * c - a * d;
  }
  return [sumRe, sumIm];
}

/** Weighted by how loud the speech is without its echo. @returns matrix [tap][tap][re, im] and right side [tap][re, im] */
function correlations(
  re: Float64Array,
  im: Float64Array,
  dry: Float64Array,
  least: number,
): [Float64Array, Float64Array] {
  const matrix = new Float64Array(2 * TAPS * TAPS);
  const side = new Float64Array(2 * TAPS);
  for (let t = PAST; t < re.length; t++) {
    const near = (dry[t - 1]! + dry[t]! + (dry[t + 1] ?? dry[t]!)) / 3;
    const weight = 1 / Math.max(least, near);
    const [y, z] = [weight * re[t]!, weight * im[t]!];
    for (let p = 0; p < TAPS; p++) {
      const [a, b] = [re[t - DELAY - p] as number, im[t - DELAY - p] as number];
      side[2 * p]! += a * y + b * z;
      side[2 * p + 1]! += b * y - a * z;
      for (let q = 0; q <= p; q++) {
        const [c, d] = [re[t - DELAY - q] as number, im[t - DELAY - q] as number];
        matrix[2 * (p * TAPS + q)]! += weight * (a * c + b * d);
        matrix[2 * (p * TAPS + q) + 1]! += weight * (b * c - a * d);
      }
    }
  }
  return [matrix, side];
}
