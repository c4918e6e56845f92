/** Carries out jumps in a sound that comes in blocks of any length; every join is soft. */
import { concatFloat32 } from '../concat';
import type { Jump } from './fit';

interface SampleJump {
  at: number;
  to: number;
}

export class PauseEditor {
  readonly #jumps: SampleJump[];
  readonly #join: number;
  /** The sound as it came, from sample `#base` on. */
  #held: Float32Array[];
  #base = 0;
  #received = 0;
  /** Sample of the sound that comes next, and how many jumps are done. */
  #position = 0;
  #done = 0;

  /** @param jumps rising, further apart than `joinS` */
  constructor(rateHz: number, channels: number, jumps: readonly Jump[], joinS: number) {
    const sample = (timeS: number) => Math.round(timeS * rateHz);
    this.#jumps = jumps.map(({ atS, toS }) => ({ at: sample(atS), to: sample(toS) }));
    this.#join = sample(joinS);
    this.#held = Array.from({ length: channels }, () => new Float32Array());
  }

  /** @param planes Float32Array [N] per channel @returns what is ready, as many arrays */
  push(planes: readonly Float32Array[]): Float32Array[] {
    this.#received += planes[0]?.length ?? 0;
    this.#held = this.#held.map((held, channel) => concatFloat32([held, planes[channel]!]));
    return this.#take(false);
  }

  /** The rest. A jump that lies behind the end is left out. */
  end(): Float32Array[] {
    return this.#take(true);
  }

  #take(isEnd: boolean): Float32Array[] {
    const parts: Float32Array[][] = this.#held.map(() => []);
    const add = (piece: (held: Float32Array) => Float32Array) => {
      this.#held.forEach((held, channel) => {
        parts[channel]!.push(piece(held));
      });
    };
    const copy = (from: number, to: number) =>
      add((held) => held.slice(from - this.#base, Math.max(from, to) - this.#base));
    for (;;) {
      const jump = this.#jumps[this.#done];
      const joinAt = jump ? jump.at - this.#join : Number.POSITIVE_INFINITY;
      const until = Math.min(this.#received, joinAt);
      if (until > this.#position) {
        copy(this.#position, until);
        this.#position = until;
      }
      if (!jump || this.#position < joinAt) break;
      if (this.#received < Math.max(jump.at, jump.to)) {
        if (isEnd) copy(this.#position, this.#received);
        break;
      }
      add((held) => this.#joined(held, jump));
      this.#position = jump.to;
      this.#done += 1;
    }
    this.#forget();
    return parts.map(concatFloat32);
  }

  /** Goes over from what lies before the jump into what lies before its goal. */
  #joined(held: Float32Array, { at, to }: SampleJump): Float32Array {
    return Float32Array.from({ length: this.#join }, (_, i) => {
      const share = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / this.#join);
      const before = held[at - this.#join + i - this.#base] ?? 0;
      return before * (1 - share) + (held[to - this.#join + i - this.#base] ?? 0) * share;
    });
  }

  #forget(): void {
    const jump = this.#jumps[this.#done];
    const needed = Math.min(this.#position, jump ? jump.to - this.#join : Number.POSITIVE_INFINITY);
    const gone = Math.max(0, Math.min(needed, this.#received) - this.#base);
    if (gone === 0) return;
    this.#held = this.#held.map((held) => held.slice(gone));
    this.#base += gone;
  }
}
