/** Runs one channel through a noise suppressor that takes frames and answers late, and undoes by how late. */
import { concatFloat32 } from '../concat';

export interface FrameDenoiser {
  /** Samples per frame. */
  readonly frame: number;
  /** Samples by which what comes out is later than what went in. */
  readonly lag: number;
  /** In place. @returns how surely the frame is speech, 0..1 */
  process(frame: Float32Array): number;
}

export class Denoise {
  readonly #denoiser: FrameDenoiser;
  readonly #amount: number;
  readonly #frame: Float32Array;
  #filled = 0;
  /** What went in and waits for its denoised self. */
  #dry: Float32Array;
  #skip: number;
  #taken = 0;
  #given = 0;
  readonly #speech: number[] = [];

  /** @param amount 0: as it was; 1: all noise that is found is taken away */
  constructor(denoiser: FrameDenoiser, amount: number) {
    this.#denoiser = denoiser;
    this.#amount = amount;
    this.#frame = new Float32Array(denoiser.frame);
    this.#dry = new Float32Array();
    this.#skip = denoiser.lag;
  }

  /** How surely each frame is speech, 0..1, of all that came in so far. */
  get speech(): readonly number[] {
    return this.#speech;
  }

  /** @returns as much as is done, without the lag */
  push(samples: Float32Array): Float32Array {
    this.#taken += samples.length;
    this.#dry = concatFloat32([this.#dry, samples]);
    const wet: Float32Array[] = [];
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(samples.length - at, this.#frame.length - this.#filled);
      this.#frame.set(samples.subarray(at, at + count), this.#filled);
      this.#filled += count;
      at += count;
      if (this.#filled < this.#frame.length) continue;
      this.#filled = 0;
      this.#speech.push(this.#denoiser.process(this.#frame));
      const skipped = Math.min(this.#skip, this.#frame.length);
      this.#skip -= skipped;
      wet.push(this.#frame.slice(skipped));
    }
    return this.#mix(concatFloat32(wet));
  }

  /** The rest. */
  end(): Float32Array {
    const left = this.#taken - this.#given;
    if (left === 0) return new Float32Array();
    const taken = this.#taken;
    const out = this.push(new Float32Array(left + this.#denoiser.lag + this.#frame.length));
    this.#taken = taken;
    return out.slice(0, left);
  }

  #mix(wet: Float32Array): Float32Array {
    const out = new Float32Array(wet.length);
    for (let i = 0; i < wet.length; i++) {
      const dry = this.#dry[i] as number;
      out[i] = dry + this.#amount * ((wet[i] as number) - dry);
    }
    this.#dry = this.#dry.slice(wet.length);
    this.#given += wet.length;
    return out;
  }
}
