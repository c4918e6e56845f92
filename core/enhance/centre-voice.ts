/**
 * A voice told from all else without a network of its own: what lies in the middle of a stereo sound, of that what a noise
 * suppressor leaves, and only where somebody speaks. Of surround sound the channel of the middle is the middle, where anything is on it;
 * of one channel there is none, and the last two remain. Streams; nothing is later than it was.
 */
import { concatFloat32 } from '../concat';
import { CentreShare } from './centre-share';
import { Denoise, type FrameDenoiser } from './denoise';
import { BINS, HOP, OVERLAP, Overlapped, SIZE, spectraOf } from './pair-spectra';
import { middleOf, sidesOf } from './sides';

/** What the suppressor works at. */
export const CENTRE_RATE_HZ = 48_000;
/** Frames of the suppressor on either side of speech that belong to it. */
const AROUND = 12;
/** Below the first nobody speaks, above the second somebody does. */
const NONE = 0.05;
const SURE = 0.3;
const LEAST = 1e-20;
/** Nothing is on the channel of the middle where it has less than this of all power, along seconds; a pause has more. */
const DEAD = 1e-7;
const MEMORY = 0.995;

interface Frame {
  /** Per channel. */
  spectra: Float32Array[];
  /** Null: all of it. */
  centre: Float32Array | null;
}

export class CentreVoice {
  readonly #sides: ReturnType<typeof sidesOf>;
  readonly #middleChannel: number | null;
  /** Power of the channel of the middle and of all, along seconds. */
  #middlePower = 0;
  #allPower = 0;
  readonly #centre = new CentreShare(BINS);
  readonly #denoise: Denoise;
  readonly #suppressorFrame: number;
  /** Per channel, what no frame has taken whole yet; the first frames begin before the sound. */
  #held: Float32Array[];
  #frames: Frame[] = [];
  readonly #middle = new Overlapped(1);
  /** The middle as it was and as it is without its noise, as far as both are known. */
  #heard: Float32Array[] = [];
  #before: Float32Array;
  #after: Float32Array;
  readonly #voice: Overlapped;
  #taken = 0;
  #given = 0;
  #framesOut = 0;

