/**
 * Puts back what a noise suppressor took of the speech. Whatever it takes is noise and, by mistake, speech; where it took more
 * than noise is ever loud, in a band of a moment, the rest was speech. If both are independent the smallest error is made by
 * taking away noise / taken of it (J. S. Lim & A. V. Oppenheim, "Enhancement and Bandwidth Compression of Noisy Speech", 1979):
 * all of it in pauses and under loud noise, next to nothing where speech stands far above it. Where the suppressor heard
 * little voice beside the noise, what it took is the less likely to have been speech, by the same rule.
 */
import FFT from 'fft.js';
import { concatFloat32 } from '../concat';
import { sineWindow } from '../sound/hann';
import { NoiseLevel } from './noise-level';

const SIZE = 1024;
const HOP = SIZE / 2;
const BINS = HOP + 1;
/** Frames that are looked at together: some 10 s at 48 kHz, in which there is hardly ever no pause. */
const STRETCH = 960;
/** What is taken is known from two frames and five bins: one alone says little. */
const MEMORY = 0.5;
const AROUND_BINS = 2;
/** A frame is a pause where nothing is taken for speech, nor shortly before and after; or where all but -15 dB is taken away. */
const IS_NONE = 0.15;
const AROUND_FRAMES = 6;
const NEXT_TO_NOTHING = 0.03;
/** Mean square of a sample; below it there is digital silence, which says nothing of the noise under speech. */
const SILENCE = 1e-9;
const LEAST = 1e-30;

const WINDOW = sineWindow(SIZE);
const fft = new FFT(SIZE);

/** A stretch of one channel, as it was and what the suppressor takes for voice in it, of the same length and time. */
export interface SplitSound {
  all: Float32Array;
  voice: Float32Array;
}

/** What is taken away in a frame. */
interface Taken {
  re: Float32Array;
  im: Float32Array;
  /** Its power, and that of what was left as voice; smoothed. */
  power: Float32Array;
  voice: Float32Array;
}

export class PutBack {
  readonly #amount: number;
  /** Samples of a frame of the suppressor. */
  readonly #suppressorFrame: number;
  readonly #level = new NoiseLevel(BINS);
  /** From half a frame before the next one on; silence before the first. */
  #all = new Float32Array(HOP);
  #taken = new Float32Array(HOP);
  #waiting: { all: Float32Array; taken: Float32Array }[] = [];
  #power: Float32Array = new Float32Array(BINS);
  #voice: Float32Array = new Float32Array(BINS);
  /** What the last frame adds to the samples behind it. */
  #tail = new Float64Array(HOP);
  #frames = 0;
  #pushed = 0;
  #given = 0;

  /** @param amount share of the noise that goes, 0..1 */
  constructor(amount: number, suppressorFrame: number) {
    this.#amount = amount;
    this.#suppressorFrame = suppressorFrame;
  }

