/**
 * Loudness by ITU-R BS.1770-4 and EBU R 128 (Tech 3341, 3342): integrated, range, momentary, short-term and true peak,
 * of sound that comes in blocks.
 */
import { peakOf } from '../sound/peak';
import { KFilter } from './k-weighting';
import { LoudestWindow } from './loudest-window';
import { TRUE_PEAK_LAG, TruePeakMeter } from './true-peak';

/** Energies are kept for each of these; every window is made of them. */
export const HOP_S = 0.1;
/**
 * Parts of a hop, for the loudest 0.4 and 3 s: those that begin at hops alone miss up to half a dB of a short sound, more than
 * Tech 3341 allows (cases 13 and 14).
 */
const PARTS = 10;
const MOMENTARY_HOPS = 4;
const SHORT_TERM_HOPS = 30;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const RANGE_GATE_LU = -20;
/** Channels beside and behind the listener count 1.5 dB more, the LFE does not count. */
const REAR = 1.41;

export interface Loudness {
  /** LUFS; null when all of it is below the gate of -70. */
  integratedLufs: number | null;
  /** EBU Tech 3342, LU; null when there is not enough to tell. */
  rangeLu: number | null;
  maxMomentaryLufs: number | null;
  maxShortTermLufs: number | null;
  /** dBTP; null for silence. */
  truePeakDb: number | null;
  /** dBFS of the largest sample; null for silence. */
  samplePeakDb: number | null;
}

/**
 * In the order of WAVE. The table of BS.1770-4 is of 5.1; of 6.1 and 7.1 all that is beside or behind counts as there, as in ffmpeg's
 * ebur128, by which others will measure. (Annex 3, for other layouts, gives what is more than 120 degrees off the front nothing more.)
 */
const WEIGHTS: Record<number, readonly number[]> = {
  4: [1, 1, REAR, REAR],
  5: [1, 1, 1, REAR, REAR],
  6: [1, 1, 1, 0, REAR, REAR],
  7: [1, 1, 1, 0, REAR, REAR, REAR],
  8: [1, 1, 1, 0, REAR, REAR, REAR, REAR],
};

/** What is heard of each channel. @param channels as they stand in files: L, R, C, LFE, Ls, Rs for six */
function channelWeights(channels: number): readonly number[] {
  return WEIGHTS[channels] ?? Array.from({ length: channels }, () => 1);
}

export class LoudnessMeter {
  readonly #weights: readonly number[];
  readonly #filters: KFilter[];
  readonly #peakMeters: TruePeakMeter[];
  readonly #hopLength: (index: number) => number;
  readonly #onPart: ((energy: number) => void) | undefined;
  readonly #loudestMoment = new LoudestWindow(MOMENTARY_HOPS * PARTS);
  readonly #loudestShortTerm = new LoudestWindow(SHORT_TERM_HOPS * PARTS);
  /** Mean squares, weighted and summed over the channels, of each hop. */
  readonly #hops: number[] = [];
  #sum = 0;
  #filled = 0;
  /** Of the hop that comes in: its part, and what is of it. */
  #part = 0;
  #partSum = 0;
  #partFilled = 0;
  #truePeak = 0;
  #samplePeak = 0;

  /**
   * @param withPeaks false: peaks, which take half the time, are not looked for and are null
   * @param onPart gets the mean square of each 10 ms, weighted and summed over the channels
   */
  constructor(
    rateHz: number,
    channels: number,
    { withPeaks = true, onPart }: { withPeaks?: boolean; onPart?: (energy: number) => void } = {},
  ) {
    this.#onPart = onPart;
    this.#weights = channelWeights(channels);
    this.#filters = this.#weights.map(() => new KFilter(rateHz));
    this.#peakMeters = withPeaks ? this.#weights.map(() => new TruePeakMeter(rateHz)) : [];
    // At rates such as 22050 Hz / 0.1 s it is whole; at odd ones hops differ by a sample and do not run away.
    const edge = (index: number) => Math.round(index * HOP_S * rateHz);
    this.#hopLength = (index) => edge(index + 1) - edge(index);
  }

