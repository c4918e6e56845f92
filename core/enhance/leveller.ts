/** Evens out who is near and who is far from the microphone: a slow gain that follows the speech and rests in pauses. */

/** Speech that is quieter or louder than the rest is brought closer by at most this much. */
const MOST_DB = 9;
/** Not all the way: a whisper stays one. */
const SHARE = 0.8;
/** Seconds of speech that a gain rests on. */
const SPAN_S = 3;
/** Below the loudness of the whole by more than this it is no speech, or far too far away. */
const GATE_LU = 15;
/** dB per second. */
const STEEPEST = 6;

/**
 * The gain along time.
 * @param hopLufs loudness of each hop, Float32Array [H]
 * @param speech how surely each hop is speech, 0..1; all of it when left out
 * @returns dB per hop, Float32Array [H]; all 0 where there is no speech to even out
 */
export function levellerGains(
  hopLufs: Float32Array,
  hopS: number,
  wholeLufs: number | null,
  speech?: Float32Array,
): Float32Array {
  const gains = new Float32Array(hopLufs.length);
  if (wholeLufs === null) return gains;
  const weights = Float32Array.from(hopLufs, (lufs, i) =>
    lufs > wholeLufs - GATE_LU ? (speech?.[i] ?? 1) : 0,
  );
  const span = Math.max(1, Math.round(SPAN_S / hopS / 2));
  let last = 0;
  for (let i = 0; i < gains.length; i++) {
    const lufs = meanLufs(hopLufs, weights, i - span, i + span);
    // In a pause the gain stays where it was, so that the room does not rise.
    if (lufs !== null) last = limit(SHARE * (wholeLufs - lufs), MOST_DB);
    gains[i] = last;
  }
  return smooth(gains, STEEPEST * hopS);
}

function meanLufs(hopLufs: Float32Array, weights: Float32Array, from: number, to: number): number | null {
  let [sum, weight] = [0, 0];
  for (let i = Math.max(0, from); i <= Math.min(hopLufs.length - 1, to); i++) {
    const own = weights[i] as number;
    if (own === 0) continue;
    sum += own * 10 ** ((hopLufs[i] as number) / 10);
    weight += own;
  }
  return weight < 1 ? null : 10 * Math.log10(sum / weight);
}

/** No steeper than so many dB per hop, the lower one first, so that nothing loud is met unprepared. */
function smooth(gains: Float32Array, most: number): Float32Array {
  const out = gains.slice();
  for (let i = out.length - 2; i >= 0; i--) out[i] = Math.min(out[i]!, out[i + 1]! + most);
  for (let i = 1; i < out.length; i++) out[i] = Math.min(out[i]!, out[i - 1]! + most);
  return out;
}

/** Applies gains to sound that comes in blocks, from hop to hop along a straight line of dB. */
export class GainCurve {
  readonly #gainsDb: Float32Array;
  readonly #hop: number;
  #at = 0;

  /** @param gainsDb Float32Array [H], each of the middle of its hop */
  constructor(rateHz: number, hopS: number, gainsDb: Float32Array) {
    this.#gainsDb = gainsDb;
    this.#hop = hopS * rateHz;
  }

  /** In place, all channels alike. */
  process(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    const last = this.#gainsDb.length - 1;
    if (last < 0) return;
    for (let i = 0; i < length; i++) {
      const place = limitTo((this.#at + i) / this.#hop - 0.5, 0, last);
      const index = Math.min(last, Math.floor(place));
      const here = this.#gainsDb[index] as number;
      const next = this.#gainsDb[Math.min(last, index + 1)] as number;
      const gain = 10 ** ((here + (next - here) * (place - index)) / 20);
      for (const plane of planes) plane[i]! *= gain;
    }
    this.#at += length;
  }
}

const limit = (value: number, most: number) => limitTo(value, -most, most);
const limitTo = (value: number, from: number, to: number) => Math.max(from, Math.min(to, value));
