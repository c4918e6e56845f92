/** Runs one channel through a noise suppressor that takes frames and answers late, and undoes by how late. */
import { concatFloat32 } from '../concat';
import { PutBack, type SplitSound } from './put-back';
import { TwoVoices, type VoiceFinder } from './two-voices';

export interface FrameDenoiser {
  /** Samples per frame. */
  readonly frame: number;
  /** Samples by which what comes out is later than what went in. */
  readonly lag: number;
  /** Samples after which it knows the noise: before that it takes it for voice. It hears the start of a sound twice. */
  readonly warmUp: number;
  /** In place. @returns how surely the frame is speech, 0..1; 0 of one that does not tell */
  process(frame: Float32Array): number;
}

export class VoiceSplit implements VoiceFinder {
  readonly #denoiser: FrameDenoiser;
  readonly #frame: Float32Array;
  #filled = 0;
  /** What went in and waits for its voice. */
  #waiting: Float32Array;
  #skip: number;
  #taken = 0;
  #given = 0;
  /** Held back until the denoiser is warm; null from then on. */
  #start: Float32Array[] | null;
  readonly #speech: number[] = [];

  constructor(denoiser: FrameDenoiser) {
    this.#denoiser = denoiser;
    this.#start = denoiser.warmUp > 0 ? [] : null;
    this.#frame = new Float32Array(denoiser.frame);
    this.#waiting = new Float32Array();
    this.#skip = denoiser.lag;
  }

  /** How surely each frame is speech, 0..1, of all that came in so far. */
  get speech(): readonly number[] {
    return this.#speech;
  }

  /** @returns as much as is done, without the lag */
  push(samples: Float32Array): SplitSound {
    this.#taken += samples.length;
    if (this.#start === null) return this.#process(samples);
    this.#start.push(samples);
    if (this.#taken < this.#denoiser.warmUp) return { all: new Float32Array(), voice: new Float32Array() };
    return this.#process(this.#warmUp());
  }

  /** @returns what was held back */
  #warmUp(): Float32Array {
    const start = concatFloat32(this.#start ?? []);
    this.#start = null;
    const { frame, warmUp } = this.#denoiser;
    // No more than that, whatever the blocks.
    for (let at = 0; at + frame <= Math.min(start.length, warmUp); at += frame)
      this.#denoiser.process(start.slice(at, at + frame));
    return start;
  }

  #process(samples: Float32Array): SplitSound {
    this.#waiting = concatFloat32([this.#waiting, samples]);
    const voices: Float32Array[] = [];
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
      voices.push(this.#frame.slice(skipped));
    }
    const voice = concatFloat32(voices);
    const all = this.#waiting.slice(0, voice.length);
    this.#waiting = this.#waiting.slice(voice.length);
    this.#given += voice.length;
    return { all, voice };
  }

  /** The rest. */
  end(): SplitSound {
    const left = this.#taken - this.#given;
    const held = this.#start === null ? new Float32Array() : this.#warmUp();
    const silence = left === 0 ? 0 : this.#denoiser.lag + this.#frame.length;
    const { all, voice } = this.#process(concatFloat32([held, new Float32Array(silence)]));
    return { all: all.slice(0, left), voice: voice.slice(0, left) };
  }
}

export class Denoise {
  readonly #split: VoiceFinder;
  /** Null: all of it is left as it was. */
  readonly #putBack: PutBack | null;

  /**
   * @param amount 0: as it was; 1: all noise that is found is taken away
   * @param second one that knows heavy noise, at 48 kHz; null: none
   */
  constructor(denoiser: FrameDenoiser, amount: number, second: FrameDenoiser | null = null) {
    const split = new VoiceSplit(denoiser);
    this.#split = second ? new TwoVoices(split, new VoiceSplit(second)) : split;
    this.#putBack = amount > 0 ? new PutBack(amount, denoiser.frame) : null;
  }

  /** How surely each frame is speech, 0..1, of all that came in so far. */
  get speech(): readonly number[] {
    return this.#split.speech;
  }

  /** @returns as much as is done; nothing is later than it was */
  push(samples: Float32Array): Float32Array {
    const split = this.#split.push(samples);
    return this.#putBack?.push(split, this.speech) ?? split.all;
  }

  /** The rest. */
  end(): Float32Array {
    const split = this.#split.end();
    if (!this.#putBack) return split.all;
    const { speech } = this;
    return concatFloat32([this.#putBack.push(split, speech), this.#putBack.end(speech)]);
  }
}
