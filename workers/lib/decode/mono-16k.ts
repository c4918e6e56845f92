/** Turns decoded blocks into one stream of 16 kHz mono from time 0. */
import { type Carrier, CarrierSearch } from '../../../core/sound/carrier';
import { ContinuousSound } from '../../../core/sound/continuous';
import { DOWNMIX, type Mix, toMono } from '../../../core/sound/downmix';
import { Resampler } from '../../../core/sound/resample';
import { ANALYSIS_RATE_HZ } from '../../../core/sound/types';
import type { SentSound } from '../../media/contract';
import type { CreditGate } from '../port/backpressure';
import type { SoundReader } from './reader';

/** Samples per message: half a second. */
const CHUNK_SAMPLES = ANALYSIS_RATE_HZ / 2;

/** Speech is looked for in the first hours; after that it is known where it is. */
const SEARCHED_S = 2 * 3600;

/**
 * Sends a whole track, 'end' not included.
 * @param endS timestamps beyond this are taken as broken
 * @param mix what is made mono; null: the usual downmix, and a look at whether it has the speech
 */
export async function sendSound(
  reader: SoundReader,
  endS: number,
  gate: CreditGate,
  mix: Mix | null,
): Promise<SentSound> {
  const chunks = new Chunks(gate);
  let stage: { rateHz: number; placed: ContinuousSound; resampler: Resampler } | null = null;
  let search: CarrierSearch | null = null;
  let isSearching = mix === null;
  for await (const block of reader.blocks()) {
    if (stage !== null && stage.rateHz !== block.rateHz) {
      // The rate changed within the track: what comes now starts a new conversion where the old one ended.
      await chunks.add(stage.resampler.end());
      stage = null;
    }
    stage ??= {
      rateHz: block.rateHz,
      placed: new ContinuousSound(block.rateHz, chunks.count / ANALYSIS_RATE_HZ, endS),
      resampler: new Resampler(block.rateHz, ANALYSIS_RATE_HZ),
    };
    const { planes } = block;
    const mono = toMono(planes, mix ?? DOWNMIX);
    if (isSearching && block.startS < SEARCHED_S) {
      search ??= new CarrierSearch(block.rateHz, planes.length);
      isSearching = search.takes(block.rateHz, planes.length);
      if (isSearching) search.push(planes, mono);
    }
    for (const piece of stage.placed.push(block.startS, mono)) await chunks.add(stage.resampler.push(piece));
  }
  if (stage !== null) await chunks.add(stage.resampler.end());
  await chunks.flush();
  return { samples: chunks.count, carrier: isSearching && search !== null ? search.result() : null };
}

/** Collects samples and sends them in even messages, each paid for with one credit. */
class Chunks {
  /** Samples taken in so far. */
  count = 0;
  readonly #gate: CreditGate;
  #held = new Float32Array(CHUNK_SAMPLES);
  #heldCount = 0;

  constructor(gate: CreditGate) {
    this.#gate = gate;
  }

  async add(samples: Float32Array): Promise<void> {
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(CHUNK_SAMPLES - this.#heldCount, samples.length - at);
      this.#held.set(samples.subarray(at, at + count), this.#heldCount);
      at += count;
      this.#heldCount += count;
      this.count += count;
      if (this.#heldCount === CHUNK_SAMPLES) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.#heldCount === 0) return;
    const samples = this.#held.slice(0, this.#heldCount);
    const startS = (this.count - this.#heldCount) / ANALYSIS_RATE_HZ;
    this.#heldCount = 0;
    await this.#gate.take();
    this.#gate.send({ type: 'sound', startS, samples }, [samples.buffer]);
  }
}

/** So much of a track tells whether anybody speaks in it. */
const LOOKED_AT_S = 180;

/** @returns what has the speech in the first minutes of a track; null when nothing of it is decoded */
export async function searchSpeech(reader: SoundReader): Promise<Carrier | null> {
  let search: CarrierSearch | null = null;
  for await (const { startS, rateHz, planes } of reader.blocks()) {
    if (startS > LOOKED_AT_S) break;
    search ??= new CarrierSearch(rateHz, planes.length);
    if (!search.takes(rateHz, planes.length)) break;
    search.push(planes, toMono(planes));
  }
  return search?.result() ?? null;
}
