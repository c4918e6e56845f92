/** Makes one unbroken stream from time 0 out of decoded blocks, so that sample index = time. */

/** A jump of a block's timestamp beyond this is real: silence goes in, or overlap comes out. */
export const JUMP_S = 0.01;
/** Smaller differences are mostly rounded timestamps; their running mean may grow to this before it is corrected. */
const DRIFT_S = 0.002;
const DRIFT_MEMORY_S = 1;
/** Silence is handed on in pieces of this many seconds, so that a long gap takes no memory. */
const SILENCE_PIECE_S = 1;

export class ContinuousSound {
  readonly #rateHz: number;
  readonly #endS: number;
  #written: number;
  #drift = 0;
  #started = false;

  /**
   * @param rateHz of all blocks
   * @param fromS time of the first sample handed out; sound before it is dropped
   * @param endS a timestamp beyond this is taken as broken, and its block follows the one before
   */
  constructor(rateHz: number, fromS = 0, endS = Number.POSITIVE_INFINITY) {
    this.#rateHz = rateHz;
    this.#endS = endS;
    this.#written = Math.round(fromS * rateHz);
  }

  /** Time of the next sample to come, in seconds. */
  get nextS(): number {
    return this.#written / this.#rateHz;
  }

  /**
   * @param startS presentation time of the block's first sample
   * @param samples Float32Array [N], mono
   * @returns pieces to append, in order
   */
  *push(startS: number, samples: Float32Array): Generator<Float32Array> {
    let shift = Math.round(this.#shift(startS, samples.length));
    for (; shift > 0; ) {
      const count = Math.min(shift, Math.round(SILENCE_PIECE_S * this.#rateHz));
      this.#written += count;
      shift -= count;
      yield new Float32Array(count);
    }
    const rest = shift < 0 ? samples.subarray(-shift) : samples;
    if (rest.length === 0) return;
    this.#written += rest.length;
    yield rest;
  }

  /** Samples of silence to insert (positive) or of the block to drop (negative). */
  #shift(startS: number, count: number): number {
    if (startS > this.#endS) return 0;
    const off = startS * this.#rateHz - this.#written;
    if (!this.#started) {
      // All of the first block may lie before time 0; the stream starts with the one that reaches it.
      this.#started = off + count > 0;
      return off;
    }
    const memory = Math.min(1, count / (DRIFT_MEMORY_S * this.#rateHz));
    this.#drift += memory * (off - this.#drift);
    const real = Math.abs(off) > JUMP_S * this.#rateHz || Math.abs(this.#drift) > DRIFT_S * this.#rateHz;
    if (!real) return 0;
    this.#drift = 0;
    return off;
  }
}
