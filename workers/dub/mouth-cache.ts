/** Rendered mouths by their place in the result, read from their blobs some at a time. */
import { MOUTH_BYTES, type Mouths } from './contract';

/** Mouths in memory at once: some two seconds, 1.7 MB. */
const BLOCK = 64;

export class MouthCache {
  readonly #mouths: readonly Mouths[];
  #block: { first: number; bytes: Uint8Array } | null = null;

  constructor(mouths: readonly Mouths[]) {
    this.#mouths = mouths;
  }

  /** @returns Uint8Array [96, 96, 3] RGB; null when none was rendered for this place */
  async at(index: number): Promise<Uint8Array | null> {
    const held = this.#mouthIn(index);
    if (held !== null) return held;
    const from = this.#mouths.find(({ first, count }) => index >= first && index < first + count);
    if (!from) return null;
    const offset = (index - from.first) * MOUTH_BYTES;
    const part = from.pixels.slice(offset, Math.min(offset + BLOCK * MOUTH_BYTES, from.count * MOUTH_BYTES));
    this.#block = { first: index, bytes: new Uint8Array(await part.arrayBuffer()) };
    return this.#mouthIn(index);
  }

  #mouthIn(index: number): Uint8Array | null {
    if (this.#block === null || index < this.#block.first) return null;
    const offset = (index - this.#block.first) * MOUTH_BYTES;
    const mouth = this.#block.bytes.subarray(offset, offset + MOUTH_BYTES);
    return mouth.length === MOUTH_BYTES ? mouth : null;
  }
}
