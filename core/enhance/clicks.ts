/**
 * Clicks, some samples that have nothing to do with those around them: found where a sound cannot be foretold from either
 * side, and replaced by what would have been foretold (S. Godsill, P. Rayner, "Digital Audio Restoration", 1998, ch. 5).
 */
import { correlation, errorFilter, interpolate } from './autoregression';
import { ORDER, Repair, type Step } from './windows';

/** A click stands out of what is usual around it by this much. */
const USUAL = 16;
/**
 * And out of the most that there is within a voice's period by this much: each pulse of a voice comes unforetold, too, but
 * it is not alone.
 */
const ALONE = 3;
const PERIOD_S = 0.015;
/** What stands out of the usual by this much beside its highest place, and has this share of it, belongs to it. */
const EDGE = 4;
const EDGE_SHARE = 0.05;
/** So many samples in a row below that, and the click is over. */
const OVER = 4;
/** Longer ones are sounds: plosives, lips. */
const MOST_S = 0.001;
/** Below this nobody hears it: dither and rounding are not looked at. */
const QUIET = 1e-4;
/** Noise alone comes to 4.5 times its mean. */
const ROUGH = 7;

interface Click {
  peak: number;
  first: number;
  last: number;
}

/** Takes clicks out of one channel; what has none stays as it is, bit for bit. */
export class ClickRepair extends Repair {
  readonly #period: number;
  readonly #most: number;

  constructor(rateHz: number) {
    super(rateHz);
    this.#period = Math.round(PERIOD_S * rateHz);
    this.#most = Math.round(MOST_S * rateHz);
  }

  protected repair({ samples, from, to, start, end }: Step): number {
    if (!isRough(samples, from, to)) return 0;
    const filter = errorFilter(samples, ORDER);
    if (filter === null) return 0;
    const surprise = surprises(samples, filter);
    const usual = median(surprise.subarray(ORDER, samples.length - ORDER)) / 0.6745;
    const lags = correlation(filter, ORDER);
    // Nothing foretells the first samples, and a sound that breaks off is no click.
    const isInside = ({ first, last }: Click) => first >= start + ORDER && last < end - ORDER;
    // The step in which a click begins takes it out whole: what is before a step was handed out.
    const isOwn = ({ first, last }: Click) => first >= from && first < to && last - first < this.#most;
    let count = 0;
    for (const click of clicksIn(surprise, from, to + this.#most, usual)) {
      const { first, last } = click;
      if (!isInside(click) || !isOwn(click) || !this.#isAlone(click, surprise)) continue;
      const missing = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      if (!interpolate(samples, missing, lags)) continue;
      count += 1;
      // What is gone stands beside nothing any more.
      surprise.fill(0, first, last + 1);
    }
    return count;
  }

  #isAlone({ peak, first, last }: Click, surprise: Float64Array): boolean {
    const most = surprise[peak]! / ALONE;
    for (let i = peak - this.#period; i <= peak + this.#period; i++)
      if ((i < first - 2 || i > last + 2) && (surprise[i] ?? 0) > most) return false;
    return true;
  }
}

/** What may be a click, the largest first: it would hide the others beside it. */
function clicksIn(surprise: Float64Array, from: number, to: number, usual: number): Click[] {
  const least = Math.max(QUIET, USUAL * usual);
  const clicks: Click[] = [];
  const isTaken = (i: number) => clicks.some(({ first, last }) => i >= first && i <= last);
  for (;;) {
    let peak = -1;
    for (let i = from; i < to; i++)
      if (surprise[i]! > (peak < 0 ? least : surprise[peak]!) && !isTaken(i)) peak = i;
    if (peak < 0) return clicks;
    const edge = Math.max(EDGE * usual, EDGE_SHARE * surprise[peak]!);
    clicks.push({ peak, first: reach(surprise, peak, -1, edge), last: reach(surprise, peak, 1, edge) });
  }
}

/** The last sample of a click in one direction, and one more. */
function reach(surprise: Float64Array, peak: number, way: 1 | -1, edge: number): number {
  let at = peak;
  for (let i = peak + way, low = 0; low < OVER; i += way) {
    if ((surprise[i] ?? 0) > edge) {
      at = i;
      low = 0;
    } else low += 1;
  }
  return at + way;
}

/**
 * Whether anything stands out at all where low tones are taken away: a fourth difference costs a twentieth of what
 * follows.
 */
function isRough(samples: Float64Array, from: number, to: number): boolean {
  let [most, sum] = [0, 0];
  for (let i = from; i < to; i++) {
    const difference = Math.abs(
      samples[i - 2]! - 4 * samples[i - 1]! + 6 * samples[i]! - 4 * samples[i + 1]! + samples[i + 2]!,
    );
    most = Math.max(most, difference);
    sum += difference;
  }
  return most > (ROUGH * sum) / (to - from);
}

/** How far off a sample is from what those before it and those after it foretell, the lesser of both: Float64Array [N]. */
function surprises(samples: Float64Array, filter: Float64Array): Float64Array {
  const out = new Float64Array(samples.length);
  for (let i = ORDER; i < samples.length - ORDER; i++) {
    let [before, after] = [0, 0];
    for (let k = 0; k <= ORDER; k++) {
      before += filter[k]! * samples[i - k]!;
      after += filter[k]! * samples[i + k]!;
    }
    out[i] = Math.min(Math.abs(before), Math.abs(after));
  }
  return out;
}

function median(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}
