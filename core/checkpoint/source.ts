/** Files and byte arrays as sources that are read piece by piece. */
import { LipslateError } from '../errors';
import { truncated } from './failure';
import type { Bytes, RandomAccessSource } from './types';

/** A File or Blob. @throws LipslateError `file-changed` from `read` when it was written or deleted meanwhile */
export function blobSource(blob: Blob): RandomAccessSource {
  return {
    size: blob.size,
    async read(offset, length) {
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (cause) {
        throw LipslateError.from(cause, 'file-changed');
      }
    },
  };
}

export function bytesSource(bytes: Bytes): RandomAccessSource {
  return { size: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
}

/** @throws LipslateError `checkpoint-truncated` when the source ends before */
export async function readExactly(
  source: RandomAccessSource,
  offset: number,
  length: number,
): Promise<Bytes> {
  if (offset + length > source.size) throw truncated(source.size, offset + length);
  const bytes = await source.read(offset, length);
  if (bytes.length !== length) throw new LipslateError('file-changed', `${bytes.length} of ${length} bytes`);
  return bytes;
}

/** Up to `length` bytes: fewer at the end of the source. */
export function readUpTo(source: RandomAccessSource, offset: number, length: number): Promise<Bytes> {
  return source.read(offset, Math.max(0, Math.min(length, source.size - offset)));
}

/** Many small reads close to each other, each window fetched once. */
export class WindowedReader {
  readonly source: RandomAccessSource;
  readonly #windowBytes: number;
  #start = 0;
  #window: Bytes = new Uint8Array(0);

  constructor(source: RandomAccessSource, windowBytes = 64 * 1024) {
    this.source = source;
    this.#windowBytes = windowBytes;
  }

  /** @returns `length` bytes, valid until the next call @throws LipslateError `checkpoint-truncated` */
  async bytes(offset: number, length: number): Promise<Bytes> {
    const within = offset - this.#start;
    if (within < 0 || within + length > this.#window.length) {
      if (length > this.#windowBytes) return readExactly(this.source, offset, length);
      if (offset + length > this.source.size) throw truncated(this.source.size, offset + length);
      this.#start = offset;
      this.#window = await readUpTo(this.source, offset, this.#windowBytes);
      if (this.#window.length < length) throw new LipslateError('file-changed');
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }
}
