/** What a gain that looks ahead is made of. */

/** The least of the last `size` values, in constant time on average. */
export class SlidingMinimum {
  readonly #size: number;
  readonly #values: { at: number; value: number }[] = [];
  #at = 0;

  constructor(size: number) {
    this.#size = size;
  }

  push(value: number): number {
    while (this.#values.length > 0 && this.#values[this.#values.length - 1]!.value >= value)
      this.#values.pop();
    this.#values.push({ at: this.#at, value });
    if (this.#values[0]!.at <= this.#at - this.#size) this.#values.shift();
    this.#at += 1;
    return this.#values[0]!.value;
  }
}

/** The mean of the last `size` values; ones before the first. */
export class MovingMean {
  readonly #ring: Float64Array;
  #sum: number;
  #at = 0;

  constructor(size: number) {
    this.#ring = new Float64Array(size).fill(1);
    this.#sum = size;
  }

  push(value: number): number {
    this.#sum += value - (this.#ring[this.#at] as number);
    this.#ring[this.#at] = value;
    this.#at = (this.#at + 1) % this.#ring.length;
    return this.#sum / this.#ring.length;
  }
}
