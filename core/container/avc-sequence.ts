/** What a sequence parameter set of H.264 says of its pictures (ISO/IEC 14496-10, 7.3.2.1.1). */

/** Profiles whose sets have no colour format: 8 bits, 4:2:0. */
const PLAIN_PROFILES = [66, 77];
const HIGH = 100;
const YUV_420 = 1;

/** @param unit with its header @returns whether its pictures are whole frames of 8 bits, 4:2:0, in a profile that is read here */
export function isProgressive(unit: Uint8Array): boolean {
  const bits = new Bits(withoutEmulation(unit.subarray(1)));
  const profile = bits.take(8);
  bits.take(16);
  bits.unsigned();
  if (profile === HIGH) {
    const [format, luma, chroma] = [bits.unsigned(), bits.unsigned(), bits.unsigned()];
    if (format !== YUV_420 || luma !== 0 || chroma !== 0) return false;
    bits.take(1);
    // Scaling lists of its own are rare, and are not read here.
    if (bits.take(1) === 1) return false;
  } else if (!PLAIN_PROFILES.includes(profile)) return false;
  bits.unsigned();
  order(bits);
  bits.unsigned();
  bits.take(1);
  bits.unsigned();
  bits.unsigned();
  return bits.take(1) === 1 && !bits.isOver;
}

/** How pictures are numbered. */
function order(bits: Bits): void {
  const kind = bits.unsigned();
  if (kind === 0) bits.unsigned();
  if (kind !== 1) return;
  bits.take(1);
  bits.signed();
  bits.signed();
  for (let left = bits.unsigned(); left > 0 && !bits.isOver; left--) bits.signed();
}

/** A 3 behind two zeros is there so that nothing looks like a start code. */
function withoutEmulation(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, i) => !(byte === 3 && i > 1 && bytes[i - 1] === 0 && bytes[i - 2] === 0));
}

class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isOver(): boolean {
    return this.#at > 8 * this.#bytes.length;
  }

  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++)
      value = 2 * value + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    return value;
  }

  /** Exp-Golomb. */
  unsigned(): number {
    let zeros = 0;
    while (zeros < 32 && !this.isOver && this.take(1) === 0) zeros += 1;
    return 2 ** zeros - 1 + this.take(zeros);
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  }
}
