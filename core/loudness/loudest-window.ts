/** The loudest stretch of a given length, wherever it begins. */
export class LoudestWindow {
  readonly #ring: Float64Array;
  #sum = 0;
  #count = 0;
  #most = 0;

  /** @param size energies that a stretch is made of */
  constructor(size: number) {
    this.#ring = new Float64Array(size);
  }

  push(energy: number): void {
    const size = this.#ring.length;
    const at = this.#count % size;
    this.#sum += energy - (this.#ring[at] as number);
    this.#ring[at] = energy;
    this.#count += 1;
    if (this.#count >= size) this.#most = Math.max(this.#most, this.#sum / size);
  }

  /** Mean energy of the loudest whole stretch; 0 when there is none. */
  get most(): number {
    return this.#most;
  }
}
