/** What comes out later than it went in, handed out in the blocks in which it came, where these were. */
import { concatFloat32 } from '../../core/concat';
import type { SteadyBlock } from '../../core/fix/sound-editor';
import { JUMP_S } from '../../core/sound/continuous';

export const lengthOf = (planes: readonly Float32Array[]) => planes[0]?.length ?? 0;

export class InPlace {
  readonly #rateHz: number;
  readonly #waiting: SteadyBlock[] = [];
  /** Of the first block that waits, as far as it is known. */
  #made: Float32Array[] = [];
  #endS: number | null = null;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** Samples that went in and are not out. */
  get left(): number {
    return this.#waiting.reduce((sum, { planes }) => sum + lengthOf(planes), 0) - lengthOf(this.#made);
  }

  /** Where it is not, silence is laid between the two afterwards, or an overlap is cut; clocks that run apart need less. */
  isContinuedBy({ startS }: SteadyBlock): boolean {
    return this.#endS === null || Math.abs(startS - this.#endS) <= JUMP_S;
  }

  take(block: SteadyBlock): void {
    this.#endS = block.startS + lengthOf(block.planes) / this.#rateHz;
    if (lengthOf(block.planes) > 0) this.#waiting.push(block);
  }

  /** @param more of what was made @returns the blocks of which all of it is known by now, with it */
  give(more: readonly Float32Array[]): { block: SteadyBlock; made: Float32Array[] }[] {
    if (lengthOf(more) === 0) return [];
    const all = more.map((plane, i) => concatFloat32([this.#made[i] ?? new Float32Array(), plane]));
    const given: { block: SteadyBlock; made: Float32Array[] }[] = [];
    let at = 0;
    for (const block of this.#waiting) {
      const to = at + lengthOf(block.planes);
      if (to > lengthOf(all)) break;
      const [from, end] = [at, to];
      given.push({ block, made: all.map((plane) => plane.slice(from, end)) });
      at = to;
    }
    this.#waiting.splice(0, given.length);
    this.#made = all.map((plane) => plane.slice(at));
    return given;
  }
}
