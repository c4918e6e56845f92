/** What a gain that looks ahead is made of. */

/** The least of the last `size` values, in constant time on average. */
export class SlidingMinimum {
  readonly #size: number;
  /** Rings of what may be the least yet, rising: their places, and values. */
  readonly #places: Float64Array;
  readonly #values: Float64Array;
  #first = 0;
  #count = 0;
  #at = 0;

  constructor(size: number) {
    this.#size = size;
    this.#places = new Float64Array(size);
    this.#values = new Float64Array(size);
  }

  push(value: number): number {
    const size = this.#size;
    let [first, count] = [this.#first, this.#count];
    if (count > 0 && this.#places[first]! <= this.#at - size) {
      first = (first + 1) % size;
      count -= 1;
    }
    while (count > 0 && this.#values[(first + count - 1) % size]! >= value) count -= 1;
    const end = (first + count) % size;
    this.#places[end] = this.#at;
    this.#values[end] = value;
    this.#first = first;
    this.#count = count + 1;
    this.#at += 1;
    return this.#values[first] as number;
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
