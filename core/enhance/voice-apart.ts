/**
 * A voice told from all else by two networks that each guess a spectrum: Spleeter's soft masks. Streams; nothing is later than
 * it was. Source: R. Hennequin et al., "Spleeter" (JOSS 2020), its estimator, and sherpa-onnx's offline-source-separation-spleeter.
 */
import FFT from 'fft.js';
import { concatFloat32 } from '../concat';
import { APART_ALL_DB } from './apart-range';
import { sidesOf } from './sides';

export const APART_RATE_HZ = 44_100;

/** Frames and bins that the networks see at once. */
export const PIECE_FRAMES = 512;
export const PIECE_BINS = 1024;

const SIZE = 4096;
const HOP = 1024;
/** Every sample lies in so many frames. */
const OVERLAP = SIZE / HOP;
/** Pieces go over into each other: at their ends the networks see one side only. */
const SEAM_FRAMES = 128;
const ADVANCE = PIECE_FRAMES - SEAM_FRAMES;
/** Hann's windows squared, a quarter apart, add up to this. */
const WINDOWS_SUM = 1.5;
const EPSILON = 1e-10;

/** Magnitudes of the left and the right side, Float32Array [2, 512, 1024], to those of the voice and of the rest. */
export type GuessPiece = (
  magnitudes: Float32Array<ArrayBuffer>,
) => Promise<{ voice: Float32Array; rest: Float32Array }>;

/** What is left of all but the voice, as a factor. */
export function restGain(lowerDb: number): number {
  return lowerDb >= APART_ALL_DB ? 0 : 10 ** (-lowerDb / 20);
}

export class VoiceApart {
  readonly #guess: GuessPiece;
  readonly #spectra: Spectra;
  /** Per channel, what no frame has taken whole yet; the first frames begin before the sound. */
  #held: Float32Array[];
  /** Spectra of the frames that wait, per frame and channel. */
  #frames: Float32Array[][] = [];
  /** The voice's share as the last piece ended, which goes over into the next one's. */
  #before: Float32Array | null = null;
  #framesOut = 0;
  #taken = 0;
  #given = 0;

  /** @param channels in the order of WAVE; the networks hear two sides, and each channel gets the answer of its own */
  constructor(channels: number, guess: GuessPiece) {
    this.#guess = guess;
    this.#spectra = new Spectra(channels);
    this.#held = Array.from({ length: channels }, () => new Float32Array(SIZE - HOP));
  }

  /** @param planes 44.1 kHz, Float32Array [N] per channel @returns as much of the voice as is done */
  async push(planes: readonly Float32Array[]): Promise<Float32Array[]> {
    this.#taken += planes[0]?.length ?? 0;
    return this.#joined(await this.#go(planes));
  }

