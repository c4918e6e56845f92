/** A sound with its voice set apart, as it goes by: at its own rate, and where it was. */
import { concatFloat32 } from '../../core/concat';
import { restGain } from '../../core/enhance/voice-apart';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import { Resampler } from '../../core/sound/resample';
import type { SourceSound } from '../lib/sound/source';
import { InPlace } from './in-place';

/** Tells the voice of a sound that comes in blocks; nothing is later than it was. */
export interface VoiceTeller {
  /** @param planes Float32Array [N] per channel @returns as much of the voice as is done */
  push(planes: readonly Float32Array[]): Float32Array[] | Promise<Float32Array[]>;
  /** The rest. */
  end(): Float32Array[] | Promise<Float32Array[]>;
}

export interface TellsVoice {
  /** What it listens at. */
  rateHz: number;
  /** For one sound without a gap. */
  begin(channels: number): VoiceTeller | Promise<VoiceTeller>;
}

export class ApartSound implements SourceSound {
  readonly codec: string;
  readonly rateHz: number;
  /** First the voice of each channel, then the rest of each: together they are the sound. */
  readonly channels: number;
  readonly #sound: SourceSound;
  readonly #tells: TellsVoice;
  readonly #heard: number;

  /** @param isOneSound all channels are alike: one is gone through, and comes out */
  constructor(sound: SourceSound, tells: TellsVoice, isOneSound: boolean) {
    this.codec = sound.codec;
    this.rateHz = sound.rateHz;
    this.#sound = sound;
    this.#tells = tells;
    this.#heard = isOneSound ? 1 : sound.channels;
    this.channels = 2 * this.#heard;
  }

  async *blocks(): AsyncGenerator<SteadyBlock> {
    let run: Run | null = null;
    for await (const block of this.#sound.blocks()) {
      if (run && !run.places.isContinuedBy(block)) {
        yield* await run.end();
        run = null;
      }
      run ??= new Run(this.rateHz, this.#heard, this.#tells.rateHz, await this.#tells.begin(this.#heard));
      yield* await run.push({ ...block, planes: block.planes.slice(0, this.#heard) });
    }
    if (run) yield* await run.end();
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

/** Blocks that follow each other without a gap; they come out as they went in, where they were. */
class Run {
  readonly places: InPlace;
  readonly #teller: VoiceTeller;
  readonly #to: Resampler[];
  readonly #from: Resampler[];

  constructor(rateHz: number, channels: number, tellerRateHz: number, teller: VoiceTeller) {
    this.places = new InPlace(rateHz);
    this.#teller = teller;
    const each = <T>(make: () => T) => Array.from({ length: channels }, make);
    this.#to = each(() => new Resampler(rateHz, tellerRateHz));
    this.#from = each(() => new Resampler(tellerRateHz, rateHz));
  }

  async push(block: SteadyBlock): Promise<SteadyBlock[]> {
    this.places.take(block);
    const heard = this.#to.map((each, i) => each.push(block.planes[i] as Float32Array));
    const voice = await this.#teller.push(heard);
    return this.#known(this.#from.map((each, i) => each.push(voice[i] as Float32Array)));
  }

  async end(): Promise<SteadyBlock[]> {
    const last = await this.#teller.push(this.#to.map((each) => each.end()));
    const rest = await this.#teller.end();
    return this.#known(
      this.#from.map((each, i) => {
        const parts = [each.push(last[i] as Float32Array), each.push(rest[i] as Float32Array), each.end()];
        // To another rate and back there may be a sample more or less.
        const missing = this.places.left - parts.reduce((sum, { length }) => sum + length, 0);
        return concatFloat32([...parts, new Float32Array(Math.max(0, missing))]);
      }),
    );
  }

  /** @param more of the voice @returns the blocks of which all of it is known by now */
  #known(more: Float32Array[]): SteadyBlock[] {
    return this.places.give(more).map(({ block: { startS, planes }, made: own }) => {
      const rest = planes.map((plane, i) => plane.map((sample, k) => sample - own[i]![k]!));
      return { startS, planes: [...own, ...rest] };
    });
  }
}
