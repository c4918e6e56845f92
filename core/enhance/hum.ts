/**
 * Mains hum: found by its lines in the spectrum, and subtracted as the sines that they are, so that nothing else is touched
 * and no phase turned; with it goes a direct current and what lies below speech.
 */
import { concatFloat32 } from '../concat';
import { HighPass } from './high-pass';

const MAINS_HZ = [50, 60] as const;
/** Harmonics that are looked for. */
const HARMONICS = 8;
/** A line stands out of what lies beside it by this much, most of the time. */
const LINE_DB = 12;
/** Beside it: so many Hz off. */
const BESIDE_HZ = 7;
/** Judged where it is quiet, as speech covers it: in this share of the windows, the quietest. */
const QUIET_SHARE = 0.5;
/** A line is told from a pitch that passes it now and then by this share of the quiet windows. */
const SHARE = 0.6;
/** The lines lie below 480 Hz: they are looked for at about this rate. */
const LOOK_RATE_HZ = 3000;
/** Windows of a second, so that lines are 1 Hz wide. */
const WINDOW_S = 1;
const HOP_S = 0.25;

/** Frequencies of the lines of hum that are in the sound, Hz. None: there is no hum. */
export class HumFinder {
  readonly #rateHz: number;
  /** So many samples are taken as one, their mean. */
  readonly #step: number;
  #sum = 0;
  #summed = 0;
  readonly #hann: Float32Array;
  #held = new Float32Array();
  readonly #windows: { energy: number; lines: number[] }[] = [];

  constructor(rateHz: number) {
    this.#step = Math.max(1, Math.floor(rateHz / LOOK_RATE_HZ));
    this.#rateHz = rateHz / this.#step;
    this.#hann = hann(Math.round(WINDOW_S * this.#rateHz));
  }

