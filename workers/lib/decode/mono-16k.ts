/** Turns decoded blocks into one stream of 16 kHz mono from time 0. */
import { ContinuousSound } from '../../../core/sound/continuous';
import { toMono } from '../../../core/sound/downmix';
import { Resampler } from '../../../core/sound/resample';
import { ANALYSIS_RATE_HZ } from '../../../core/sound/types';
import type { CreditGate } from '../port/backpressure';
import type { SoundReader } from './reader';

/** Samples per message: half a second. */
const CHUNK_SAMPLES = ANALYSIS_RATE_HZ / 2;

/**
 * Sends a whole track, 'end' not included.
 * @param endS timestamps beyond this are taken as broken
 * @returns the number of samples sent; sample i is at i / 16000 seconds
 */
export async function sendSound(reader: SoundReader, endS: number, gate: CreditGate): Promise<number> {
  const chunks = new Chunks(gate);
  let stage: { rateHz: number; placed: ContinuousSound; resampler: Resampler } | null = null;
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
    for (const piece of stage.placed.push(block.startS, toMono(block.planes)))
      await chunks.add(stage.resampler.push(piece));
  }
  if (stage !== null) await chunks.add(stage.resampler.end());
  await chunks.flush();
  return chunks.count;
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
