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

  /** As often as wanted; the planes are the caller's. */
  async *blocks(): AsyncGenerator<Float32Array[]> {
    for (const { blob, length } of this.#pieces) {
      const buffer = await blob.arrayBuffer();
      yield Array.from(
        { length: this.#channels },
        (_, channel) => new Float32Array(buffer, channel * length * 4, length),
      );
    }
  }
}

/** What lies between two samples. */
export async function* stretch(kept: KeptBlocks, from: number, to: number): AsyncGenerator<Float32Array[]> {
  let at = 0;
  for await (const planes of kept.blocks()) {
    const length = planes[0]?.length ?? 0;
    const [start, end] = [Math.max(0, from - at), Math.min(length, to - at)];
    if (end > start) yield planes.map((plane) => plane.subarray(start, end));
    at += length;
    if (at >= to) return;
  }
}