  /** @param mono what is to be judged, in blocks */
  push(mono: Float32Array): void {
    const all = concatFloat32([this.#held, this.#slower(mono)]);
    const hop = Math.round(HOP_S * this.#rateHz);
    let at = 0;
    for (; at + this.#hann.length <= all.length; at += hop)
      this.#look(all.subarray(at, at + this.#hann.length));
    this.#held = all.slice(at);
  }

  /** At least two lines of the same mains: one alone may be music. */
  lines(): number[] {
    const quiet = [...this.#windows]
      .sort((a, b) => a.energy - b.energy)
      .slice(0, Math.ceil(QUIET_SHARE * this.#windows.length));
    const isThere = (line: number) =>
      quiet.filter(({ lines }) => lines.includes(line)).length >= SHARE * quiet.length;
    const found = MAINS_HZ.map((mains) => harmonicsOf(mains).filter(isThere));
    const best = found.reduce((a, b) => (b.length > a.length ? b : a));
    return quiet.length > 0 && best.length >= 2 ? best : [];
  }

  #slower(samples: Float32Array): Float32Array {
    const step = this.#step;
    const out = new Float32Array(Math.floor((this.#summed + samples.length) / step));
    let [count, sum, summed] = [0, this.#sum, this.#summed];
    for (let i = 0; i < samples.length; i++) {
      sum += samples[i] as number;
      summed += 1;
      if (summed < step) continue;
      out[count++] = sum / step;
      sum = 0;
      summed = 0;
    }
    this.#sum = sum;
    this.#summed = summed;
    return out;
  }

  #look(samples: Float32Array): void {
    const window = samples.map((sample, i) => sample * (this.#hann[i] as number));
    const energy = window.reduce((sum, sample) => sum + sample * sample, 0) / window.length;
    // Digital silence says nothing.
    if (energy < 1e-10) return;
    const least = 10 ** (LINE_DB / 10);
    const lines = LINES_HZ.filter((line) => {
      const [own, below, above] = powers(
        window,
        line / this.#rateHz,
        (line - BESIDE_HZ) / this.#rateHz,
        (line + BESIDE_HZ) / this.#rateHz,
      );
      return own > least * Math.max(below, above);
    });
    this.#windows.push({ energy, lines });
  }
}

/** Takes these lines, and where that is wanted a direct current and what lies below some 20 Hz, out of one channel. */
export class HumFilter {
  readonly #steps: [HighPass | null, SineCanceller];

  /** @param takesRumble see RumbleFinder */
  constructor(rateHz: number, linesHz: readonly number[], takesRumble = true) {
    this.#steps = [takesRumble ? new HighPass(rateHz) : null, new SineCanceller(rateHz, linesHz)];
  }

  /** @returns as much as is done, in place: nothing is later than it was */
  push(samples: Float32Array): Float32Array {
    const [highPass, canceller] = this.#steps;
    return canceller.push(highPass?.push(samples) ?? samples);
  }

  /** The rest. */
  end(): Float32Array {
    const [highPass, canceller] = this.#steps;
    return concatFloat32([canceller.push(highPass?.end() ?? new Float32Array()), canceller.end()]);
  }
}

/** Fits each line as a sine to a window of a second, again every half, and subtracts it. */
class SineCanceller {
  readonly #turns: number[];
  readonly #hann: Float32Array;
  readonly #half: number;
  /** What came in, from the start of the next window on, and what is to be subtracted from it. */
  #samples: Float32Array;
  #hum: Float32Array;
  /** Samples of the first window that are before the sound. */
  #before: number;

  constructor(rateHz: number, linesHz: readonly number[]) {
    this.#turns = linesHz.filter((line) => line < rateHz / 2).map((line) => line / rateHz);
    this.#half = Math.round((WINDOW_S * rateHz) / 2);
    this.#hann = hann(2 * this.#half);
    this.#samples = new Float32Array(this.#half);
    this.#hum = new Float32Array(this.#half);
    this.#before = this.#half;
  }

  push(samples: Float32Array): Float32Array {
    if (this.#turns.length === 0) return samples;
    this.#samples = concatFloat32([this.#samples, samples]);
    const done: Float32Array[] = [];
    while (this.#samples.length >= 2 * this.#half) done.push(this.#window(2 * this.#half));
    return concatFloat32(done);
  }

  end(): Float32Array {
    if (this.#turns.length === 0) return new Float32Array();
    const left = this.#samples.length;
    const count = left - this.#before;
    const whole = 2 * this.#half;
    // Two more windows, of which only the beginning is sound.
    const heard = [left, Math.max(0, left - this.#half)];
    this.#samples = concatFloat32([this.#samples, new Float32Array(2 * whole)]);
    const out = concatFloat32(heard.map((sound) => this.#window(sound)));
    return out.slice(0, count);
  }

  /** @param heard samples of the window that are sound @returns its first half, which no later window touches */
  #window(heard: number): Float32Array {
    const whole = 2 * this.#half;
    const before = this.#before;
    this.#before = 0;
    const weights = this.#hann.map((weight, i) => (i >= before && i < heard ? weight : 0));
    const weight = weights.reduce((sum, each) => sum + each, 0);
    const window = weights.map((each, i) => each * (this.#samples[i] as number));
    const hum = new Float32Array(whole);
    hum.set(this.#hum);
    if (weight > 0) {
      for (const turn of this.#turns) {
        const { re, im } = amplitude(window, turn);
        const [stepRe, stepIm] = [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
        let [cos, sin] = [2 / weight, 0];
        for (let i = 0; i < whole; i++) {
          hum[i]! += (this.#hann[i] as number) * (re * cos + im * sin);
          [cos, sin] = [cos * stepRe - sin * stepIm, cos * stepIm + sin * stepRe];
        }
      }
    }
    const out = this.#samples
      .slice(before, this.#half)
      .map((sample, i) => sample - (hum[i + before] as number));
    this.#samples = this.#samples.slice(this.#half);
    this.#hum = hum.slice(this.#half);
    return out;
  }
}

function harmonicsOf(mainsHz: number): number[] {
  return Array.from({ length: HARMONICS }, (_, i) => mainsHz * (i + 1));
}

/** All that are looked for. */
const LINES_HZ: readonly number[] = [...new Set(MAINS_HZ.flatMap(harmonicsOf))];

/**
 * The power of three frequencies by one recursion each (G. Goertzel, 1958), side by side as none can wait for itself.
 * @param a, b, c their turns per sample
 */
function powers(samples: Float32Array, a: number, b: number, c: number): [number, number, number] {
  const [forA, forB, forC] = [a, b, c].map((turn) => 2 * Math.cos(2 * Math.PI * turn)) as [
    number,
    number,
    number,
  ];
  let [a1, a2, b1, b2, c1, c2] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] as number;
    const a0 = sample + forA * a1 - a2;
    const b0 = sample + forB * b1 - b2;
    const c0 = sample + forC * c1 - c2;
    a2 = a1;
    b2 = b1;
    c2 = c1;
    a1 = a0;
    b1 = b0;
    c1 = c0;
  }
  return [power(forA, a1, a2), power(forB, b1, b2), power(forC, c1, c2)];
}

const power = (factor: number, last: number, before: number) =>
  last * last + before * before - factor * last * before;

/** Sums of the samples times cosine and sine. @param turn of the frequency, per sample */
function amplitude(samples: Float32Array, turn: number): { re: number; im: number } {
  const [stepRe, stepIm] = [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];
  let [cos, sin, re, im] = [1, 0, 0, 0];
  for (const sample of samples) {
    re += sample * cos;
    im += sample * sin;
    [cos, sin] = [cos * stepRe - sin * stepIm, cos * stepIm + sin * stepRe];
  }
  return { re, im };
}

/** Two that overlap by half add up to one. */
function hann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
}
