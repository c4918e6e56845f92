/** Evens out who is near and who is far from the microphone: a slow gain that follows the speech and rests in pauses. */
import type { SpeakerSpan } from '../sync/types';

/** Speech that is quieter or louder than the rest is brought closer by at most this much. */
const MOST_DB = 9;
/** Not all the way: a whisper stays one. */
const SHARE = 0.8;
/** Seconds of speech that a gain rests on. */
const SPAN_S = 3;
/** Below the loudness of the whole by more than this it is no speech, or far too far away. */
const GATE_LU = 15;
/** Hops of noise alone, which are never quite 0, would add up to speech in long pauses. */
const HARDLY = 0.2;
/** Least sure that a hop is speech for a gain to rest on it where turns are told: a noisy pause is never surely none. */
const SURELY = 0.5;
/** dB per second; and where another one begins to speak. */
const STEEPEST = 6;
const STEEPEST_AT_TURN = 40;
/** On either side of where another one begins. */
const AT_TURN_S = 0.3;
/** The speaker where no turn is. */
const NOBODY = -1;

/** Who speaks, as far as a check can tell, along the time of the sound (core/sync/speaker-turns.ts). */
export type Turn = SpeakerSpan;

/**
 * The gain along time.
 * @param hopLufs loudness of each hop, Float32Array [H]
 * @param speech how surely each hop is speech, 0..1; all of it when left out
 * @param turns in order of time; with two speakers and more each is brought closer by its own loudness. Whoever speaks outside of
 *   all turns counts as one more
 * @returns dB per hop, Float32Array [H]; all 0 where there is no speech to even out
 */
export function levellerGains(
  hopLufs: Float32Array,
  hopS: number,
  wholeLufs: number | null,
  speech?: Float32Array,
  turns: readonly Turn[] = [],
): Float32Array {
  const gains = new Float32Array(hopLufs.length);
  if (wholeLufs === null) return gains;
  const weights = Float32Array.from(hopLufs, (lufs, i) => {
    const sure = speech?.[i] ?? 1;
    return sure >= HARDLY && lufs > wholeLufs - GATE_LU ? sure : 0;
  });
  const span = Math.max(1, Math.round(SPAN_S / hopS / 2));
  const gainFor = (lufs: number) => limit(SHARE * (wholeLufs - lufs), MOST_DB);
  if (areSeveral(turns))
    return turnGains(hopLufs, weights, speakersOf(turns, hopLufs.length, hopS), hopS, span, gainFor);
  let last = 0;
  for (let i = 0; i < gains.length; i++) {
    const lufs = meanLufs(hopLufs, weights, i - span, i + span);
    // In a pause the gain stays where it was, so that the room does not rise.
    if (lufs !== null) last = gainFor(lufs);
    gains[i] = last;
  }
  return smooth(gains, () => STEEPEST * hopS);
}

/** Whether there is more than one to be told from the other. */
export function areSeveral(turns: readonly Turn[]): boolean {
  return turns.some(({ trackId }) => trackId !== turns[0]!.trackId);
}

/** @returns who speaks in each hop: Int32Array [H], NOBODY where no turn is */
function speakersOf(turns: readonly Turn[], hops: number, hopS: number): Int32Array {
  const speakers = new Int32Array(hops).fill(NOBODY);
  for (const { startS, endS, trackId } of turns)
    speakers.fill(trackId, Math.max(0, Math.round(startS / hopS)), Math.max(0, Math.round(endS / hopS)));
  return speakers;
}

