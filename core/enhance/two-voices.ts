/**
 * What two suppressors take for voice in one sound, as one. Where they err, they err differently, so that their mean is closer
 * to the voice than either; the second hears 16 kHz alone, so that what lies above is the first one's.
 */
import { concatFloat32 } from '../concat';
import { Resampler } from '../sound/resample';
import type { SplitSound } from './put-back';

/** The second one's share, by the bench (docs/sound.md). */
const SHARE = 0.7;
const RATE_HZ = 48_000;
/** What both have to say: up to some 7 kHz. */
const BAND_RATE_HZ = 15_000;

/** Tells a sound and the voice in it, as far as they are done. */
export interface VoiceFinder {
  /** How surely each frame is speech, 0..1, of all that came in so far. */
  readonly speech: readonly number[];
  push(samples: Float32Array): SplitSound;
  end(): SplitSound;
}

export class TwoVoices implements VoiceFinder {
  readonly #first: VoiceFinder;
  readonly #second: VoiceFinder;
  readonly #down = new Resampler(RATE_HZ, BAND_RATE_HZ);
  readonly #up = new Resampler(BAND_RATE_HZ, RATE_HZ);
  /** Of the first one, all that waits for the second. */
  #all = new Float32Array();
  #voice = new Float32Array();
  /** How much of that has gone into the difference, which waits in the resamplers. */
  #compared = 0;
  /** Of the second one, what the first has not said yet. */
  #other = new Float32Array();

  /** @param first tells what is speech; both at 48 kHz */
  constructor(first: VoiceFinder, second: VoiceFinder) {
    this.#first = first;
    this.#second = second;
  }

  /** How surely each frame of the first is speech, 0..1, of all that came in so far. */
  get speech(): readonly number[] {
    return this.#first.speech;
  }

  /** @returns as much as is done; nothing is later than it was */
  push(samples: Float32Array): SplitSound {
    const difference = this.#difference(this.#first.push(samples), this.#second.push(samples).voice);
    return this.#joined(this.#up.push(this.#down.push(difference)));
  }

  /** The rest. */
  end(): SplitSound {
    const difference = this.#difference(this.#first.end(), this.#second.end().voice);
    const low = concatFloat32([this.#down.push(difference), this.#down.end()]);
    return this.#joined(concatFloat32([this.#up.push(low), this.#up.end()]));
  }

  /** What the second has more than the first, as far as both are known. */
  #difference({ all, voice }: SplitSound, other: Float32Array): Float32Array {
    this.#all = concatFloat32([this.#all, all]);
    this.#voice = concatFloat32([this.#voice, voice]);
    this.#other = concatFloat32([this.#other, other]);
    const from = this.#compared;
    const count = Math.min(this.#voice.length - from, this.#other.length);
    const more = this.#other.slice(0, count);
    for (let i = 0; i < count; i++) more[i]! -= this.#voice[from + i] as number;
    this.#other = this.#other.slice(count);
    this.#compared += count;
    return more;
  }

  /** @param low the difference, without what lies above the band; longer than the sound by what resampling rounds up */
  #joined(low: Float32Array): SplitSound {
    const count = Math.min(low.length, this.#voice.length);
    const voice = this.#voice.slice(0, count);
    for (let i = 0; i < count; i++) voice[i]! += SHARE * (low[i] as number);
    const all = this.#all.slice(0, count);
    this.#all = this.#all.slice(count);
    this.#voice = this.#voice.slice(count);
    this.#compared -= count;
    return { all, voice };
  }
}
