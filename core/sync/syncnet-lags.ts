/** SyncNet's distances as a lag map for the estimator: wider than the original's search, and finer than a frame. */
import { COLUMNS_PER_FRAME, SYNCNET_FPS, WINDOW_FRAMES } from './syncnet';
import type { LagMap } from './types';

export interface LipWindows {
  /** Number of the first of the five pictures, in 25ths of a second from the start of the movie. */
  pictures: readonly number[];
  /** Float32Array [K, size] */
  embeddings: Float32Array;
}

export interface SoundWindows {
  /** Columns (10 ms) from the start of the movie to the first window; may be negative. */
  firstColumn: number;
  /** Columns between windows: 4 is one per frame as the original, 2 or 1 makes the lags finer. */
  stepColumns: number;
  /** Float32Array [N, size]; windows that were not computed are rows of NaN. */
  embeddings: Float32Array;
}

export interface LagMapOptions {
  trackId: number;
  /** Search range, ms; reached on both sides. */
  reachMs: number;
  size: number;
  /** Trust in each window, 0..1. Float32Array [K]; 1 when absent */
  weight?: Float32Array;
}

const COLUMN_MS = 10;

/**
 * Lower is better; NaN where there is no sound for a lag. Between grid points the curve of distances is smooth (every
 * window is 200 ms long), so a parabola through three points finds the minimum: see findPeak in curve.ts.
 * All pictures must lie on the grid of the sound windows, which they do when stepColumns divides 4.
 */
export function syncnetLagMap(lips: LipWindows, sound: SoundWindows, options: LagMapOptions): LagMap {
  const { size, trackId, reachMs } = options;
  const stepMs = sound.stepColumns * COLUMN_MS;
  const reach = Math.ceil(reachMs / stepMs);
  const width = 2 * reach + 1;
  const rows = lips.pictures.length;
  const count = sound.embeddings.length / size;
  const score = new Float32Array(rows * width).fill(Number.NaN);
  for (const [i, picture] of lips.pictures.entries()) {
    const lip = lips.embeddings.subarray(i * size, (i + 1) * size);
    const same = (picture * COLUMNS_PER_FRAME - sound.firstColumn) / sound.stepColumns;
    if (!Number.isInteger(same)) throw new Error(`picture ${picture} lies between two sound windows`);
    // Sound that is late sits later in the file than the lips it belongs to.
    for (let l = 0; l < width; l++) {
      const s = same + l - reach;
      if (s < 0 || s >= count) continue;
      score[i * width + l] = distance(lip, sound.embeddings.subarray(s * size, (s + 1) * size));
    }
  }
  return {
    trackId,
    timesS: Float64Array.from(lips.pictures, (p) => (p + (WINDOW_FRAMES - 1) / 2) / SYNCNET_FPS),
    lagsMs: Float32Array.from({ length: width }, (_, l) => (l - reach) * stepMs),
    score,
    higherIsBetter: false,
    weight: options.weight ?? new Float32Array(rows).fill(1),
    windowS: WINDOW_FRAMES / SYNCNET_FPS,
  };
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
