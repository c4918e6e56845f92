/** What the sync worker keeps of a sound track: features on a 10 ms grid and peaks for drawing. */

/** Seconds between two rows of every sound feature. */
export const SOUND_HOP_S = 0.01;
export const ANALYSIS_RATE_HZ = 16000;

/** Edges of the bands kept per row, Hz: jaw opening shows in the lower formants, fricatives above do not move lips. */
export const BAND_EDGES_HZ = [100, 300, 500, 800, 1200, 1800, 2700, 4000, 7600] as const;
export const BAND_COUNT = BAND_EDGES_HZ.length - 1;

export interface SoundFeatures {
  /** Presentation time of row 0's centre, seconds; row i sits at startS + i * SOUND_HOP_S. */
  startS: number;
  /** Loudness of the speech band per row, dB relative to full scale. Float32Array [T] */
  energyDb: Float32Array;
  /** The same per band of BAND_EDGES_HZ. Float32Array [T, BAND_COUNT] */
  bandsDb: Float32Array;
  /** Probability-like speech presence, 0..1. Float32Array [T] */
  speech: Float32Array;
}

/** Minimum and maximum sample of each bucket, for drawing. Float32Array [N, 2] in -1..1 */
export interface WaveformPeaks {
  startS: number;
  bucketS: number;
  minMax: Float32Array;
}