  /** @param planes Float32Array [N] per channel */
  push(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    planes.forEach((plane, channel) => {
      this.#addPeaks(channel, plane);
    });
    for (let from = 0; from < length; ) {
      const hop = this.#hopLength(this.#hops.length);
      const partEnd = Math.round((hop * (this.#part + 1)) / PARTS);
      const to = Math.min(length, from + partEnd - this.#filled);
      let sum = 0;
      planes.forEach((plane, channel) => {
        const weight = this.#weights[channel] ?? 0;
        if (weight > 0) sum += weight * this.#filters[channel]!.energy(plane, from, to);
      });
      this.#sum += sum;
      this.#partSum += sum;
      this.#partFilled += to - from;
      this.#filled += to - from;
      from = to;
      if (this.#filled < partEnd) return;
      this.#endPart();
      if (this.#filled < hop) continue;
      this.#hops.push(this.#sum / hop);
      this.#part = 0;
      this.#sum = 0;
      this.#filled = 0;
    }
  }

  #endPart(): void {
    const energy = this.#partSum / Math.max(1, this.#partFilled);
    this.#loudestMoment.push(energy);
    this.#loudestShortTerm.push(energy);
    this.#onPart?.(energy);
    this.#part += 1;
    this.#partSum = 0;
    this.#partFilled = 0;
  }

  /** What came in so far. */
  result(): Loudness {
    const momentary = windows(this.#series(), MOMENTARY_HOPS);
    const shortTerm = windows(this.#series(), SHORT_TERM_HOPS);
    this.#flushPeaks();
    return {
      integratedLufs: integrated(momentary),
      rangeLu: range(shortTerm),
      maxMomentaryLufs: mostLufs(this.#loudestMoment),
      maxShortTermLufs: mostLufs(this.#loudestShortTerm),
      truePeakDb: toDb(this.#truePeak),
      samplePeakDb: toDb(this.#samplePeak),
    };
  }

  /** Loudness of each hop of 0.1 s: LUFS, Float32Array [H]. -Infinity where there is nothing. */
  hops(): Float32Array {
    return Float32Array.from(this.#series(), lufsOf);
  }

  /** Short-term loudness (3 s) along time: LUFS, one value per hop, centred. */
  shortTerm(): Float32Array {
    const hops = this.#series();
    return Float32Array.from(hops, (_, i) => lufsOf(meanAround(hops, i, SHORT_TERM_HOPS)));
  }

  #series(): Float64Array {
    return Float64Array.from(this.#hops);
  }

  #addPeaks(channel: number, plane: Float32Array): void {
    const meter = this.#peakMeters[channel];
    if (!meter) return;
    this.#samplePeak = Math.max(this.#samplePeak, peakOf(plane));
    this.#truePeak = meter.most(plane, this.#truePeak);
  }

  /** The last samples are looked at with silence behind them. */
  #flushPeaks(): void {
    this.#weights.forEach((_, channel) => {
      this.#addPeaks(channel, new Float32Array(TRUE_PEAK_LAG));
    });
  }
}

/** @param hopLufs loudness of each hop, LUFS @returns integrated loudness; null when all of it is below the gate */
export function integratedOf(hopLufs: Float32Array): number | null {
  return integrated(windows(Float64Array.from(hopLufs, energyOf), MOMENTARY_HOPS));
}

/** Means over `count` hops, one per hop, without those that are not whole. */
function windows(hops: Float64Array, count: number): Float64Array {
  if (hops.length < count) return new Float64Array();
  const means = new Float64Array(hops.length - count + 1);
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let j = i; j < i + count; j++) sum += hops[j] as number;
    means[i] = sum / count;
  }
  return means;
}

function meanAround(hops: Float64Array, at: number, count: number): number {
  const from = Math.max(0, at - Math.floor(count / 2));
  const to = Math.min(hops.length, from + count);
  let sum = 0;
  for (let i = from; i < to; i++) sum += hops[i] as number;
  return sum / Math.max(1, to - from);
}

/** BS.1770-4: blocks above -70 LUFS, then those within 10 LU of their mean. */
function integrated(blocks: Float64Array): number | null {
  const loud = blocks.filter((energy) => lufsOf(energy) > ABSOLUTE_GATE_LUFS);
  if (loud.length === 0) return null;
  const gate = lufsOf(mean(loud)) + RELATIVE_GATE_LU;
  return lufsOf(mean(loud.filter((energy) => lufsOf(energy) > gate)));
}

/** EBU Tech 3342: from the 10th to the 95th percentile of short-term loudness, gated 20 LU below its mean. */
function range(blocks: Float64Array): number | null {
  const loud = blocks.filter((energy) => lufsOf(energy) > ABSOLUTE_GATE_LUFS);
  if (loud.length === 0) return null;
  const gate = lufsOf(mean(loud)) + RANGE_GATE_LU;
  const kept = Float64Array.from(
    loud.filter((energy) => lufsOf(energy) > gate),
    lufsOf,
  ).sort();
  const at = (share: number) => kept[Math.round((kept.length - 1) * share)] as number;
  return at(0.95) - at(0.1);
}

function mostLufs({ most }: LoudestWindow): number | null {
  return most > 0 ? lufsOf(most) : null;
}

const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
export const lufsOf = (energy: number) => -0.691 + 10 * Math.log10(energy);
const energyOf = (lufs: number) => 10 ** ((lufs + 0.691) / 10);
const toDb = (magnitude: number) => (magnitude > 0 ? 20 * Math.log10(magnitude) : null);
