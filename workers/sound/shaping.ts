/** What is done to a cleaned sound on its way out: near and far, sharp S, tone, loud and soft words, where the voice is. */
import { concatFloat32 } from '../../core/concat';
import { Compressor } from '../../core/enhance/compressor';
import { DeEsser } from '../../core/enhance/de-esser';
import { Equaliser } from '../../core/enhance/equaliser';
import { GainCurve } from '../../core/enhance/leveller';
import { PLACED_CHANNELS, PlacedSound, type Placing } from '../../core/enhance/place';
import { HOP_S } from '../../core/loudness/figures';
import type { SoundChain } from './contract';

export interface ShapingPlan extends Pick<SoundChain, 'deEss' | 'tone' | 'compress'> {
  /** The leveller's gain for each hop, dB; null: as they are. */
  gainsDb: Float32Array | null;
  /** null: the voice stays where it is. */
  placing: Placing | null;
  /** Of the cleaned sound; null when nothing of it is heard, which needs neither de-esser nor compressor. */
  loudnessLufs: number | null;
}

/** @returns how many channels come out of so many */
export function shapedChannels(channels: number, isPlaced: boolean): number {
  return isPlaced ? PLACED_CHANNELS : channels;
}

/** Blocks go in and come out; the last samples wait for the end. */
export class Shaping {
  readonly #curve: GainCurve | null;
  readonly #deEsser: DeEsser | null;
  readonly #equaliser: Equaliser | null;
  readonly #compressor: Compressor | null;
  readonly #placed: PlacedSound | null;

  constructor(rateHz: number, channels: number, plan: ShapingPlan) {
    const { gainsDb, deEss, tone, compress, placing, loudnessLufs } = plan;
    const isHeard = loudnessLufs !== null;
    this.#curve = gainsDb && new GainCurve(rateHz, HOP_S, gainsDb);
    this.#deEsser = deEss > 0 && isHeard ? new DeEsser(rateHz, channels, deEss, loudnessLufs) : null;
    this.#equaliser = tone && new Equaliser(rateHz, channels, tone);
    this.#compressor = compress > 0 && isHeard ? new Compressor(rateHz, compress, loudnessLufs) : null;
    this.#placed = placing && new PlacedSound(rateHz, placing);
  }

  /** @param planes changed in place where nothing waits */
  push(planes: Float32Array[]): Float32Array[] {
    this.#curve?.process(planes);
    return this.#rest(this.#deEsser?.push(planes) ?? planes);
  }

  /** What still waits; null: nothing ever does. */
  end(): Float32Array[] | null {
    const late = this.#deEsser && this.#rest(this.#deEsser.end());
    const later = this.#placed?.end() ?? null;
    return late && later
      ? late.map((plane, channel) => concatFloat32([plane, later[channel]!]))
      : (late ?? later);
  }

  #rest(planes: Float32Array[]): Float32Array[] {
    this.#equaliser?.process(planes);
    this.#compressor?.process(planes);
    return this.#placed?.push(planes) ?? planes;
  }
}
