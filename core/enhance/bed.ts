/**
 * Music or room tone under speech: how long it is made, how loud it is, where it goes down and how it begins and ends. The
 * speech itself is only added to.
 */
import { IS_SPEECH, meanLufs } from '../loudness/figures';
import { GainCurve } from './leveller';

export interface BedAmounts {
  /** By how much less loud than the speech it is where nobody speaks, LU. */
  belowLu: number;
  /** By how much it goes down while somebody speaks, dB. */
  duckDb: number;
}

export const USUAL_BED: BedAmounts = { belowLu: 18, duckDb: 12 };
/** What may be asked for, of both amounts. */
export const MOST_BED_DB = 40;

/** A word that begins within a hop fills a part of it only. */
const MAY_BE_SPEECH = 0.3;
/** Pauses that are shorter are no reason to come up. */
const LEAST_PAUSE_S = 1.5;
/** It is down when somebody begins, and comes up behind the last word. */
const DOWN_S = 0.4;
const UP_S = 0.8;

/**
 * How much lower the bed is along time.
 * @param speech how surely each hop is speech, 0..1, Float32Array [H], at its own time
 * @returns dB for the middle of each hop, Float32Array [H]: 0 in pauses, -duckDb where somebody speaks
 */
export function duckingGains(speech: Float32Array, hopS: number, duckDb: number): Float32Array {
  const down = spoken(speech, hopS);
  for (let i = 1; i < down.length; i++) down[i] = Math.max(down[i]!, down[i - 1]! - hopS / UP_S);
  for (let i = down.length - 2; i >= 0; i--) down[i] = Math.max(down[i]!, down[i + 1]! - hopS / DOWN_S);
  return down.map((share) => (share === 0 ? 0 : -duckDb * share));
}

/** 1 where somebody speaks, a hop around it, and short pauses within; else 0. */
function spoken(speech: Float32Array, hopS: number): Float32Array {
  const marks = new Float32Array(speech.length);
  const least = LEAST_PAUSE_S / hopS;
  let last = Number.NEGATIVE_INFINITY;
  for (let from = 0; from < speech.length; from++) {
    if (speech[from]! < MAY_BE_SPEECH) continue;
    let to = from;
    while (to + 1 < speech.length && speech[to + 1]! >= MAY_BE_SPEECH) to += 1;
    // A single hop that is not sure is a noise.
    if (to > from || speech[from]! >= IS_SPEECH) {
      marks.fill(1, from - last <= least ? last : Math.max(0, from - 1), to + 2);
      last = to;
    }
    from = to;
  }
  return marks;
}

/**
 * What the bed's level is told from: the loudness of what is speech, or of the whole where there is hardly any.
 * @param hopLufs loudness of each hop, LUFS @param speech how surely each hop is speech, 0..1
 */
export function speechLufs(
  hopLufs: Float32Array,
  speech: Float32Array,
  wholeLufs: number | null,
): number | null {
  return meanLufs(hopLufs, (i) => speech[i]! >= IS_SPEECH) ?? wholeLufs;
}

/** Fades at the ends; of a short sound a quarter. */
const IN_S = 1;
const OUT_S = 3;
const MOST_SHARE = 0.25;

/** How much of the bed there is at a sample: 0 at both ends, and no corner between them. */
export function fadeAt(at: number, samples: number, rateHz: number): number {
  const most = MOST_SHARE * samples;
  const fadeIn = (at + 0.5) / Math.min(IN_S * rateHz, most);
  const fadeOut = (samples - at - 0.5) / Math.min(OUT_S * rateHz, most);
  const share = Math.min(fadeIn, fadeOut);
  return share >= 1 ? 1 : Math.sin((Math.max(0, share) * Math.PI) / 2) ** 2;
}

export interface BedPlan {
  rateHz: number;
  /** Per channel, of the whole. */
  samples: number;
  hopS: number;
  /** Of the bed as it came. */
  gainDb: number;
  /** See duckingGains. */
  ducking: Float32Array;
}

/** Adds the bed to sound that comes in blocks. */
export class BedMixer {
  readonly #plan: BedPlan;
  readonly #gain: number;
  readonly #curve: GainCurve;
  #at = 0;

  constructor(plan: BedPlan) {
    this.#plan = plan;
    this.#gain = 10 ** (plan.gainDb / 20);
    this.#curve = new GainCurve(plan.rateHz, plan.hopS, plan.ducking);
  }

  /** @param planes changed in place @param bed as many samples of as many channels, which are used up */
  mix(planes: readonly Float32Array[], bed: readonly Float32Array[]): void {
    const { samples, rateHz } = this.#plan;
    this.#curve.process(bed);
    planes.forEach((plane, channel) => {
      const under = bed[channel] as Float32Array;
      for (let i = 0; i < plane.length; i++)
        plane[i]! += under[i]! * this.#gain * fadeAt(this.#at + i, samples, rateHz);
    });
    this.#at += planes[0]?.length ?? 0;
  }
}
