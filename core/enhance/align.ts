/**
 * How much later one recording of a room is than another: first by how loud they are along time, then to the sample by the
 * phases alone (GCC-PHAT: C. Knapp and G. Carter, "The generalized correlation method for estimation of time delay", 1976).
 */
import FFT from 'fft.js';
import { lowerMedian } from '../median';
import { takeOutSlowPart } from '../slow-part';

/** Samples of a stretch that is compared: 2.7 s at 48 kHz. */
export const STRETCH = 2 ** 17;
/** What a room leaves alike in two microphones. */
const LOW_HZ = 200;
const HIGH_HZ = 6000;
/** A peak that stands out from the rest by less may be chance. */
const LEAST_PEAK = 8;
/** Frames around each within which its level counts: who is near to which microphone does not. */
const AROUND = 100;
/** Quieter than this below the loudest is all the same. */
const RANGE_DB = 50;

/**
 * @param reference, other loudness of frames of 10 ms, dB: Float32Array [N], [M]
 * @returns frames by which the same is later in `other`, and how alike they are there, -1..1; null where one is steady
 */
export function coarseLag(
  reference: Float32Array,
  other: Float32Array,
): { frames: number; likeness: number } | null {
  const [a, b] = [swing(reference), swing(other)];
  if (a === null || b === null) return null;
  const products = correlated(a, b, powerOfTwo(a.length + b.length), (re, im) => [re, im]);
  const size = products.length;
  let best = 0;
  for (let i = 1; i < size; i++) if (products[i]! > products[best]!) best = i;
  const frames = best > size / 2 ? best - size : best;
  let [dot, ours, theirs] = [0, 0, 0];
  for (let i = Math.max(0, -frames); i < Math.min(a.length, b.length - frames); i++) {
    dot += a[i]! * b[i + frames]!;
    ours += a[i]! ** 2;
    theirs += b[i + frames]! ** 2;
  }
  return { frames, likeness: dot / Math.sqrt(Math.max(1e-12, ours * theirs)) };
}

/** @returns syllables and words as they go up and down around 0; null where nothing does */
function swing(levelsDb: Float32Array): Float32Array | null {
  const loudest = levelsDb.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(loudest)) return null;
  const heard = levelsDb.map((db) => Math.max(db, loudest - RANGE_DB));
  takeOutSlowPart(heard, AROUND);
  return heard.some((db) => Math.abs(db) > 1) ? heard : null;
}

/**
 * @param reference, other stretches of STRETCH samples, as far as they are known in step
 * @param most samples by which they may be out of step
 * @returns samples by which `other` is later; null where it cannot be told
 */
export function phaseLag(
  reference: Float32Array,
  other: Float32Array,
  most: number,
  rateHz: number,
): number | null {
  // Twice as long: what leaves a stretch at one end does not come in at the other.
  const size = 2 * powerOfTwo(Math.max(reference.length, other.length));
  const [from, to] = [LOW_HZ, HIGH_HZ].map((hz) => Math.round((hz / rateHz) * size)) as [number, number];
  const products = correlated(reference, other, size, (re, im, bin) => {
    const length = Math.hypot(re, im);
    return bin < from || bin > to || length === 0 ? [0, 0] : [re / length, im / length];
  });
  const at = (lag: number) => products[(lag + size) % size] as number;
  let [best, power] = [0, 0];
  for (let lag = -most; lag <= most; lag++) {
    if (at(lag) > at(best)) best = lag;
    power += at(lag) ** 2;
  }
  const isClear = at(best) > LEAST_PEAK * Math.sqrt(power / (2 * most + 1));
  return isClear && Math.abs(best) < most ? best : null;
}

/** Cross-correlation over a weighting of its spectrum. @returns Float64Array [size], lags below 0 from its end */
function correlated(
  reference: Float32Array,
  other: Float32Array,
  size: number,
  weigh: (re: number, im: number, bin: number) => [number, number],
): Float64Array {
  const fft = new FFT(size);
  const spectrum = (samples: Float32Array) => {
    const padded = new Float64Array(size);
    padded.set(samples);
    const out = new Float64Array(2 * size);
    fft.realTransform(out, padded);
    return out;
  };
  const [a, b] = [spectrum(reference), spectrum(other)];
  for (let bin = 0; bin <= size / 2; bin++) {
    const [ar, ai, br, bi] = [a[2 * bin]!, a[2 * bin + 1]!, b[2 * bin]!, b[2 * bin + 1]!];
    const [re, im] = weigh(ar * br + ai * bi, ar * bi - ai * br, bin);
    a[2 * bin] = re;
    a[2 * bin + 1] = im;
  }
  fft.completeSpectrum(a);
  fft.inverseTransform(b, a);
  return Float64Array.from({ length: size }, (_, i) => b[2 * i]!);
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, least)));
}

/** From as many clear stretches on a drift can be told from where somebody sits. */
const LEAST_CLEAR = 6;
/** What drifts by more over the whole is heard as an echo; by up to 12 ms lags differ between two seats, too. */
const MOST_DRIFT_S = 0.02;

/**
 * What the lags of stretches along the whole say. Where clocks run apart, only stretches around one time are clear: a few of
 * many prove no common clock.
 * @param points of the stretches that are clear @param spanS of the whole
 */
export function stepOf(
  points: readonly { atS: number; lagS: number }[],
  spanS: number,
): 'unclear' | { isDrifting: boolean; lagS: number; perS: number } {
  if (points.length < LEAST_CLEAR) return 'unclear';
  const line = lagLine(points);
  return { ...line, isDrifting: Math.abs(line.perS) * spanS > MOST_DRIFT_S };
}

/**
 * A straight line through lags of which some may be wrong (Theil and Sen): who stands where moves them by some ms, too.
 * @returns the lag in the middle of the times, and by how much it grows per second
 */
export function lagLine(points: readonly { atS: number; lagS: number }[]): { lagS: number; perS: number } {
  const slopes = points.flatMap((a, i) =>
    points.slice(i + 1).map((b) => (b.lagS - a.lagS) / (b.atS - a.atS)),
  );
  const perS = slopes.length === 0 ? 0 : lowerMedian(slopes);
  const middleS = (points[0]!.atS + points.at(-1)!.atS) / 2;
  return { lagS: lowerMedian(points.map(({ atS, lagS }) => lagS - perS * (atS - middleS))), perS };
}