  /** @param channels in the order of WAVE */
  constructor(channels: number, denoiser: FrameDenoiser) {
    this.#sides = sidesOf(channels);
    this.#middleChannel = middleOf(channels);
    this.#suppressorFrame = denoiser.frame;
    this.#denoise = new Denoise(denoiser, 1);
    this.#held = this.#sides.map(() => new Float32Array(SIZE - HOP));
    [this.#before, this.#after] = [new Float32Array(SIZE - HOP), new Float32Array(SIZE - HOP)];
    this.#voice = new Overlapped(channels);
  }

  /** @param planes 48 kHz, Float32Array [N] per channel @returns as much of the voice as is done */
  push(planes: readonly Float32Array[]): Float32Array[] {
    this.#taken += planes[0]?.length ?? 0;
    const middle = this.#go(planes);
    return this.#joined(this.#finish(middle, this.#denoised(middle), false));
  }

  /** The rest. */
  end(): Float32Array[] {
    const left = this.#taken - this.#given;
    const frames = Math.ceil(this.#taken / HOP) + OVERLAP - 1;
    const silence = new Float32Array(frames * HOP - this.#taken);
    const middle = this.#go(this.#held.map(() => silence));
    const after = concatFloat32([this.#denoised(middle), this.#denoise.end(), new Float32Array(SIZE)]);
    const blocks = this.#finish(concatFloat32([middle, new Float32Array(SIZE)]), after, true);
    return this.#joined(blocks).map((plane) => plane.slice(0, left));
  }

  /** A hop at a time: the suppressor hears the start twice, as much of it as came by then. */
  #denoised(middle: Float32Array): Float32Array {
    const parts: Float32Array[] = [];
    for (let at = 0; at < middle.length; at += HOP)
      parts.push(this.#denoise.push(middle.subarray(at, at + HOP)));
    return concatFloat32(parts);
  }

  #joined(blocks: readonly Float32Array[][]): Float32Array[] {
    const voice = this.#sides.map((_, channel) =>
      concatFloat32(blocks.map((block) => block[channel] as Float32Array)),
    );
    this.#given += voice[0]?.length ?? 0;
    return voice;
  }

  /** @returns the middle, from the first sample on */
  #go(planes: readonly Float32Array[]): Float32Array {
    const all = this.#held.map((held, channel) => concatFloat32([held, planes[channel] as Float32Array]));
    const middle: Float32Array[] = [];
    let at = 0;
    for (; at + SIZE <= (all[0]?.length ?? 0); at += HOP) {
      const spectra = spectraOf(all, at);
      const { frame, heard } = this.#frame(spectra);
      this.#frames.push(frame);
      const [hop] = this.#middle.add([heard], frame.centre ?? ALL);
      // The first are the silence before the sound.
      if (this.#framesOut + this.#frames.length >= OVERLAP) middle.push(hop as Float32Array);
    }
    this.#held = all.map((samples) => samples.slice(at));
    return concatFloat32(middle);
  }

  /** @returns what the suppressor is to hear, and what may be voice */
  #frame(spectra: Float32Array[]): { frame: Frame; heard: Float32Array } {
    const only = this.#heardMiddle(spectra);
    if (only)
      return {
        frame: { spectra: spectra.map((each) => (each === only ? each : NOTHING)), centre: null },
        heard: only,
      };
    const { left, right } = this.#twoSides(spectra);
    const centre = spectra.length === 1 ? null : this.#centre.next(left, right);
    return { frame: { spectra, centre }, heard: left.map((value, i) => (value + (right[i] as number)) / 2) };
  }

  /** The channel of the middle, unless there is none or it is dead. */
  #heardMiddle(spectra: readonly Float32Array[]): Float32Array | null {
    if (this.#middleChannel === null) return null;
    const powers = spectra.map((each) => each.reduce((sum, value) => sum + value * value, 0));
    this.#middlePower = MEMORY * this.#middlePower + (powers[this.#middleChannel] as number);
    this.#allPower = MEMORY * this.#allPower + powers.reduce((sum, power) => sum + power, 0);
    return this.#middlePower > DEAD * this.#allPower ? (spectra[this.#middleChannel] as Float32Array) : null;
  }

  #twoSides(spectra: readonly Float32Array[]): { left: Float32Array; right: Float32Array } {
    if (spectra.length === 1) return { left: spectra[0] as Float32Array, right: spectra[0] as Float32Array };
    if (spectra.length === 2) return { left: spectra[0] as Float32Array, right: spectra[1] as Float32Array };
    const side = (index: 0 | 1) => {
      const sum = new Float32Array(2 * BINS);
      this.#sides.forEach(({ weights }, channel) => {
        const weight = weights[index];
        if (weight !== 0) for (let i = 0; i < sum.length; i++) sum[i]! += weight * spectra[channel]![i]!;
      });
      return sum;
    };
    return { left: side(0), right: side(1) };
  }

  /** @param middle more of it @param after more of it without noise, which waits @returns blocks of a hop, per channel */
  #finish(middle: Float32Array, after: Float32Array, isEnd: boolean): Float32Array[][] {
    this.#heard.push(middle);
    if (after.length > 0) {
      const heard = concatFloat32(this.#heard);
      this.#before = concatFloat32([this.#before, heard.subarray(0, after.length)]);
      this.#after = concatFloat32([this.#after, after]);
      this.#heard = [heard.slice(after.length)];
    }
    const blocks: Float32Array[][] = [];
    let at = 0;
    for (; at + SIZE <= this.#after.length && this.#frames.length > 0; at += HOP) {
      const from = (this.#framesOut - OVERLAP + 1) * HOP;
      const last = Math.ceil((from + SIZE) / this.#suppressorFrame) + 1 + AROUND;
      if (!isEnd && last > this.#denoise.speech.length) break;
      const { spectra, centre } = this.#frames.shift() as Frame;
      const share = this.#share(at, this.#spoken(from));
      const block = this.#voice.add(spectra, centre ? share.map((each, bin) => each * centre[bin]!) : share);
      if (++this.#framesOut >= OVERLAP) blocks.push(block);
    }
    this.#before = this.#before.slice(at);
    this.#after = this.#after.slice(at);
    return blocks;
  }

  /** What is left of each band without noise, and of all of it where nobody speaks. */
  #share(at: number, spoken: number): Float32Array {
    if (spoken === 0) return new Float32Array(BINS);
    const [before, after] = spectraOf([this.#before, this.#after], at) as [Float32Array, Float32Array];
    const shares = new Float32Array(BINS);
    for (let bin = 0; bin < BINS; bin++) {
      const [a, b] = [before[2 * bin] as number, before[2 * bin + 1] as number];
      const [c, d] = [after[2 * bin] as number, after[2 * bin + 1] as number];
      shares[bin] = spoken * Math.min(1, Math.max(0, (a * c + b * d) / (a * a + b * b + LEAST)));
    }
    return shares;
  }

  /** How surely somebody speaks in the frame from a sample on, 0..1. What the suppressor says of a frame is of the one before. */
  #spoken(fromSample: number): number {
    const { speech } = this.#denoise;
    const frame = this.#suppressorFrame;
    const middle = Math.floor((fromSample + SIZE / 2) / frame) + 1;
    let surest = 0;
    for (let i = Math.max(0, middle - AROUND); i <= Math.min(speech.length - 1, middle + AROUND); i++)
      surest = Math.max(surest, speech[i] as number);
    return Math.min(1, Math.max(0, (surest - NONE) / (SURE - NONE)));
  }
}

const ALL = new Float32Array(BINS).fill(1);
const NOTHING = new Float32Array(2 * BINS);
