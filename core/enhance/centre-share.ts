/**
 * How much of each band of a stereo sound comes from the middle: alike on both sides, in level and in phase. For a voice in the
 * middle and anything on the sides that is another on each, the similarity of both channels is the share of the voice in their
 * power; what is panned to one side is alike, too, but louder there, which its place between the sides tells. Sources: C. Avendano
 * & J.-M. Jot, "A frequency-domain approach to multichannel upmix" (JAES 52, 2004), similarity and panning index; D. Barry, B. Lawlor
 * & E. Coyle, "Sound source separation: azimuth discrimination and resynthesis" (DAFx 2004), a window around one place.
 */

/** How much of what is known a frame takes from the ones before it. */
const MEMORY = 0.6;
/** The window around the middle, of a turn's angle: half of it is left where one side is 3 dB louder. */
const WIDTH = 0.15;
/** One side is dead, or has a noise of its own alone, where the other is this much louder, in power, along seconds: there is no middle. */
const DEAD = 0.003;
const DEAD_MEMORY = 0.995;
const LEAST = 1e-20;

export class CentreShare {
  readonly #bins: number;
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  readonly #both: Float64Array;
  /** Power of each side along seconds. */
  #leftPower = 0;
  #rightPower = 0;

  constructor(bins: number) {
    this.#bins = bins;
    this.#left = new Float64Array(bins);
    this.#right = new Float64Array(bins);
    this.#both = new Float64Array(bins);
  }

  /** @param left, right spectra, Float32Array [bins, 2] @returns Float32Array [bins]: 0 nothing of it is in the middle, 1 all */
  next(left: Float32Array, right: Float32Array): Float32Array {
    let [leftPower, rightPower] = [0, 0];
    for (let bin = 0; bin < this.#bins; bin++) {
      const [a, b] = [left[2 * bin] as number, left[2 * bin + 1] as number];
      const [c, d] = [right[2 * bin] as number, right[2 * bin + 1] as number];
      this.#left[bin] = MEMORY * this.#left[bin]! + a * a + b * b;
      this.#right[bin] = MEMORY * this.#right[bin]! + c * c + d * d;
      this.#both[bin] = MEMORY * this.#both[bin]! + a * c + b * d;
      leftPower += this.#left[bin]!;
      rightPower += this.#right[bin]!;
    }
    this.#leftPower = DEAD_MEMORY * this.#leftPower + leftPower;
    this.#rightPower = DEAD_MEMORY * this.#rightPower + rightPower;
    if (Math.min(this.#leftPower, this.#rightPower) <= DEAD * Math.max(this.#leftPower, this.#rightPower))
      return new Float32Array(this.#bins).fill(1);
    const shares = new Float32Array(this.#bins);
    for (let bin = 0; bin < this.#bins; bin++) shares[bin] = this.#share(bin);
    return shares;
  }

  #share(bin: number): number {
    const [left, right, both] = [this.#left[bin]!, this.#right[bin]!, this.#both[bin]!];
    if (both <= 0) return 0;
    const alike = (2 * both) / (left + right + LEAST);
    // Where the two sides' main axis lies: an eighth of a turn is the middle.
    const off = Math.atan2(2 * both, left - right + LEAST) / 2 - Math.PI / 4;
    return alike * Math.exp(-((off / WIDTH) ** 2) / 2);
  }
}
