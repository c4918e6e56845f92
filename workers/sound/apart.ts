/** A sound with its voice set apart, as it goes by: at its own rate, and where it was. */
import { concatFloat32 } from '../../core/concat';
import { APART_RATE_HZ, type GuessPiece, restGain, VoiceApart } from '../../core/enhance/voice-apart';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import { Resampler } from '../../core/sound/resample';
import type { SourceSound } from '../lib/sound/source';
import { GAP_S } from './repaired';

export class ApartSound implements SourceSound {
  readonly codec: string;
  readonly rateHz: number;
  /** First the voice of each channel, then the rest of each: together they are the sound. */
  readonly channels: number;
  readonly #sound: SourceSound;
  readonly #guess: GuessPiece;
  readonly #heard: number;

  /** @param isOneSound all channels are alike: one is gone through, and comes out */
  constructor(sound: SourceSound, guess: GuessPiece, isOneSound: boolean) {
    this.codec = sound.codec;
    this.rateHz = sound.rateHz;
    this.#sound = sound;
    this.#guess = guess;
    this.#heard = isOneSound ? 1 : sound.channels;
    this.channels = 2 * this.#heard;
  }

  async *blocks(): AsyncGenerator<SteadyBlock> {
    let run: Run | null = null;
    for await (const { startS, planes } of this.#sound.blocks()) {
      if (run && Math.abs(startS - run.expectedS) > GAP_S) {
        yield* some(await run.end());
        run = null;
      }
      run ??= new Run(this.rateHz, startS, this.#heard, this.#guess);
      yield* some(await run.push(planes.slice(0, this.#heard)));
    }
    if (run) yield* some(await run.end());
  }
}

/** @param both what an ApartSound gives @returns the sound with all but the voice lowered, Float32Array [N] per channel */
export function withLess(both: readonly Float32Array[], lowerDb: number): Float32Array[] {
  const gain = restGain(lowerDb);
  const heard = both.length / 2;
  return both
    .slice(0, heard)
    .map((voice, channel) => voice.map((own, i) => own + gain * (both[heard + channel]![i] as number)));
}

function* some(block: SteadyBlock): Generator<SteadyBlock> {
  if ((block.planes[0]?.length ?? 0) > 0) yield block;
}

/** Blocks that follow each other without a gap. */
class Run {
  readonly #rateHz: number;
  readonly #startS: number;
  readonly #apart: VoiceApart;
  readonly #to: Resampler[];
  readonly #from: Resampler[];
  /** What went in and waits for its voice. */
  #waiting: Float32Array[];
  #taken = 0;
  #given = 0;

  constructor(rateHz: number, startS: number, channels: number, guess: GuessPiece) {
    this.#rateHz = rateHz;
    this.#startS = startS;
    this.#apart = new VoiceApart(channels, guess);
    const each = <T>(make: () => T) => Array.from({ length: channels }, make);
    this.#to = each(() => new Resampler(rateHz, APART_RATE_HZ));
    this.#from = each(() => new Resampler(APART_RATE_HZ, rateHz));
    this.#waiting = each(() => new Float32Array());
  }

  get expectedS(): number {
    return this.#startS + this.#taken / this.#rateHz;
  }

  async push(planes: readonly Float32Array[]): Promise<SteadyBlock> {
    this.#taken += planes[0]?.length ?? 0;
    this.#waiting = this.#waiting.map((plane, i) => concatFloat32([plane, planes[i] as Float32Array]));
    const voice = await this.#apart.push(this.#to.map((each, i) => each.push(planes[i] as Float32Array)));
    return this.#block(this.#from.map((each, i) => each.push(voice[i] as Float32Array)));
  }

  async end(): Promise<SteadyBlock> {
    const last = await this.#apart.push(this.#to.map((each) => each.end()));
    const rest = await this.#apart.end();
    const voice = this.#from.map((each, i) =>
      concatFloat32([each.push(last[i] as Float32Array), each.push(rest[i] as Float32Array), each.end()]),
    );
    // To another rate and back there may be a sample more.
    const left = this.#taken - this.#given;
    return this.#block(voice.map((plane) => plane.slice(0, left)));
  }

  #block(voice: Float32Array[]): SteadyBlock {
    const startS = this.#startS + this.#given / this.#rateHz;
    const length = voice[0]?.length ?? 0;
    const rest = this.#waiting.map((plane, channel) =>
      plane.slice(0, length).map((sample, i) => sample - (voice[channel]![i] as number)),
    );
    this.#waiting = this.#waiting.map((plane) => plane.slice(length));
    this.#given += length;
    return { startS, planes: [...voice, ...rest] };
  }
}
