/** Samples that are gone through again: put away as blobs, or, where they are many, in a file. */
import { concatFloat32 } from '../../core/concat';
import { LipslateError } from '../../core/errors';
import type { PartFile } from '../lib/opfs/part-file';

/** Blocks are gathered to pieces of this many samples. */
const PIECE = 240_000;

export class KeptBlocks {
  readonly #channels: number;
  readonly #pieces: { blob: Blob | null; length: number }[] = [];
  /** Takes pieces from the first one on, until it is full. */
  #file: PartFile | null;
  #written = 0;
  #isFull = false;
  #open: Float32Array<ArrayBuffer>[] = [];
  #openLength = 0;
  readonly #put: (parts: Float32Array<ArrayBuffer>[]) => Blob;

  /** @param file to be discarded by who made it @param put where pieces go that are not in it */
  constructor(
    channels: number,
    file: PartFile | null = null,
    put = (parts: Float32Array<ArrayBuffer>[]) => new Blob(parts),
  ) {
    this.#channels = channels;
    this.#file = file;
    this.#put = put;
  }

  /** @param planes Float32Array [N] per channel; kept as they are */
  push(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    if (length === 0) return;
    this.#open.push(...planes.map((plane) => plane.slice()));
    this.#openLength += length;
    if (this.#openLength >= PIECE) this.#putAway();
  }

  /** To be called after the last block. */
  async finish(): Promise<void> {
    this.#putAway();
    const file = this.#written > 0 ? await this.#file?.finish() : null;
    let at = 0;
    for (const piece of this.#pieces) {
      const size = 4 * this.#channels * piece.length;
      if (file) piece.blob ??= file.slice(at, at + size);
      at += size;
    }
  }

  #putAway(): void {
    if (this.#openLength === 0) return;
    const byChannel = Array.from({ length: this.#channels }, (_, channel) =>
      this.#open.filter((_, i) => i % this.#channels === channel),
    );
    const blob = this.#isWritten(byChannel) ? null : this.#put(byChannel.flat());
    this.#pieces.push({ blob, length: this.#openLength });
    this.#open = [];
    this.#openLength = 0;
  }

  /** @returns false where there is no file, or it is full */
  #isWritten(byChannel: readonly Float32Array[][]): boolean {
    if (this.#file === null || this.#isFull) return false;
    try {
      for (const planes of byChannel) {
        const { buffer } = concatFloat32(planes);
        this.#file.write(new Uint8Array(buffer), this.#written);
        this.#written += buffer.byteLength;
      }
      return true;
    } catch {
      this.#isFull = true;
      return false;
    }
  }

  /** What lies between two samples, all of it when left out; as often as wanted. The planes are the caller's. */
  async *blocks(from = 0, to = Number.POSITIVE_INFINITY): AsyncGenerator<Float32Array[]> {
    let at = 0;
    for (const { blob, length } of this.#pieces) {
      const [start, end] = [Math.max(0, from - at), Math.min(length, to - at)];
      at += length;
      if (end <= start) continue;
      yield await this.#planes(blob as Blob, length, start, end);
    }
  }

  /** What lies between two samples, as far as there is any: Float32Array [N] per channel. */
  async read(from: number, to: number): Promise<Float32Array[]> {
    const parts: Float32Array[][] = [];
    for await (const planes of this.blocks(Math.max(0, from), to)) parts.push(planes);
    return Array.from({ length: this.#channels }, (_, channel) =>
      concatFloat32(parts.map((planes) => planes[channel] as Float32Array)),
    );
  }

  async #planes(blob: Blob, length: number, start: number, end: number): Promise<Float32Array[]> {
    const each = async (channel: number) => {
      const from = channel * length;
      return new Float32Array(await blob.slice(4 * (from + start), 4 * (from + end)).arrayBuffer());
    };
    try {
      return await Promise.all(Array.from({ length: this.#channels }, (_, channel) => each(channel)));
    } catch (cause) {
      throw notKept(cause);
    }
  }
}

/** A browser that has no room for a blob says so only where it is read. */
function notKept(cause: unknown): LipslateError {
  return new LipslateError('storage-full', cause instanceof Error ? cause.message : String(cause));
}
