/**
 * Brings loud words closer to soft ones, word by word, where the leveller goes by sentences. Feed-forward, in dB, with a
 * soft knee and a smooth decoupled peak detector (D. Giannoulis, M. Massberg, J. Reiss, "Digital Dynamic Range Compressor
 * Design", JAES 60, 2012); nothing is delayed, as the gain is the only thing that takes time.
 */

const ATTACK_S = 0.005;
const RELEASE_S = 0.12;
const KNEE_DB = 12;
/** Peaks of speech lie some 12 dB above its loudness: those from here on are brought down. */
const ABOVE_LOUDNESS_DB = 3;
/** At full amount. */
const MOST_RATIO = 4;
const SILENCE_DB = -120;

export class Compressor {
  readonly #slope: number;
  readonly #thresholdDb: number;
  readonly #attack: number;
  readonly #release: number;
  /** How far down the gain is held, and is, dB. */
  #held = 0;
  #down = 0;

  /**
   * @param amount 0..1; 0.33 has a ratio of 2 : 1
   * @param loudnessLufs of the whole
   */
  constructor(rateHz: number, amount: number, loudnessLufs: number) {
    this.#slope = 1 - 1 / (1 + amount * (MOST_RATIO - 1));
    this.#thresholdDb = loudnessLufs + ABOVE_LOUDNESS_DB;
    this.#attack = Math.exp(-1 / (ATTACK_S * rateHz));
    this.#release = Math.exp(-1 / (RELEASE_S * rateHz));
  }

  /** In place, all channels alike. */
  process(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      let peak = 0;
      for (const plane of planes) peak = Math.max(peak, Math.abs(plane[i] as number));
      const down = this.downAt(peak > 0 ? 20 * Math.log10(peak) : SILENCE_DB);
      this.#held = Math.max(down, this.#release * this.#held + (1 - this.#release) * down);
      this.#down = this.#attack * this.#down + (1 - this.#attack) * this.#held;
      // Too little to be heard: the samples stay as they are.
      if (this.#down < 1e-4) continue;
      const gain = 10 ** (-this.#down / 20);
      for (const plane of planes) plane[i]! *= gain;
    }
  }

  /** By how many dB a steady level is brought down. */
  downAt(levelDb: number): number {
    const over = levelDb - this.#thresholdDb;
    if (2 * over <= -KNEE_DB) return 0;
    if (2 * over >= KNEE_DB) return this.#slope * over;
    return (this.#slope * (over + KNEE_DB / 2) ** 2) / (2 * KNEE_DB);
  }
}
