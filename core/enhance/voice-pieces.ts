/**
 * A voice told from all else by a network that hears a piece at a time, as HTDemucs does. Pieces overlap by a quarter and go over
 * into each other, as in its makers' `apply_model`, whose triangular weights come to the same; the very ends of a piece, where
 * a spectrum lacks its neighbours, are not used. Streams; nothing is later than it was.
 */
import { concatFloat32 } from '../concat';
import { sidesOf } from './sides';

export interface PieceSize {
  /** Samples of a piece, by how many the next one overlaps it, and how many at its ends are not used. */
  samples: number;
  overlap: number;
  guard: number;
}

/** The left and the right side of a piece, Float32Array [2, samples], to those of the voice. */
export type GuessVoice = (piece: Float32Array<ArrayBuffer>) => Promise<Float32Array>;

/** Fainter is silence, in which nobody speaks. */
const SILENCE = 1e-6;

export class VoiceByPieces {
  readonly #guess: GuessVoice;
  readonly #size: PieceSize;
  readonly #pairs: readonly (readonly number[])[];
  /** Per channel, from where the next piece begins; the first begins before the sound. */
  #held: Float32Array[];
  /** Per channel, how the last piece ended, which goes over into the next one. */
  #before: Float32Array[] | null = null;
  #taken = 0;
  #given = 0;

  /** @param channels in the order of WAVE; two that belong together, or one on both sides, are heard at a time */
  constructor(channels: number, size: PieceSize, guess: GuessVoice) {
    this.#guess = guess;
    this.#size = size;
    this.#pairs = pairsOf(channels);
    this.#held = Array.from({ length: channels }, () => new Float32Array(size.guard));
  }

  /** @param planes Float32Array [N] per channel @returns as much of the voice as is done */
  async push(planes: readonly Float32Array[]): Promise<Float32Array[]> {
    this.#taken += planes[0]?.length ?? 0;
    this.#held = this.#held.map((held, channel) => concatFloat32([held, planes[channel] as Float32Array]));
    const done: Float32Array[][] = [];
    while ((this.#held[0]?.length ?? 0) >= this.#size.samples) done.push(await this.#piece());
    return this.#joined(done);
  }

  /** The rest. */
  async end(): Promise<Float32Array[]> {
    const { samples, guard } = this.#size;
    const done: Float32Array[][] = [];
    for (let left = this.#taken - this.#given; left > 0; ) {
      const isLast = (this.#held[0]?.length ?? 0) <= samples - guard;
      const voice = await this.#piece(isLast);
      left -= voice[0]?.length ?? 0;
      done.push(voice);
    }
    const left = this.#taken - this.#given;
    return this.#joined(done).map((plane) => plane.slice(0, left));
  }

  #joined(done: readonly Float32Array[][]): Float32Array[] {
    const voice = this.#held.map((_, channel) =>
      concatFloat32(done.map((each) => each[channel] as Float32Array)),
    );
    this.#given += voice[0]?.length ?? 0;
    return voice;
  }

  /** @param isLast all of it is done with it, not only what the next one does not hear @returns per channel */
  async #piece(isLast = false): Promise<Float32Array[]> {
    const { samples, overlap, guard } = this.#size;
    const heard = this.#held.map((held) => {
      const piece = new Float32Array(samples);
      piece.set(held.subarray(0, samples));
      return piece;
    });
    const voice = heard.map(() => new Float32Array(samples));
    for (const pair of this.#pairs) await this.#tell(heard, pair, voice);
    const isFirst = this.#before === null;
    voice.forEach((plane, channel) => {
      this.#goOver(plane, channel);
    });
    const advance = samples - overlap;
    this.#before = voice.map((plane) => plane.slice(advance));
    this.#held = this.#held.map((held) => held.slice(advance));
    return voice.map((plane) => plane.slice(isFirst ? guard : 0, isLast ? samples : advance));
  }

  async #tell(heard: readonly Float32Array[], pair: readonly number[], voice: Float32Array[]): Promise<void> {
    const { samples } = this.#size;
    const [left, right = left] = pair as [number, number?];
    const both = new Float32Array(2 * samples);
    both.set(heard[left] as Float32Array);
    both.set(heard[right] as Float32Array, samples);
    const { mean, deviation } = ofBoth(both);
    if (deviation < SILENCE) return;
    const told = await this.#guess(both.map((sample) => (sample - mean) / deviation));
    const [onLeft, onRight] = [told.subarray(0, samples), told.subarray(samples)];
    if (left === right)
      voice[left] = onLeft.map((own, i) => (deviation * (own + (onRight[i] as number))) / 2);
    else {
      voice[left] = onLeft.map((own) => deviation * own);
      voice[right] = onRight.map((own) => deviation * own);
    }
  }

  /** In place: the beginning of a piece comes out of the end of the one before. */
  #goOver(plane: Float32Array, channel: number): void {
    const before = this.#before?.[channel];
    if (!before) return;
    const { overlap, guard } = this.#size;
    const length = overlap - 2 * guard;
    for (let i = 0; i < overlap; i++) {
      const weight = Math.min(1, Math.max(0, (i - guard + 0.5) / length));
      plane[i] = (before[i] as number) * (1 - weight) + (plane[i] as number) * weight;
    }
  }
}

/** As its makers do before the network, which learnt from sounds of one loudness; of both sides, as one may be the other upside down. */
function ofBoth(both: Float32Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (const sample of both) {
    sum += sample;
    squares += sample * sample;
  }
  const mean = sum / both.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / both.length - mean * mean)) };
}

/** Left and right ones in order, and each of the others by itself; the channel of the bass has no voice. */
function pairsOf(channels: number): (readonly number[])[] {
  const sides = sidesOf(channels);
  const at = (share: number) => sides.flatMap(({ leftShare }, i) => (leftShare === share ? [i] : []));
  const [lefts, rights] = [at(1), at(0)];
  const alone = at(0.5).filter((i) => sides[i]!.weights.some((weight) => weight > 0));
  return [...lefts.map((left, i) => [left, rights[i] as number]), ...alone.map((i) => [i])];
}