  /**
   * @param speech how surely each frame of the suppressor is speech, of all so far; each says it of the frame before
   * @returns as much as is done; nothing is later than it was
   */
  push({ all, voice }: SplitSound, speech: readonly number[]): Float32Array {
    this.#pushed += all.length;
    const taken = all.slice();
    for (let i = 0; i < taken.length; i++) taken[i]! -= voice[i] as number;
    this.#waiting.push({ all, taken });
    const ahead = (AROUND_FRAMES + 2) * this.#suppressorFrame;
    const needed = (STRETCH + 1) * HOP + ahead;
    if (HOP + this.#pushed - this.#frames * HOP < needed) return new Float32Array();
    this.#gather();
    const parts: Float32Array[] = [];
    while (this.#all.length >= needed) parts.push(this.#stretch(STRETCH, speech));
    return this.#inTime(parts);
  }

  /** The rest. */
  end(speech: readonly number[]): Float32Array {
    this.#gather();
    const frames = Math.ceil(this.#all.length / HOP);
    const silence = new Float32Array((frames + 1) * HOP - this.#all.length);
    this.#waiting.push({ all: silence, taken: silence });
    this.#gather();
    return this.#inTime([this.#stretch(frames, speech)]);
  }

  #gather(): void {
    this.#all = concatFloat32([this.#all, ...this.#waiting.map(({ all }) => all)]);
    this.#taken = concatFloat32([this.#taken, ...this.#waiting.map(({ taken }) => taken)]);
    this.#waiting = [];
  }

  /** Without what lies before the first sample and behind the last. */
  #inTime(parts: Float32Array[]): Float32Array {
    const made = concatFloat32(parts);
    const from = Math.max(0, Math.min(made.length, HOP - this.#given));
    const to = Math.min(made.length, HOP + this.#pushed - this.#given);
    this.#given += made.length;
    return made.slice(from, to);
  }

  /** @returns the samples of so many hops */
  #stretch(count: number, speech: readonly number[]): Float32Array {
    const frames: Taken[] = [];
    this.#level.next();
    for (let n = 0; n < count; n++) {
      const { frame, isHeard, isNothing } = this.#frame(n * HOP);
      frames.push(frame);
      if (isHeard) this.#level.add(frame.power, isNothing || this.#isPause(this.#frames + n, speech));
    }
    this.#frames += count;
    const noise = this.#level.most();
    const made = this.#all.slice(0, count * HOP);
    for (let n = 0; n < count; n += 2) this.#take(frames.slice(n, n + 2), noise, made, n * HOP);
    this.#all = this.#all.slice(count * HOP);
    this.#taken = this.#taken.slice(count * HOP);
    return made;
  }

  #isPause(frame: number, speech: readonly number[]): boolean {
    const startSample = (frame - 1) * HOP;
    const from = Math.floor(startSample / this.#suppressorFrame) + 1 - AROUND_FRAMES;
    const to = Math.floor((startSample + SIZE - 1) / this.#suppressorFrame) + 1 + AROUND_FRAMES;
    for (let i = Math.max(0, from); i <= to; i++) if ((speech[i] ?? 0) >= IS_NONE) return false;
    return true;
  }

  /** The spectra of both by one transform: one is its real, the other its imaginary part. */
  #frame(at: number): { frame: Taken; isHeard: boolean; isNothing: boolean } {
    for (let i = 0; i < SIZE; i++) {
      const weight = WINDOW[i] as number;
      input[2 * i] = weight * (this.#all[at + i] as number);
      input[2 * i + 1] = weight * (this.#taken[at + i] as number);
    }
    fft.transform(output, input);
    const [re, im] = [new Float32Array(BINS), new Float32Array(BINS)];
    const [power, voice] = [powers, voices];
    let [allPower, voicePower] = [0, 0];
    for (let bin = 0; bin < BINS; bin++) {
      const mirror = (SIZE - bin) % SIZE;
      const [a, b] = [output[2 * bin] as number, output[2 * bin + 1] as number];
      const [c, d] = [output[2 * mirror] as number, -(output[2 * mirror + 1] as number)];
      const [allRe, allIm] = [(a + c) / 2, (b + d) / 2];
      const [takenRe, takenIm] = [(b - d) / 2, (c - a) / 2];
      re[bin] = takenRe;
      im[bin] = takenIm;
      power[bin] = takenRe * takenRe + takenIm * takenIm;
      allPower += allRe * allRe + allIm * allIm;
      const [voiceRe, voiceIm] = [allRe - takenRe, allIm - takenIm];
      const own = voiceRe * voiceRe + voiceIm * voiceIm;
      voice[bin] = own;
      voicePower += own;
    }
    this.#power = smoothed(power, this.#power);
    this.#voice = smoothed(voice, this.#voice);
    const isHeard = allPower > SILENCE * HOP * HOP;
    return {
      frame: { re, im, power: this.#power, voice: this.#voice },
      isHeard,
      isNothing: voicePower < NEXT_TO_NOTHING * allPower,
    };
  }

  /**
   * In place: takes the noise's share of a frame away, or of two that follow each other, both by one transform.
   * @param made samples from half a frame before on
   */
  #take([first, second]: readonly Taken[], noise: Float32Array, made: Float32Array, at: number): void {
    input.fill(0);
    this.#share(first as Taken, noise);
    addTo(input, 0);
    if (second) {
      this.#share(second, noise);
      addTo(input, 1);
    }
    fft.inverseTransform(output, input);
    this.#subtract(made, at, 0);
    if (second) this.#subtract(made, at + HOP, 1);
  }

  /** The spectrum of the noise in a frame. */
  #share({ re, im, power, voice }: Taken, noise: Float32Array): void {
    const amount = this.#amount;
    for (let bin = 0; bin < BINS; bin++) {
      const [level, heard] = [noise[bin] as number, voice[bin] as number];
      const speech = Math.max(0, 1 - level / ((power[bin] as number) + LEAST));
      const gone = amount * (1 - (speech * heard) / (heard + level + LEAST));
      reals[bin] = gone * (re[bin] as number);
      imaginaries[bin] = gone * (im[bin] as number);
    }
  }

  #subtract(made: Float32Array, at: number, part: 0 | 1): void {
    const tail = this.#tail;
    for (let i = 0; i < HOP; i++) {
      made[at + i]! -= (tail[i] as number) + (WINDOW[i] as number) * (output[2 * i + part] as number);
      tail[i] = (WINDOW[HOP + i] as number) * (output[2 * (HOP + i) + part] as number);
    }
  }
}

const input = fft.createComplexArray();
const output = fft.createComplexArray();
/** Of the frame that is looked at. */
const [powers, voices] = [new Float64Array(BINS), new Float64Array(BINS)];
const [reals, imaginaries] = [new Float64Array(BINS), new Float64Array(BINS)];

/** Adds a real sound's spectrum (reals, imaginaries), whose sound will be the real part, or the imaginary one. */
function addTo(spectrum: number[], part: 0 | 1): void {
  for (let bin = 0; bin < BINS; bin++) {
    const [re, im] = [reals[bin] as number, imaginaries[bin] as number];
    spectrum[2 * bin + part]! += re;
    spectrum[2 * bin + 1 - part]! += part === 0 ? im : -im;
    if (bin === 0 || bin === HOP) continue;
    spectrum[2 * (SIZE - bin) + part]! += re;
    spectrum[2 * (SIZE - bin) + 1 - part]! += part === 0 ? -im : im;
  }
}

function smoothed(power: Float64Array, before: Float32Array): Float32Array {
  const out = new Float32Array(BINS);
  let [sum, from, to] = [0, 0, 0];
  for (let bin = 0; bin < BINS; bin++) {
    const end = Math.min(BINS, bin + AROUND_BINS + 1);
    for (; to < end; to++) sum += power[to] as number;
    for (; from < bin - AROUND_BINS; from++) sum -= power[from] as number;
    out[bin] = MEMORY * (before[bin] as number) + (1 - MEMORY) * Math.max(0, sum / (to - from));
  }
  return out;
}
