/** Arrays that grow by doubling: for streams whose length is not known in advance. */
export class GrowingFloat32 {
  #data: Float32Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.#data = new Float32Array(capacity);
  }

  push(...values: number[]): void {
    this.#reserve(values.length);
    for (const value of values) {
      this.#data[this.length] = value;
      this.length += 1;
    }
  }

  append(values: Float32Array): void {
    this.#reserve(values.length);
    this.#data.set(values, this.length);
    this.length += values.length;
  }

  /** A view on what is there; valid until the next push. */
  view(): Float32Array<ArrayBuffer> {
    return this.#data.subarray(0, this.length);
  }

  #reserve(extra: number): void {
    if (this.length + extra <= this.#data.length) return;
    const bigger = new Float32Array(Math.max(this.length + extra, this.#data.length * 2));
    bigger.set(this.view());
    this.#data = bigger;
  }
}

/** The same for bytes, filled in place. */
export class GrowingUint8 {
  #data: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.#data = new Uint8Array(capacity);
  }

  /** Makes room for so many bytes and returns it, to be written at once. */
  extend(count: number): Uint8Array<ArrayBuffer> {
    if (this.length + count > this.#data.length) {
      const bigger = new Uint8Array(Math.max(this.length + count, this.#data.length * 2));
      bigger.set(this.view());
      this.#data = bigger;
    }
    this.length += count;
    return this.#data.subarray(this.length - count, this.length);
  }

  /** A view on what is there; valid until the next extend. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#data.subarray(0, this.length);
  }
}
