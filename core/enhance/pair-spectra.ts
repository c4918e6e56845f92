/** Spectra of sounds that are changed and put together again; two real sounds go through one transform. */
import FFT from 'fft.js';
import { sineWindow } from '../sound/hann';

export const SIZE = 4096;
export const HOP = SIZE / 4;
export const BINS = SIZE / 2 + 1;
/** Every sample lies in so many frames. */
export const OVERLAP = SIZE / HOP;

const WINDOW = sineWindow(SIZE);
/** Windows squared, a quarter apart, add up to this. */
const WINDOWS_SUM = 2;
const fft = new FFT(SIZE);
const input = fft.createComplexArray();
const output = fft.createComplexArray();

/** @returns of each plane its spectrum: Float32Array [BINS, 2], real and imaginary */
export function spectraOf(planes: readonly Float32Array[], at: number): Float32Array[] {
  const spectra: Float32Array[] = [];
  for (let i = 0; i < planes.length; i += 2) {
    const [one, other] = [planes[i] as Float32Array, planes[i + 1]];
    for (let k = 0; k < SIZE; k++) {
      const weight = WINDOW[k] as number;
      input[2 * k] = weight * (one[at + k] as number);
      input[2 * k + 1] = other ? weight * (other[at + k] as number) : 0;
    }
    fft.transform(output, input);
    const [first, second] = [new Float32Array(2 * BINS), new Float32Array(2 * BINS)];
    for (let bin = 0; bin < BINS; bin++) {
      const mirror = (SIZE - bin) % SIZE;
      const [a, b] = [output[2 * bin] as number, output[2 * bin + 1] as number];
      const [c, d] = [output[2 * mirror] as number, -(output[2 * mirror + 1] as number)];
      first[2 * bin] = (a + c) / 2;
      first[2 * bin + 1] = (b + d) / 2;
      second[2 * bin] = (b - d) / 2;
      second[2 * bin + 1] = (c - a) / 2;
    }
    spectra.push(...(other ? [first, second] : [first]));
  }
  return spectra;
}

/** Frames become samples again. */
export class Overlapped {
  /** Per channel, what later frames still add to. */
  readonly #open: Float64Array[];

  constructor(channels: number) {
    this.#open = Array.from({ length: channels }, () => new Float64Array(SIZE));
  }

  /** @param spectra per channel, [BINS, 2] @returns the hop that is complete with this frame, per channel */
  add(spectra: readonly Float32Array[], share: Float32Array): Float32Array[] {
    const done: Float32Array[] = [];
    for (let i = 0; i < spectra.length; i += 2) {
      this.#pair(spectra[i] as Float32Array, spectra[i + 1], share);
      done.push(this.#hop(i, 0));
      if (spectra[i + 1]) done.push(this.#hop(i + 1, 1));
    }
    return done;
  }

  #pair(one: Float32Array, other: Float32Array | undefined, share: Float32Array): void {
    for (let bin = 0; bin < BINS; bin++) {
      const mirror = (SIZE - bin) % SIZE;
      const own = share[bin] as number;
      const [a, b] = [own * (one[2 * bin] as number), own * (one[2 * bin + 1] as number)];
      const [c, d] = other
        ? [own * (other[2 * bin] as number), own * (other[2 * bin + 1] as number)]
        : [0, 0];
      input[2 * mirror] = a + d;
      input[2 * mirror + 1] = c - b;
      input[2 * bin] = a - d;
      input[2 * bin + 1] = b + c;
    }
    fft.inverseTransform(output, input);
  }

  #hop(channel: number, part: 0 | 1): Float32Array {
    const open = this.#open[channel] as Float64Array;
    for (let k = 0; k < SIZE; k++)
      open[k]! += ((WINDOW[k] as number) * (output[2 * k + part] as number)) / WINDOWS_SUM;
    const done = Float32Array.from(open.subarray(0, HOP));
    open.copyWithin(0, HOP);
    open.fill(0, SIZE - HOP);
    return done;
  }
}
