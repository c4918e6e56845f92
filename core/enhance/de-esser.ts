/**
 * Sharp S sounds made softer: where most of the sound lies above 5.5 kHz and is louder than an S should be beside the
 * voice, what lies there is turned down, and nothing else (after the split-band de-essers of studios; U. Zölzer, "DAFX",
 * 2011, 4.2.3). It looks ahead, and undoes that.
 */
import { concatFloat32 } from '../concat';
import { MovingMean, SlidingMinimum } from '../loudness/sliding';

const SPLIT_HZ = 5500;
/** Half the length of the filter, which turns no phase: what it gives can be subtracted. Some 2 kHz lie on its slope. */
const HALF_S = 0.0007;
/** Share of the power above the split: from the first on it may be an S, from the second it is one. */
const SHARE_FROM = 0.3;
const SHARE_TO = 0.5;
/** An S this far below the loudness of the whole is soft enough. */
const BELOW_LOUDNESS_DB = 10;
const MOST_DB = 12;
const LEVEL_S = 0.003;
const LOOK_AHEAD_S = 0.004;
const RELEASE_S = 0.025;
/** Turned down by less than this nothing is changed. */
const NONE = 1e-6;

export class DeEsser {
  readonly #amount: number;
  readonly #thresholdDb: number;
  readonly #split: Float64Array;
  readonly #level: number;
  readonly #release: number;
  readonly #ahead: SlidingMinimum;
  readonly #smooth: MovingMean;
  #all = 0;
  #high = 0;
  #gain = 1;
  /** What the filter still needs, and what waits for its gain: sounds, and what of them lies above the split. */
  #waiting: { before: Float32Array; plane: Float32Array; high: Float32Array }[];
  #skip: number;

  /**
   * @param amount 0..1
   * @param loudnessLufs of the whole
   */
  constructor(rateHz: number, channels: number, amount: number, loudnessLufs: number) {
    const ahead = Math.max(2, Math.round(LOOK_AHEAD_S * rateHz));
    this.#split = highPass(Math.min(SPLIT_HZ, 0.4 * rateHz) / rateHz, Math.round(HALF_S * rateHz));
    const half = this.#split.length - 1;
    this.#amount = amount;
    this.#thresholdDb = loudnessLufs - BELOW_LOUDNESS_DB;
    this.#level = 1 - Math.exp(-1 / (LEVEL_S * rateHz));
    this.#release = Math.exp(-1 / (RELEASE_S * rateHz));
    this.#ahead = new SlidingMinimum(ahead);
    this.#smooth = new MovingMean(ahead);
    this.#skip = ahead - 1 + half;
    this.#waiting = Array.from({ length: channels }, () => ({
      before: new Float32Array(2 * half),
      plane: new Float32Array(ahead - 1),
      high: new Float32Array(ahead - 1),
    }));
  }

  /** @returns as much as is done; nothing is later than it was */
  push(planes: readonly Float32Array[]): Float32Array[] {
    const length = planes[0]?.length ?? 0;
    const half = this.#split.length - 1;
    const seen = planes.map((plane, channel) => concatFloat32([this.#waiting[channel]!.before, plane]));
    const middles = seen.map((all) => all.subarray(half, half + length));
    const highs = seen.map((all) => filtered(all, this.#split, length));
    const gains = new Float64Array(length);
    for (let i = 0; i < length; i++) gains[i] = this.#gainAt(middles, highs, i);
    const done = middles.map((plane, channel) => {
      const held = this.#waiting[channel]!;
      const [all, high] = [concatFloat32([held.plane, plane]), concatFloat32([held.high, highs[channel]!])];
      const before = seen[channel]!.slice(length);
      this.#waiting[channel] = { before, plane: all.slice(length), high: high.slice(length) };
      const out = all.slice(0, length);
      for (let i = 0; i < length; i++) if (gains[i]! < 1 - NONE) out[i]! -= (1 - gains[i]!) * high[i]!;
      return out;
    });
    const skipped = Math.min(this.#skip, length);
    this.#skip -= skipped;
    return skipped === 0 ? done : done.map((plane) => plane.subarray(skipped));
  }

  /** The rest. */
  end(): Float32Array[] {
    return this.push(
      this.#waiting.map(({ plane }) => new Float32Array(plane.length + this.#split.length - 1)),
    );
  }

  #gainAt(planes: readonly Float32Array[], highs: readonly Float32Array[], i: number): number {
    let [all, high] = [0, 0];
    for (let channel = 0; channel < planes.length; channel++) {
      all += planes[channel]![i]! ** 2;
      high += highs[channel]![i]! ** 2;
    }
    this.#all += this.#level * (all - this.#all);
    this.#high += this.#level * (high - this.#high);
    const wanted = this.#ahead.push(this.#wanted());
    this.#gain = wanted < this.#gain ? wanted : wanted + (this.#gain - wanted) * this.#release;
    return this.#smooth.push(this.#gain > 1 - NONE ? 1 : this.#gain);
  }

  #wanted(): number {
    if (this.#high <= SHARE_FROM * this.#all || this.#high <= 0) return 1;
    const over = 10 * Math.log10(this.#high) - this.#thresholdDb;
    if (over <= 0) return 1;
    const sureness = Math.min(1, (this.#high / this.#all - SHARE_FROM) / (SHARE_TO - SHARE_FROM));
    return 10 ** (-(this.#amount * sureness * Math.min(MOST_DB, over)) / 20);
  }
}

/**
 * A windowed sinc (Hann's window). @param turn of the split, per sample
 * @returns its middle and one side, Float64Array [half + 1]
 */
function highPass(turn: number, half: number): Float64Array {
  const low = Float64Array.from({ length: half + 1 }, (_, k) => {
    const sinc = k === 0 ? 2 * turn : Math.sin(2 * Math.PI * turn * k) / (Math.PI * k);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * k) / (half + 1)));
  });
  const whole = low.reduce((sum, tap, k) => sum + (k === 0 ? tap : 2 * tap), 0);
  return low.map((tap, k) => (k === 0 ? 1 : 0) - tap / whole);
}

/** @param samples with `half` more before and after those that are asked for */
function filtered(samples: Float32Array, taps: Float64Array, count: number): Float32Array {
  const half = taps.length - 1;
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    let sum = taps[0]! * samples[i + half]!;
    for (let k = 1; k <= half; k++) sum += taps[k]! * (samples[i + half - k]! + samples[i + half + k]!);
    out[i] = sum;
  }
  return out;
}