  /** The rest. */
  async end(): Promise<Float32Array[]> {
    const left = this.#taken - this.#given;
    const frames = Math.ceil(this.#taken / HOP) + OVERLAP - 1;
    const silence = new Float32Array(frames * HOP - this.#taken);
    const blocks = await this.#go(this.#held.map(() => silence));
    if (this.#frames.length > 0) blocks.push(...(await this.#piece(this.#frames.length)));
    return this.#joined(blocks).map((plane) => plane.slice(0, left));
  }

  #joined(blocks: readonly Float32Array[][]): Float32Array[] {
    const voice = this.#held.map((_, channel) =>
      concatFloat32(blocks.map((block) => block[channel] as Float32Array)),
    );
    this.#given += voice[0]?.length ?? 0;
    return voice;
  }

  /** @returns blocks of a hop, per channel */
  async #go(planes: readonly Float32Array[]): Promise<Float32Array[][]> {
    const all = this.#held.map((held, channel) => concatFloat32([held, planes[channel] as Float32Array]));
    const blocks: Float32Array[][] = [];
    let at = 0;
    for (; at + SIZE <= (all[0]?.length ?? 0); at += HOP) {
      this.#frames.push(all.map((samples) => this.#spectra.of(samples, at)));
      if (this.#frames.length === PIECE_FRAMES) blocks.push(...(await this.#piece(ADVANCE)));
    }
    this.#held = all.map((samples) => samples.slice(at));
    return blocks;
  }

  /** The networks look at all frames that wait. @param count how many of them are done with it */
  async #piece(count: number): Promise<Float32Array[][]> {
    const shares = voiceShares(await this.#guess(this.#spectra.sides(this.#frames)));
    if (this.#before) goOver(this.#before, shares);
    this.#before = shares;
    const blocks = this.#frames.splice(0, count).map((frame, i) => this.#spectra.add(frame, shares, i));
    // The first are the silence before the sound.
    const early = Math.max(0, Math.min(count, OVERLAP - 1 - this.#framesOut));
    this.#framesOut += count;
    return blocks.slice(early);
  }
}

/** Float32Array [2, 512, 1024]: 0 nothing of a bin is voice, 1 all of it. Where neither hears anything it is both alike. */
function voiceShares({ voice, rest }: Awaited<ReturnType<GuessPiece>>): Float32Array {
  return voice.map((own, i) => {
    const power = own * own;
    return (power + EPSILON / 2) / (power + (rest[i] as number) ** 2 + EPSILON);
  });
}

/** In place: the beginning of a piece comes out of the end of the one before. */
function goOver(before: Float32Array, shares: Float32Array): void {
  for (let side = 0; side < 2; side++) {
    const own = side * PIECE_FRAMES * PIECE_BINS;
    const other = own + ADVANCE * PIECE_BINS;
    for (let i = 0; i < SEAM_FRAMES * PIECE_BINS; i++) {
      const weight = (Math.floor(i / PIECE_BINS) + 0.5) / SEAM_FRAMES;
      shares[own + i] = (before[other + i] as number) * (1 - weight) + (shares[own + i] as number) * weight;
    }
  }
}

/** From samples to spectra and back, channel by channel. */
class Spectra {
  readonly #fft = new FFT(SIZE);
  readonly #window = Float64Array.from(
    { length: SIZE },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SIZE),
  );
  readonly #spectrum: number[];
  readonly #samples: number[];
  readonly #sides: ReturnType<typeof sidesOf>;
  /** Per channel, what later frames still add to. */
  readonly #open: Float64Array[];

  constructor(channels: number) {
    this.#spectrum = this.#fft.createComplexArray();
    this.#samples = this.#fft.createComplexArray();
    this.#sides = sidesOf(channels);
    this.#open = this.#sides.map(() => new Float64Array(SIZE));
  }

  /** @returns Float32Array [SIZE / 2 + 1, 2], real and imaginary */
  of(samples: Float32Array, at: number): Float32Array {
    const windowed = this.#window.map((weight, i) => weight * (samples[at + i] as number));
    this.#fft.realTransform(this.#spectrum, windowed);
    return Float32Array.from({ length: SIZE + 2 }, (_, i) => this.#spectrum[i] as number);
  }

  /** Magnitudes of the two sides: Float32Array [2, 512, 1024]; silence after the last frame. */
  sides(frames: readonly Float32Array[][]): Float32Array<ArrayBuffer> {
    const magnitudes = new Float32Array(2 * PIECE_FRAMES * PIECE_BINS);
    frames.forEach((frame, i) => {
      for (let side = 0; side < 2; side++) {
        const at = (side * PIECE_FRAMES + i) * PIECE_BINS;
        for (let bin = 0; bin < PIECE_BINS; bin++) {
          let [real, imaginary] = [0, 0];
          this.#sides.forEach(({ weights }, channel) => {
            const weight = weights[side] as number;
            real += weight * (frame[channel]![2 * bin] as number);
            imaginary += weight * (frame[channel]![2 * bin + 1] as number);
          });
          magnitudes[at + bin] = Math.hypot(real, imaginary);
        }
      }
    });
    return magnitudes;
  }

  /** Adds the voice of one frame. @param i its place in the piece @returns the hop that is complete with it, per channel */
  add(frame: readonly Float32Array[], shares: Float32Array, i: number): Float32Array[] {
    return this.#sides.map(({ leftShare }, channel) => {
      const left = shares.subarray(i * PIECE_BINS, (i + 1) * PIECE_BINS);
      const right = shares.subarray((PIECE_FRAMES + i) * PIECE_BINS, (PIECE_FRAMES + i + 1) * PIECE_BINS);
      const spectrum = frame[channel] as Float32Array;
      let sum = 0;
      for (let bin = 0; bin < PIECE_BINS; bin++) {
        const share = leftShare * (left[bin] as number) + (1 - leftShare) * (right[bin] as number);
        sum += share;
        this.#scale(spectrum, bin, share);
      }
      // Above what the networks see, their mean: Spleeter's mask extension "average", which loses nothing.
      for (let bin = PIECE_BINS; bin <= SIZE / 2; bin++) this.#scale(spectrum, bin, sum / PIECE_BINS);
      return this.#overlapped(this.#open[channel] as Float64Array);
    });
  }

  #scale(spectrum: Float32Array, bin: number, share: number): void {
    this.#spectrum[2 * bin] = share * (spectrum[2 * bin] as number);
    this.#spectrum[2 * bin + 1] = share * (spectrum[2 * bin + 1] as number);
  }

  #overlapped(open: Float64Array): Float32Array {
    this.#fft.completeSpectrum(this.#spectrum);
    this.#fft.inverseTransform(this.#samples, this.#spectrum);
    for (let i = 0; i < SIZE; i++)
      open[i]! += ((this.#window[i] as number) * (this.#samples[2 * i] as number)) / WINDOWS_SUM;
    const done = Float32Array.from(open.subarray(0, HOP));
    open.copyWithin(0, HOP);
    open.fill(0, SIZE - HOP);
    return done;
  }
}
