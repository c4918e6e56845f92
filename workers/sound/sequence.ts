/** Blocks of any length, asked for by the sample; silence after their end. */
import { concatFloat32 } from '../../core/concat';

export class Sequence {
  readonly #blocks: AsyncGenerator<Float32Array[]>;
  #waiting: Float32Array[];
  #ended = false;

  constructor(blocks: AsyncGenerator<Float32Array[]>, channels: number) {
    this.#blocks = blocks;
    this.#waiting = Array.from({ length: channels }, () => new Float32Array());
  }

  async next(count: number): Promise<Float32Array[]> {
    while (!this.#ended && this.#waiting[0]!.length < count) {
      const { done, value } = await this.#blocks.next();
      if (done) this.#ended = true;
      else this.#waiting = this.#waiting.map((plane, i) => concatFloat32([plane, value[i] as Float32Array]));
    }
    const given = this.#waiting.map((plane) => {
      const block = new Float32Array(count);
      block.set(plane.subarray(0, count));
      return block;
    });
    this.#waiting = this.#waiting.map((plane) => plane.slice(count));
    return given;
  }
}
