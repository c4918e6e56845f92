/**
 * Whether a direct current, or what lies below some 20 Hz, is worth taking out (hum.ts has the filter). What is fainter nobody hears,
 * and it costs no loudness; taking it would only change speech that was clean.
 */

/** The filter takes out a running mean of a running mean of so long each. */
export const RUMBLE_SPAN_S = 0.031;
/**
 * Loud is what in some second has this share of the mean power of the whole, 25 dB below it. Of voices the filter takes 38 to 42 dB below;
 * and what is 25 dB below raises the peaks of speech, some 15 dB above the mean, by less than 0.2 dB.
 */
const LEAST_SHARE = 10 ** (-25 / 10);
/** It is looked for at about this rate. */
const LOOK_RATE_HZ = 1500;
const WINDOW_S = 1;

/** Listens to one channel. */
export class RumbleFinder {
  /** So many samples are taken as one, their mean. */
  readonly #step: number;
  readonly #window: number;
  readonly #means: readonly [Mean, Mean];
  #sum = 0;
  #summed = 0;
  #power = 0;
  #samples = 0;
  #low = 0;
  #lows = 0;
  #loudest = 0;

  constructor(rateHz: number) {
    this.#step = Math.max(1, Math.floor(rateHz / LOOK_RATE_HZ));
    const length = Math.round((RUMBLE_SPAN_S * rateHz) / this.#step);
    this.#means = [newMean(length), newMean(length)];
    this.#window = Math.round((WINDOW_S * rateHz) / this.#step);
  }

  push(samples: Float32Array): void {
    const step = this.#step;
    let [power, sum, summed] = [0, this.#sum, this.#summed];
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i] as number;
      power += sample * sample;
      sum += sample;
      summed += 1;
      if (summed < step) continue;
      this.#look(sum / step);
      sum = 0;
      summed = 0;
    }
    this.#sum = sum;
    this.#summed = summed;
    this.#power += power;
    this.#samples += samples.length;
  }

  /** Whether there is enough of it anywhere in what was heard. */
  get isLoud(): boolean {
    const loudest = Math.max(this.#loudest, this.#low / this.#window);
    return this.#power > 0 && loudest > LEAST_SHARE * (this.#power / this.#samples);
  }

  #look(sample: number): void {
    const [first, second] = this.#means;
    const low = next(second, next(first, sample));
    this.#low += low * low;
    this.#lows += 1;
    if (this.#lows < this.#window) return;
    this.#loudest = Math.max(this.#loudest, this.#low / this.#window);
    this.#low = 0;
    this.#lows = 0;
  }
}

/** Of the last samples; silence before the first. */
interface Mean {
  ring: Float64Array;
  at: number;
  sum: number;
}

const newMean = (length: number): Mean => ({ ring: new Float64Array(length), at: 0, sum: 0 });

function next(mean: Mean, sample: number): number {
  mean.sum += sample - (mean.ring[mean.at] as number);
  mean.ring[mean.at] = sample;
  mean.at = (mean.at + 1) % mean.ring.length;
  return mean.sum / mean.ring.length;
}