/** Each by its own speech; the change is made in the pause between two. */
function turnGains(
  hopLufs: Float32Array,
  weights: Float32Array,
  speakers: Int32Array,
  hopS: number,
  span: number,
  gainFor: (lufs: number) => number,
): Float32Array {
  const gains = new Float32Array(hopLufs.length).fill(Number.NaN);
  const known = new Map<number, number>();
  for (let i = 0; i < gains.length; i++) {
    if (weights[i]! < SURELY) continue;
    const speaker = speakers[i] as number;
    const lufs = meanLufs(hopLufs, weights, i - span, i + span, (hop) => speakers[hop] === speaker);
    if (lufs !== null) known.set(speaker, gainFor(lufs));
    // Too little speech to tell is left to the rule of pauses. A turn has one face; outside of all it may be anybody.
    const gain = lufs === null && speaker === NOBODY ? undefined : known.get(speaker);
    if (gain !== undefined) gains[i] = gain;
  }
  const around = Math.round(AT_TURN_S / hopS);
  const isNear = new Uint8Array(gains.length);
  let before: number | null = null;
  for (let i = 0; i < gains.length; i++) {
    if (Number.isNaN(gains[i])) continue;
    const middle = before === null ? 0 : Math.ceil((before + i) / 2);
    for (let k = (before ?? -1) + 1; k < i; k++)
      gains[k] = gains[before !== null && k < middle ? before : i] as number;
    if (before !== null && speakers[before] !== speakers[i])
      isNear.fill(1, Math.max(0, middle - around), i + around);
    before = i;
  }
  gains.fill(before === null ? 0 : (gains[before] as number), (before ?? -1) + 1);
  return smooth(gains, (hop) => (isNear[hop] === 1 ? STEEPEST_AT_TURN : STEEPEST) * hopS);
}

function meanLufs(
  hopLufs: Float32Array,
  weights: Float32Array,
  from: number,
  to: number,
  counts: (hop: number) => boolean = () => true,
): number | null {
  let [sum, weight] = [0, 0];
  for (let i = Math.max(0, from); i <= Math.min(hopLufs.length - 1, to); i++) {
    const own = weights[i] as number;
    if (own === 0 || !counts(i)) continue;
    sum += own * 10 ** ((hopLufs[i] as number) / 10);
    weight += own;
  }
  return weight < 1 ? null : 10 * Math.log10(sum / weight);
}

/** No steeper than so many dB from hop to hop, the lower one first, so that nothing loud is met unprepared. */
function smooth(gains: Float32Array, mostAt: (hop: number) => number): Float32Array {
  const out = gains.slice();
  for (let i = out.length - 2; i >= 0; i--) out[i] = Math.min(out[i]!, out[i + 1]! + mostAt(i));
  for (let i = 1; i < out.length; i++) out[i] = Math.min(out[i]!, out[i - 1]! + mostAt(i));
  return out;
}

/** @returns loudness of each hop, LUFS, as it is with these gains: Float32Array [H] */
export function levelled(hopLufs: Float32Array, gainsDb: Float32Array): Float32Array {
  const last = gainsDb.length - 1;
  return hopLufs.map((lufs, i) => {
    const own = gainsDb[Math.min(last, i)] ?? 0;
    const [before, after] = [gainsDb[Math.max(0, i - 1)] ?? own, gainsDb[i + 1] ?? own];
    // From half way to the hop before to half way to the one behind.
    const power = (db: number) => 10 ** (db / 10);
    const mean = (power((before + own) / 2) + 2 * power(own) + power((own + after) / 2)) / 4;
    return lufs + 10 * Math.log10(mean);
  });
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
    for (let from = 0; from < length; ) {
      const place = (this.#at + from) / this.#hop - 0.5;
      const index = limitTo(Math.floor(place), -1, last);
      const here = this.#gainsDb[Math.max(0, index)] as number;
      const next = this.#gainsDb[Math.min(last, index + 1)] as number;
      const end = index === last ? length : Math.ceil((index + 1.5) * this.#hop) - this.#at;
      const to = Math.min(length, Math.max(from + 1, end));
      const slope = next - here;
      scale(planes, from, to, asFactor(here + slope * (place - index)), asFactor(slope / this.#hop));
      from = to;
    }
    this.#at += length;
  }
}

/** In place, by a gain that grows by a factor from sample to sample, as dB along a straight line do. */
function scale(
  planes: readonly Float32Array[],
  from: number,
  to: number,
  first: number,
  growth: number,
): void {
  if (first === 1 && growth === 1) return;
  for (const plane of planes) {
    let gain = first;
    for (let i = from; i < to; i++) {
      plane[i]! *= gain;
      gain *= growth;
    }
  }
}

const asFactor = (db: number) => 10 ** (db / 20);
const limit = (value: number, most: number) => limitTo(value, -most, most);
const limitTo = (value: number, from: number, to: number) => Math.max(from, Math.min(to, value));
