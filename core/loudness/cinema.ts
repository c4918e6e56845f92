/**
 * Leq(m) of ISO 21727, by which trailers and commercials are judged in cinemas: the mean power of the whole, weighted as ITU-R
 * BS.468 has it less 5.6 dB (nothing at 2 kHz), of all channels together, as loud as a cinema plays them.
 */
import FFT from 'fft.js';

const SIZE = 4096;
const HOP = SIZE / 2;
/** A tone of -20 dBFS at 2 kHz in a channel of the front is 85 dB. */
const FULL_SCALE_DB = 85 + 20 + 10 * Math.log10(2);
const M_DB = -5.6;
/** In dB beside a channel of the front, as ISO 22234 aligns a cinema, in the order of WAVE. */
const ALIGNED_DB: Record<number, readonly number[]> = {
  4: [0, 0, -3, -3],
  5: [0, 0, 0, -3, -3],
  6: [0, 0, 0, 10, -3, -3],
  7: [0, 0, 0, 10, -3, -3, -3],
  8: [0, 0, 0, 10, -3, -3, -3, -3],
};

/** Two halves of it add up to 1 in power, so that every sample counts once. */
const WINDOW = Float64Array.from({ length: SIZE }, (_, i) => Math.sin((Math.PI * (i + 0.5)) / SIZE));

export class CinemaMeter {
  readonly #channels: { held: Float32Array; sum: number; weight: number }[];
  readonly #weights: Float64Array;
  readonly #fft = new FFT(SIZE);
  readonly #spectrum: number[] = this.#fft.createComplexArray();
  readonly #windowed = new Float64Array(SIZE);
  #samples = 0;

  constructor(rateHz: number, channels: number) {
    const aligned = ALIGNED_DB[channels];
    this.#channels = Array.from({ length: channels }, (_, channel) => ({
      held: new Float32Array(HOP),
      sum: 0,
      weight: 10 ** ((aligned?.[channel] ?? 0) / 10),
    }));
    this.#weights = Float64Array.from(
      { length: HOP + 1 },
      (_, bin) => 10 ** ((weightingDb((bin * rateHz) / SIZE) + M_DB) / 10),
    );
  }

  /** @param planes Float32Array [N] per channel */
  push(planes: readonly Float32Array[]): void {
    this.#samples += planes[0]?.length ?? 0;
    this.#channels.forEach((channel, i) => {
      const plane = planes[i] as Float32Array;
      const all = new Float32Array(channel.held.length + plane.length);
      all.set(channel.held);
      all.set(plane, channel.held.length);
      let at = 0;
      for (; at + SIZE <= all.length; at += HOP) channel.sum += this.#power(all, at);
      channel.held = all.slice(at);
    });
  }

  /** dB of what came in so far; null for silence. */
  result(): number | null {
    let sum = 0;
    for (const channel of this.#channels) {
      const all = new Float32Array(channel.held.length + SIZE);
      all.set(channel.held);
      let own = channel.sum;
      for (let at = 0; at < channel.held.length; at += HOP) own += this.#power(all, at);
      sum += channel.weight * own;
    }
    return sum > 0 ? 10 * Math.log10(sum / this.#samples) + FULL_SCALE_DB : null;
  }

  /** @returns weighted sum of the squares under the window */
  #power(samples: Float32Array, from: number): number {
    for (let i = 0; i < SIZE; i++) this.#windowed[i] = (WINDOW[i] as number) * (samples[from + i] as number);
    this.#fft.realTransform(this.#spectrum, this.#windowed);
    let sum = 0;
    for (let bin = 0; bin <= HOP; bin++) {
      const [re, im] = [this.#spectrum[2 * bin] as number, this.#spectrum[2 * bin + 1] as number];
      const twice = bin === 0 || bin === HOP ? 1 : 2;
      sum += twice * (this.#weights[bin] as number) * (re * re + im * im);
    }
    return sum / SIZE;
  }
}

/** The weighting network of ITU-R BS.468-4, dB, as a fraction of polynomials; 0 at 1 kHz. */
export function weightingDb(frequencyHz: number): number {
  const f = frequencyHz;
  const even =
    -4.737338981378384e-24 * f ** 6 + 2.043828333606125e-15 * f ** 4 - 1.363894795463638e-7 * f ** 2 + 1;
  const odd = 1.306612257412824e-19 * f ** 5 - 2.118150887518656e-11 * f ** 3 + 5.559488023498642e-4 * f;
  const gain = (1.246332637532143e-4 * f) / Math.hypot(even, odd);
  return gain > 0 ? 18.2 + 20 * Math.log10(gain) : Number.NEGATIVE_INFINITY;
}
