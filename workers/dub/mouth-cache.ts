/** Rendered mouths by their place in the result, read from their blobs some at a time. */
import { MOUTH_BYTES, type Mouths } from './contract';

/** Mouths in memory at once: some two seconds of one speech, 1.7 MB. */
const BLOCK = 64;

export class MouthCache {
  readonly #mouths: readonly Mouths[];
  readonly #pictureBytes: number;
  readonly #pictures: number;
  #block: { first: number; bytes: Uint8Array } | null = null;

  /** @param voices how many speeches there are: each has a mouth in every picture */
  constructor(mouths: readonly Mouths[], voices: number) {
    this.#mouths = mouths;
    this.#pictureBytes = voices * MOUTH_BYTES;
    this.#pictures = Math.max(1, Math.floor(BLOCK / voices));
  }

  /** @returns Uint8Array [voices, 96, 96, 3] RGB; null when nothing was rendered for this place */
  async at(index: number): Promise<Uint8Array | null> {
    const held = this.#mouthsIn(index);
    if (held !== null) return held;
    const from = this.#mouths.find(({ first, count }) => index >= first && index < first + count);
    if (!from) return null;
    const first = index - from.first;
    const last = Math.min(first + this.#pictures, from.count);
    const part = from.pixels.slice(first * this.#pictureBytes, last * this.#pictureBytes);
    this.#block = { first: index, bytes: new Uint8Array(await part.arrayBuffer()) };
    return this.#mouthsIn(index);
  }

  #mouthsIn(index: number): Uint8Array | null {
    if (this.#block === null || index < this.#block.first) return null;
    const offset = (index - this.#block.first) * this.#pictureBytes;
    const mouths = this.#block.bytes.subarray(offset, offset + this.#pictureBytes);
    return mouths.length === this.#pictureBytes ? mouths : null;
  }
}
