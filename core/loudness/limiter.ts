/**
 * A true-peak limiter that looks ahead: the gain is down before a peak comes, and no point between two samples passes the
 * ceiling. What it delays is undone, so that sound and picture stay together to the sample.
 */
import { MovingMean, SlidingMinimum } from './sliding';
import { TRUE_PEAK_LAG, TruePeakMeter } from './true-peak';

/** The gain goes down over this time, and is back after about five times as much. */
const ATTACK_S = 0.003;
const RELEASE_S = 0.08;
/** A gain that moves makes new peaks between samples; they stay below this. */
const MARGIN = 10 ** (-0.1 / 20);
/** A gain so close to 1 changes no sample of 32 bits. */
const NONE = 1 - 2 ** -26;
/** Samples that are looked at together: where none of them passes the ceiling there is nothing to do. */
const PIECE = 960;

export class Limiter {
  readonly #ceiling: number;
  readonly #meters: TruePeakMeter[];
  readonly #attack: number;
  readonly #release: number;
  /** Samples that wait for what comes after them. */
  #waiting: Float32Array[];
  /** The gain that the last peaks ask for. */
  readonly #asked: SlidingMinimum;
  readonly #smooth: MovingMean;
  #gain = 1;
  /** Samples since the gain was last anything but 1: after `attack` of them nothing is left of it. */
  #idle = Number.POSITIVE_INFINITY;
  #skip: number;

  /** @param ceilingDb dBTP that nothing passes */
  constructor(rateHz: number, channels: number, ceilingDb: number) {
    this.#ceiling = 10 ** (ceilingDb / 20) * MARGIN;
    this.#meters = Array.from({ length: channels }, () => new TruePeakMeter(rateHz));
    this.#attack = Math.max(2, Math.round(ATTACK_S * rateHz));
    this.#release = Math.exp(-1 / (RELEASE_S * rateHz));
    this.#waiting = Array.from({ length: channels }, () => new Float32Array(this.#lag));
    this.#asked = new SlidingMinimum(this.#attack);
    this.#smooth = new MovingMean(this.#attack);
    this.#skip = this.#lag;
  }

  /** Samples between what goes in and what comes out; left out here, as `end` gives what is left. */
  get #lag(): number {
    // A peak asks for its gain from where it stands on for `attack` samples; their mean is down at the last of them.
    return TRUE_PEAK_LAG + this.#attack - 1;
  }

  /** @returns as much as is certain already */
  push(planes: readonly Float32Array[]): Float32Array[] {
    const length = planes[0]?.length ?? 0;
    const gains = this.#gains(planes, length);
    const out = planes.map((plane, channel) => {
      const held = this.#waiting[channel] as Float32Array;
      const all = new Float32Array(held.length + length);
      all.set(held);
      all.set(plane, held.length);
      this.#waiting[channel] = all.slice(length);
      const ready = all.slice(0, length);
      for (let i = 0; i < length; i++) ready[i]! *= gains[i] as number;
      return ready;
    });
    const skipped = Math.min(this.#skip, length);
    this.#skip -= skipped;
    return skipped === 0 ? out : out.map((plane) => plane.subarray(skipped));
  }

  /** What still waits. */
  end(): Float32Array[] {
    return this.push(this.#waiting.map(() => new Float32Array(this.#lag)));
  }

  /** For the samples that are `lag` back. */
  #gains(planes: readonly Float32Array[], length: number): Float32Array {
    const gains = new Float32Array(length).fill(1);
    for (let from = 0; from < length; from += PIECE) {
      const to = Math.min(length, from + PIECE);
      const peaks = planes.flatMap(
        (plane, channel) => this.#meters[channel]!.over(plane.subarray(from, to), this.#ceiling) ?? [],
      );
      if (peaks.length > 0 || this.#idle < this.#attack) this.#follow(peaks, gains.subarray(from, to));
    }
    return gains;
  }

  /** @param peaks of the channels that have any above the ceiling */
  #follow(peaks: readonly Float32Array[], gains: Float32Array): void {
    for (let i = 0; i < gains.length; i++) {
      let peak = 0;
      for (const channel of peaks) peak = Math.max(peak, channel[i] as number);
      const wanted = this.#asked.push(peak > this.#ceiling ? this.#ceiling / peak : 1);
      const gain = wanted < this.#gain ? wanted : wanted + (this.#gain - wanted) * this.#release;
      this.#gain = wanted === 1 && gain > NONE ? 1 : gain;
      this.#idle = this.#gain === 1 ? this.#idle + 1 : 0;
      gains[i] = this.#smooth.push(this.#gain);
    }
  }
}
