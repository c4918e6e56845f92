/** Samples that are gone through again: put away as blobs, which the browser keeps on disk where they are many. */

/** Blocks are gathered to pieces of this many samples. */
const PIECE = 240_000;

export class KeptBlocks {
  readonly #channels: number;
  readonly #pieces: { blob: Blob; length: number }[] = [];
  #open: Float32Array<ArrayBuffer>[] = [];
  #openLength = 0;

  constructor(channels: number) {
    this.#channels = channels;
  }

  /** @param planes Float32Array [N] per channel; kept as they are */
  push(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    if (length === 0) return;
    this.#open.push(...planes.map((plane) => plane.slice()));
    this.#openLength += length;
    if (this.#openLength >= PIECE) this.finish();
  }

  /** To be called after the last block. */
  finish(): void {
    if (this.#openLength === 0) return;
    const byChannel = Array.from({ length: this.#channels }, (_, channel) =>
      this.#open.filter((_, i) => i % this.#channels === channel),
    );
    this.#pieces.push({ blob: new Blob(byChannel.flat()), length: this.#openLength });
    this.#open = [];
    this.#openLength = 0;
  }

  /** What lies between two samples, all of it when left out; as often as wanted. The planes are the caller's. */
  async *blocks(from = 0, to = Number.POSITIVE_INFINITY): AsyncGenerator<Float32Array[]> {
    let at = 0;
    for (const { blob, length } of this.#pieces) {
      const [start, end] = [Math.max(0, from - at), Math.min(length, to - at)];
      at += length;
      if (end <= start) continue;
      const buffer = await blob.arrayBuffer();
      yield Array.from(
        { length: this.#channels },
        (_, channel) => new Float32Array(buffer, (channel * length + start) * 4, end - start),
      );
    }
  }
}
