/** How loud noise gets, by band, as far as pauses tell. */

/** So many standard deviations (of its logarithm) above its mean noise hardly ever is. */
const DEVIATIONS = 1.5;
/** Frames of pauses that are enough to tell; and as how many those of earlier stretches count. */
const ENOUGH = 8;
const EARLIER = 48;
/** Without pauses: noise is what is left in the quietest moments of each band, which are this much below its mean. */
const QUIETEST = 0.05;
const ABOVE_QUIETEST = 4;
const LEAST = 1e-20;

export class NoiseLevel {
  readonly #bins: number;
  /** Pauses so far, and the sums of their powers' logarithms and of the squares of these. */
  #count = 0;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  #frames: Float32Array[] = [];

  constructor(bins: number) {
    this.#bins = bins;
    this.#sum = new Float64Array(bins);
    this.#squares = new Float64Array(bins);
  }

  /** A new stretch begins, in which the noise may be another. */
  next(): void {
    this.#frames = [];
    if (this.#count <= EARLIER) return;
    const share = EARLIER / this.#count;
    this.#count = EARLIER;
    for (let bin = 0; bin < this.#bins; bin++) {
      this.#sum[bin]! *= share;
      this.#squares[bin]! *= share;
    }
  }

  /** @param power Float32Array [bins], kept */
  add(power: Float32Array, isPause: boolean): void {
    this.#frames.push(power);
    if (!isPause) return;
    this.#count += 1;
    for (let bin = 0; bin < this.#bins; bin++) {
      const log = Math.log((power[bin] as number) + LEAST);
      this.#sum[bin]! += log;
      this.#squares[bin]! += log * log;
    }
  }

  /** Power that noise hardly ever passes: Float32Array [bins]. */
  most(): Float32Array {
    return Float32Array.from({ length: this.#bins }, (_, bin) =>
      this.#count >= ENOUGH ? this.#ofPauses(bin) : this.#ofQuietest(bin),
    );
  }

  #ofPauses(bin: number): number {
    const mean = (this.#sum[bin] as number) / this.#count;
    const variance = (this.#squares[bin] as number) / this.#count - mean * mean;
    return Math.exp(mean + DEVIATIONS * Math.sqrt(Math.max(0, variance)));
  }

  #ofQuietest(bin: number): number {
    const powers = Float32Array.from(this.#frames, (power) => power[bin] as number).sort();
    return ABOVE_QUIETEST * (powers[Math.floor(QUIETEST * powers.length)] ?? Number.POSITIVE_INFINITY);
  }
}
