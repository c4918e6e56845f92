/** A high-pass that turns no phase: takes a direct current and what lies below speech out of a sound, piece by piece. */
import { concatFloat32 } from '../concat';
import { RUMBLE_SPAN_S } from './rumble';

/** The sound less its own running mean, a triangle around each sample: no phase is turned. */
export class HighPass {
  /** Of each of two running means, one over the other; 6 dB down at 20 Hz, 0.2 dB at 60. */
  static readonly SPAN_S = RUMBLE_SPAN_S;
  readonly #half: number;
  readonly #means: [RunningMean, RunningMean];
  #dry: Float32Array;
  #skip: number;

  constructor(rateHz: number) {
    this.#half = Math.round((HighPass.SPAN_S * rateHz) / 2);
    const length = 2 * this.#half + 1;
    this.#means = [new RunningMean(length), new RunningMean(length)];
    this.#dry = new Float32Array();
    this.#skip = 2 * this.#half;
  }

  push(samples: Float32Array): Float32Array {
    this.#dry = concatFloat32([this.#dry, samples]);
    const [first, second] = this.#means;
    const mean = second.push(first.push(samples));
    const skipped = Math.min(this.#skip, mean.length);
    this.#skip -= skipped;
    const dry = this.#dry;
    const out = dry.slice(0, mean.length - skipped);
    for (let i = 0; i < out.length; i++) out[i]! -= mean[skipped + i] as number;
    this.#dry = dry.slice(out.length);
    return out;
  }

  end(): Float32Array {
    const left = this.#dry.length;
    return this.push(new Float32Array(2 * this.#half)).slice(0, left);
  }
}

/** The mean of the last `length` samples; silence before the first. */
class RunningMean {
  readonly #ring: Float64Array;
  #at = 0;
  #sum = 0;

  constructor(length: number) {
    this.#ring = new Float64Array(length);
  }

  push(samples: Float32Array): Float32Array {
    const ring = this.#ring;
    const { length } = ring;
    const means = new Float32Array(samples.length);
    let [sum, at] = [this.#sum, this.#at];
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i] as number;
      sum += sample - (ring[at] as number);
      ring[at] = sample;
      at += 1;
      if (at === length) at = 0;
      means[i] = sum / length;
    }
    this.#sum = sum;
    this.#at = at;
    return means;
  }
}
