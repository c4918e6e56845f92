/** An output file that a muxer may seek in, without holding all of it in memory. */

const PIECE_BYTES = 4 * 1024 * 1024;
/** Pieces this far behind the end of the file become blobs, which the browser may keep on disk. */
const OPEN_PIECES = 4;

/**
 * Muxers mostly go back to the start, to write sizes they did not know: the first piece stays open. Elsewhere it costs a
 * new blob made of the old one's parts.
 */
export class RandomAccessFile {
  readonly #pieces: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns the number of bytes written: all */
  write(bytes: Uint8Array, position: number): number {
    for (let done = 0; done < bytes.length; ) {
      const index = Math.floor((position + done) / PIECE_BYTES);
      const within = (position + done) % PIECE_BYTES;
      const count = Math.min(PIECE_BYTES - within, bytes.length - done);
      this.#put(index, within, bytes.subarray(done, done + count));
      done += count;
    }
    this.#size = Math.max(this.#size, position + bytes.length);
    return bytes.length;
  }

  /** For a muxer. */
  writable(): WritableStream<{ data: Uint8Array; position: number }> {
    return new WritableStream({ write: ({ data, position }) => void this.write(data, position) });
  }

  toBlob(type: string): Blob {
    return new Blob(this.#pieces, { type }).slice(0, this.#size, type);
  }

  #put(index: number, within: number, bytes: Uint8Array): void {
    this.#growTo(index);
    const piece = this.#pieces[index];
    if (piece instanceof Uint8Array) piece.set(bytes, within);
    else if (piece) {
      const after = piece.slice(within + bytes.length);
      this.#pieces[index] = new Blob([piece.slice(0, within), bytes.slice(), after]);
    }
  }

  #growTo(index: number): void {
    while (this.#pieces.length <= index) {
      this.#pieces.push(new Uint8Array(PIECE_BYTES));
      const old = this.#pieces.length - 1 - OPEN_PIECES;
      const piece = this.#pieces[old];
      if (old > 0 && piece instanceof Uint8Array) this.#pieces[old] = new Blob([piece]);
    }
  }
}
