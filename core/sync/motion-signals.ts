/** The curves that the motion engine compares, on one grid of presentation time. */
import { type FaceTrack, LIP_AND_CHIN_COUNT, LIP_POINTS } from '../lips/types';
import { quantile } from '../sound/speech';
import { BAND_COUNT, SOUND_HOP_S, type SoundFeatures } from '../sound/types';

/** Lips move below 10 Hz: 50 values per second hold all of it. */
export const GRID_S = 0.02;

/** Curves on the grid: value i of each channel belongs to (first + i) * GRID_S. NaN where nothing is known. */
export interface GridSignal {
  first: number;
  length: number;
  channels: Float32Array[];
}

/** What the lips do, per frame: outer and inner opening, width, height of the lower lip, height of the chin. */
export const LIP_MOTION_CHANNELS = 5;
/** Loudness of the whole and of each band. */
export const SOUND_CHANNELS = 1 + BAND_COUNT;

/** Frames further apart than this are not bridged. */
const LONGEST_BRIDGE_S = 0.15;
/** Rows this quiet hold no sound at all: padding, not a pause. */
const PADDING_DB = -95;
/** Loudness this far below the loud parts says no more than "quiet". */
const RANGE_DB = 45;
/** Posture, expression and distance to the microphone change more slowly than speech. */
const SLOW_S = 1.2;
const SMOOTH_SOUND_ROWS = 2;
/** A curve that hardly moves is divided by this instead of by its own spread, so that noise is not blown up. */
const LEAST_LIP_SPREAD = 0.004;
const LEAST_SOUND_SPREAD_DB = 1;

const rowOf = (landmark: number) => (LIP_POINTS as readonly number[]).indexOf(landmark) * 2;
const UPPER = rowOf(0);
const LOWER = rowOf(17);
const INNER_UPPER = rowOf(13);
const INNER_LOWER = rowOf(14);
const LEFT = rowOf(61);
const RIGHT = rowOf(291);
/** The first chin point (landmark 152) follows the lips. */
const CHIN = LIP_POINTS.length * 2;

/**
 * Lip movement of one track: LIP_MOTION_CHANNELS curves without their slow part, each with deviation 1.
 * Frames are joined linearly at their PTS; gaps longer than LONGEST_BRIDGE_S stay unknown.
 */
export function lipMotion(track: FaceTrack): GridSignal {
  const raw = onGrid(track.timesS, lipShape(track));
  return { ...raw, channels: raw.channels.map((values) => standardised(values, LEAST_LIP_SPREAD)) };
}

/** Outer lip opening (landmarks 0 to 17) over interocular distance, on the grid; its spread tells moving lips from still. */
export function lipOpening(track: FaceTrack): GridSignal {
  return onGrid(track.timesS, lipShape(track).slice(0, 1));
}

/**
 * Loudness of the whole and of each band in dB, limited to the range that matters for lips, without its slow part,
 * each with deviation 1. Sound that was padded with digital silence at the ends is unknown, not quiet.
 */
export function soundMotion(sound: SoundFeatures): GridSignal {
  const { from, to } = soundingPart(sound.energyDb);
  const audible = sound.energyDb.filter((e) => e > PADDING_DB).sort();
  const floorDb = quantile(audible, 0.95) - RANGE_DB;
  const first = Math.ceil((sound.startS + from * SOUND_HOP_S) / GRID_S - 1e-6);
  const last = Math.floor((sound.startS + (to - 1) * SOUND_HOP_S) / GRID_S + 1e-6);
  const length = Math.max(0, last - first + 1);
  const rowAt = (i: number) => ((first + i) * GRID_S - sound.startS) / SOUND_HOP_S;
  const channels = Array.from({ length: SOUND_CHANNELS }, (_, channel) => {
    const values = new Float32Array(length);
    const valueAt = (row: number) =>
      Math.max(
        floorDb,
        channel === 0 ? sound.energyDb[row]! : sound.bandsDb[row * BAND_COUNT + channel - 1]!,
      );
    for (let i = 0; i < length; i++) values[i] = smoothedAt(valueAt, rowAt(i), from, to);
    return standardised(values, LEAST_SOUND_SPREAD_DB);
  });
  return { first, length, channels };
}

