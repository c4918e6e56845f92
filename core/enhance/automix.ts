/**
 * Several microphones of one room become one: each has as much of the whole as it hears of the speech at that time, and all
 * shares add up to 1, so that neither the room nor the crosstalk piles up (D. Dugan, "Automatic microphone mixing", 1975).
 */

/** A microphone stays open between syllables: its level falls by this much in a second. */
const FALL_DB_PER_S = 60;
/** Shares go over from one frame to another within this time. */
const SMOOTH_S = 0.03;
/** Of the loudest level: below it nobody speaks here, and all share alike. */
const FLOOR_DB = -50;

/** One microphone, along the time of the first. */
export interface HeardMicrophone {
  /** Root mean square of each frame, Float32Array [F]. */
  levels: Float32Array;
  /** How surely each frame is speech, 0..1, Float32Array [F]. */
  speech: Float32Array;
  /** Its recording goes from this frame of the first's time to that one, which is not in it. */
  recorded: { from: number; to: number };
}

/** @returns the share of each microphone in each frame, Float32Array [F] each; those of all that record add up to 1 */
export function sharedGains(microphones: readonly HeardMicrophone[], frameS: number): Float32Array[] {
  const fall = 10 ** ((-FALL_DB_PER_S * frameS) / 20);
  const spoken = microphones.map(({ levels, speech }) => {
    const held = new Float32Array(levels.length);
    let last = 0;
    for (let i = 0; i < levels.length; i++) {
      last = Math.max(levels[i]! * speech[i]!, last * fall);
      held[i] = last;
    }
    return held;
  });
  const loudest = Math.max(0, ...spoken.map((held) => held.reduce((a, b) => Math.max(a, b), 0)));
  const floor = Math.max(1e-9, loudest * 10 ** (FLOOR_DB / 20));
  const around = Math.round(SMOOTH_S / frameS);
  const smooth = spoken.map((held) => meanAround(held, around));
  // What does not record has no share: the others would be too soft by it.
  const parts = smooth.map((held, microphone) => {
    const { from, to } = microphones[microphone]!.recorded;
    return held.map((level, i) => (i >= from && i < to ? level + floor : 0));
  });
  const sums = Float64Array.from({ length: parts[0]?.length ?? 0 }, (_, i) =>
    parts.reduce((sum, part) => sum + part[i]!, 0),
  );
  return parts.map((part) => part.map((own, i) => (own === 0 ? 0 : own / sums[i]!)));
}

function meanAround(values: Float32Array, around: number): Float32Array {
  return values.map((_, i) => {
    const near = values.subarray(Math.max(0, i - around), i + around + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}

/** Adds microphones up, block by block. */
export class Automixer {
  readonly #shares: readonly Float32Array[];
  readonly #frame: number;
  #at = 0;

  /** @param shares of sharedGains @param frame samples of a frame */
  constructor(shares: readonly Float32Array[], frame: number) {
    this.#shares = shares;
    this.#frame = frame;
  }

  /** @param planes of each microphone, in step: Float32Array [N] each @returns what each of them gives: Float32Array [N] each */
  parts(planes: readonly Float32Array[]): Float32Array[] {
    const given = planes.map((plane, microphone) => {
      const shares = this.#shares[microphone] as Float32Array;
      const last = shares.length - 1;
      return plane.map((sample, i) => {
        const place = Math.max(0, Math.min(last, (this.#at + i) / this.#frame - 0.5));
        const index = Math.floor(place);
        const here = shares[index]!;
        const next = shares[Math.min(last, index + 1)]!;
        return sample * (here + (next - here) * (place - index));
      });
    });
    this.#at += planes[0]?.length ?? 0;
    return given;
  }
}

/** The mix. @param parts Float32Array [N] each @returns Float32Array [N] */
export function summed(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts[0]?.length ?? 0);
  for (const part of parts) for (let i = 0; i < out.length; i++) out[i]! += part[i]!;
  return out;
}
