/** The numbers and texts of a pickle, one after the other, never past its end. */
import { damaged } from './failure';

/** Thrown when the bytes end before the pickle does: the caller may try again with more. */
export class OutOfBytes extends Error {}

const text = new TextDecoder();
const MAX_INTEGER_BYTES = 32;

export class PickleCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
  }

  get at(): number {
    return this.#at;
  }

  skip(count: number): void {
    this.#take(count);
  }

  u8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  u64(): number {
    const value = this.#view.getBigUint64(this.#take(8), true);
    if (value > 0xffffffffn) throw damaged('a text longer than 4 GB');
    return Number(value);
  }

  slice(count: number): Uint8Array {
    const at = this.#take(count);
    return this.#bytes.subarray(at, at + count);
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw new OutOfBytes();
    const line = text.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return line;
  }

  decimal(): number | boolean {
    const line = this.line();
    if (line === '00' || line === '01') return line === '01';
    const value = Number(line.replace(/L$/, ''));
    if (!Number.isFinite(value)) throw damaged('a number is not one');
    return value;
  }

  /** Two's complement, little-endian. */
  integer(count: number): number | bigint {
    if (count > MAX_INTEGER_BYTES) throw damaged(`an integer of ${count} bytes`);
    let value = 0n;
    const bytes = this.slice(count);
    for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
    if (count > 0 && bytes[count - 1]! & 0x80) value -= 1n << BigInt(8 * count);
    const asNumber = Number(value);
    return Number.isSafeInteger(asNumber) ? asNumber : value;
  }

  /** Moves on by `count` bytes and returns where they start. */
  #take(count: number): number {
    const at = this.#at;
    if (count > this.#bytes.length - at) throw new OutOfBytes();
    this.#at = at + count;
    return at;
  }
}
