/** A sound that is shorter than it is needed goes over into itself, again and again, without a click. */
import { concatFloat32 } from '../concat';

/**
 * @param round the sound from its start, in blocks of any length: Float32Array [N] per channel
 * @param fade samples in which the end of one round goes over into the start of the next, at equal power
 * @returns blocks without end; none when a round is not longer than two fades
 */
export async function* endless(
  round: () => AsyncIterable<Float32Array[]>,
  fade: number,
): AsyncGenerator<Float32Array[]> {
  let tail: Float32Array[] | null = null;
  for (;;) {
    let length = 0;
    const ended = new Delayed(fade);
    for await (const planes of round()) {
      const before: Float32Array[] | null = tail;
      if (before) planes.forEach((plane, i) => void fadeOver(plane, before[i], length, fade));
      length += planes[0]?.length ?? 0;
      const block = ended.push(planes);
      if (block !== null) yield block;
    }
    if (length <= 2 * fade) return;
    tail = ended.held;
  }
}

/** In place. @param at where in the round the plane begins */
function fadeOver(plane: Float32Array, before: Float32Array | undefined, at: number, fade: number): void {
  for (let i = 0; i < plane.length && at + i < fade; i++) {
    const angle = ((at + i + 0.5) / fade) * (Math.PI / 2);
    plane[i] = (plane[i] as number) * Math.sin(angle) + (before?.[at + i] ?? 0) * Math.cos(angle);
  }
}

/** Holds back the last samples. */
class Delayed {
  readonly #count: number;
  held: Float32Array[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  push(planes: readonly Float32Array[]): Float32Array[] | null {
    const all = planes.map((plane, i) => concatFloat32([this.held[i] ?? new Float32Array(), plane]));
    const done = Math.max(0, (all[0]?.length ?? 0) - this.#count);
    this.held = all.map((plane) => plane.slice(done));
    return done > 0 ? all.map((plane) => plane.slice(0, done)) : null;
  }
}