/** Rows from the first to the last that hold any sound: what was padded in front or behind is not a pause. */
export function soundingPart(energyDb: Float32Array): { from: number; to: number } {
  let from = 0;
  let to = energyDb.length;
  while (from < to && energyDb[from]! < PADDING_DB) from += 1;
  while (to > from && energyDb[to - 1]! < PADDING_DB) to -= 1;
  return { from, to };
}

/** LIP_MOTION_CHANNELS curves, one value per frame; NaN where the frame's lips are not to be trusted. */
function lipShape(track: FaceTrack): Float64Array[] {
  const T = track.timesS.length;
  const shape = Array.from({ length: LIP_MOTION_CHANNELS }, () => new Float64Array(T).fill(Number.NaN));
  for (let t = 0; t < T; t++) {
    if (!(track.quality[t]! > 0)) continue;
    const at = t * LIP_AND_CHIN_COUNT * 2;
    const y = (point: number) => track.lips[at + point + 1]!;
    shape[0]![t] = y(LOWER) - y(UPPER);
    shape[1]![t] = y(INNER_LOWER) - y(INNER_UPPER);
    shape[2]![t] = track.lips[at + RIGHT]! - track.lips[at + LEFT]!;
    shape[3]![t] = y(LOWER);
    shape[4]![t] = y(CHIN);
  }
  return shape;
}

function onGrid(timesS: Float64Array, curves: Float64Array[]): GridSignal {
  const T = timesS.length;
  const first = T > 0 ? Math.ceil(timesS[0]! / GRID_S - 1e-6) : 0;
  const last = T > 0 ? Math.floor(timesS[T - 1]! / GRID_S + 1e-6) : -1;
  const length = Math.max(0, last - first + 1);
  const channels = curves.map(() => new Float32Array(length).fill(Number.NaN));
  let right = 1;
  for (let i = 0; i < length; i++) {
    const timeS = (first + i) * GRID_S;
    while (right < T - 1 && timesS[right]! < timeS) right += 1;
    const left = right - 1;
    if (T < 2 || timesS[right]! - timesS[left]! > LONGEST_BRIDGE_S) continue;
    const share = (timeS - timesS[left]!) / (timesS[right]! - timesS[left]!);
    curves.forEach((curve, c) => {
      channels[c]![i] = curve[left]! + (curve[right]! - curve[left]!) * share;
    });
  }
  return { first, length, channels };
}

/** Gaussian mean around a row that may lie between two. */
function smoothedAt(valueAt: (row: number) => number, centre: number, from: number, to: number): number {
  const reach = Math.ceil(2.5 * SMOOTH_SOUND_ROWS);
  let sum = 0;
  let norm = 0;
  for (let row = Math.round(centre) - reach; row <= Math.round(centre) + reach; row++) {
    if (row < from || row >= to) continue;
    const share = Math.exp(-0.5 * ((row - centre) / SMOOTH_SOUND_ROWS) ** 2);
    sum += share * valueAt(row);
    norm += share;
  }
  return norm > 0 ? sum / norm : Number.NaN;
}

/** Takes out the moving mean over +-SLOW_S and divides by the spread of what is left. NaN stays NaN. */
function standardised(values: Float32Array, leastSpread: number): Float32Array {
  const n = values.length;
  const radius = Math.round(SLOW_S / GRID_S);
  const sum = new Float64Array(n + 1);
  const count = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const known = !Number.isNaN(values[i]!);
    sum[i + 1] = sum[i]! + (known ? values[i]! : 0);
    count[i + 1] = count[i]! + (known ? 1 : 0);
  }
  const out = new Float32Array(n);
  let square = 0;
  for (let i = 0; i < n; i++) {
    const from = Math.max(0, i - radius);
    const to = Math.min(n, i + radius + 1);
    out[i] = values[i]! - (sum[to]! - sum[from]!) / (count[to]! - count[from]!);
    if (!Number.isNaN(out[i]!)) square += out[i]! ** 2;
  }
  const spread = Math.max(leastSpread, Math.sqrt(square / Math.max(1, count[n]!)));
  for (let i = 0; i < n; i++) out[i]! /= spread;
  return out;
}
