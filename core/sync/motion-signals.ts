/** The two curves that the motion engine compares, on one grid of presentation time. */
import { type FaceTrack, LIP_AND_CHIN_COUNT, LIP_POINTS } from '../lips/types';
import { quantile } from '../sound/speech';
import { SOUND_HOP_S, type SoundFeatures } from '../sound/types';

/** Lips move below 10 Hz: 50 values per second hold all of it. */
export const GRID_S = 0.02;

/** A curve on the grid: value i belongs to (first + i) * GRID_S. NaN where nothing is known. */
export interface GridSignal {
  first: number;
  values: Float32Array;
}

/** Frames further apart than this are not bridged. */
const LONGEST_BRIDGE_S = 0.15;
const UPPER_LIP = (LIP_POINTS as readonly number[]).indexOf(0);
const LOWER_LIP = (LIP_POINTS as readonly number[]).indexOf(17);
/** Rows this quiet hold no sound at all: padding, not a pause. */
const PADDING_DB = -95;
/** Loudness this far below the loud parts says no more than "quiet". */
const RANGE_DB = 40;
/** Sound is smoothed to the speed of lips. */
const SMOOTH_S = 0.045;

/**
 * Outer lip opening (landmarks 0 to 17) over interocular distance, linearly interpolated between frames.
 * The outer lips are used because thin inner gaps are noisier in small faces.
 */
export function lipSignal(track: FaceTrack): GridSignal {
  const opening = new Float64Array(track.timesS.length);
  for (let t = 0; t < opening.length; t++) {
    const row = t * LIP_AND_CHIN_COUNT * 2;
    const dx = track.lips[row + LOWER_LIP * 2]! - track.lips[row + UPPER_LIP * 2]!;
    const dy = track.lips[row + LOWER_LIP * 2 + 1]! - track.lips[row + UPPER_LIP * 2 + 1]!;
    opening[t] = track.quality[t]! > 0 ? Math.hypot(dx, dy) : Number.NaN;
  }
  return onGrid(track.timesS, opening);
}

/** Puts values at irregular times onto the grid; gaps longer than LONGEST_BRIDGE_S stay unknown. */
export function onGrid(timesS: Float64Array, values: ArrayLike<number>): GridSignal {
  const T = timesS.length;
  if (T === 0) return { first: 0, values: new Float32Array(0) };
  const first = Math.ceil(timesS[0]! / GRID_S - 1e-6);
  const last = Math.floor(timesS[T - 1]! / GRID_S + 1e-6);
  const out = new Float32Array(Math.max(0, last - first + 1)).fill(Number.NaN);
  let right = 1;
  for (let i = 0; i < out.length; i++) {
    const timeS = (first + i) * GRID_S;
    while (right < T - 1 && timesS[right]! < timeS) right += 1;
    const left = Math.max(0, right - 1);
    const spanS = (timesS[right] ?? timesS[left]!) - timesS[left]!;
    if (spanS > LONGEST_BRIDGE_S) continue;
    const share = spanS > 0 ? (timeS - timesS[left]!) / spanS : 0;
    out[i] = values[left]! + ((values[right] ?? values[left]!) - values[left]!) * share;
  }
  return { first, values: out };
}

/** Smoothed loudness in dB, limited to the range that matters for lips; NaN where the track holds no sound. */
export function soundSignal(sound: SoundFeatures): GridSignal {
  const { energyDb } = sound;
  const loud = quantile(energyDb.filter((e) => e > PADDING_DB).sort(), 0.95);
  const floorDb = loud - RANGE_DB;
  const { from, to } = soundingPart(energyDb);
  const sigma = SMOOTH_S / SOUND_HOP_S;
  const radius = Math.ceil(2.5 * sigma);
  const first = Math.ceil((sound.startS + from * SOUND_HOP_S) / GRID_S - 1e-6);
  const last = Math.floor((sound.startS + (to - 1) * SOUND_HOP_S) / GRID_S + 1e-6);
  const values = new Float32Array(Math.max(0, last - first + 1));
  for (let i = 0; i < values.length; i++) {
    const centre = ((first + i) * GRID_S - sound.startS) / SOUND_HOP_S;
    let sum = 0;
    let norm = 0;
    for (let k = -radius; k <= radius; k++) {
      const row = Math.round(centre) + k;
      if (row < from || row >= to) continue;
      // The grid point may lie between rows: the distance, not the row number, decides.
      const share = Math.exp(-0.5 * ((row - centre) / sigma) ** 2);
      sum += share * Math.max(energyDb[row]!, floorDb);
      norm += share;
    }
    values[i] = norm > 0 ? sum / norm : floorDb;
  }
  return { first, values };
}

/** Rows from the first to the last that hold any sound: what was padded in front or behind is not a pause. */
export function soundingPart(energyDb: Float32Array): { from: number; to: number } {
  let from = 0;
  let to = energyDb.length;
  while (from < to && energyDb[from]! < PADDING_DB) from += 1;
  while (to > from && energyDb[to - 1]! < PADDING_DB) to -= 1;
  return { from, to };
}
