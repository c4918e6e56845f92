/** The `motion` engine: lip opening against speech energy. It needs no model and is the floor for all others. */
import type { FaceTrack } from '../lips/types';
import { SOUND_HOP_S, type SoundFeatures } from '../sound/types';
import { GRID_S, type GridSignal, lipSignal, soundSignal } from './motion-signals';
import type { LagMap } from './types';

/** Long enough for several syllables, short enough to follow a step. */
const WINDOW_S = 3;
const HOP_S = 0.5;
/** Longer files are looked at less densely: enough windows, not more work. */
const MOST_WINDOWS = 4000;
/** A window counts at a lag only if this share of it has both lips and sound. */
const MIN_OVERLAP = 0.6;
/** Lip movement below this (in interocular distances) is landmark noise. */
const STILL_LIPS = 0.006;
/** Articulation that moves the outer lips clearly. */
const MOVING_LIPS = 0.03;
/**
 * The jaw opens a little before the vowel is loud; measured on real clips (docs/accuracy.md).
 * Added to every lag, so that 0 means in sync.
 */
const ARTICULATION_LEAD_MS = 0;

/**
 * Correlates lip opening with smoothed loudness, window by window and lag by lag.
 * Score: Fisher-transformed weighted Pearson correlation. Windows are shorter when the track is short.
 * @param searchS lags from -searchS to +searchS on a 20 ms grid
 * @returns null when the track is too short to compare anything
 */
export function motionLagMap(track: FaceTrack, sound: SoundFeatures, searchS: number): LagMap | null {
  const lips = lipSignal(track);
  const loudness = soundSignal(sound);
  const known = lips.values.filter((v) => !Number.isNaN(v)).length * GRID_S;
  if (known < 0.5 || loudness.values.length * GRID_S < 0.5) return null;
  const windowS = Math.min(WINDOW_S, Math.max(0.6, known * 0.6));
  const spanS = lips.values.length * GRID_S;
  const hopS = Math.max(Math.min(HOP_S, windowS / 4), (spanS - windowS) / MOST_WINDOWS);
  const reach = Math.round(searchS / GRID_S);
  const lagsMs = Float32Array.from(
    { length: 2 * reach + 1 },
    (_, i) => (i - reach) * GRID_S * 1000 + ARTICULATION_LEAD_MS,
  );
  const count = Math.max(1, Math.floor((spanS - windowS) / hopS + 1e-6) + 1);
  const length = Math.round(windowS / GRID_S);
  const timesS = new Float64Array(count);
  const weight = new Float32Array(count);
  const score = new Float32Array(count * lagsMs.length).fill(Number.NaN);
  for (let t = 0; t < count; t++) {
    const from = Math.round((t * hopS) / GRID_S);
    timesS[t] = (lips.first + from + length / 2) * GRID_S;
    const window = { first: lips.first + from, values: lips.values.subarray(from, from + length) };
    const deviation = spread(window.values);
    if (deviation < STILL_LIPS) continue;
    correlate(window, loudness, reach, score.subarray(t * lagsMs.length, (t + 1) * lagsMs.length));
    weight[t] =
      Math.min(1, deviation / MOVING_LIPS) *
      speechShare(sound, timesS[t]!, windowS / 2 + Math.min(searchS, 1));
  }
  return { trackId: track.id, timesS, lagsMs, score, higherIsBetter: true, weight, windowS };
}

/** Fills one row: Fisher z of the correlation of the window with the sound shifted by every lag. */
function correlate(window: GridSignal, sound: GridSignal, reach: number, row: Float32Array): void {
  const n = window.values.length;
  for (let lag = -reach; lag <= reach; lag++) {
    const offset = window.first + lag - sound.first;
    const from = Math.max(0, -offset);
    const to = Math.min(n, sound.values.length - offset);
    let count = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let syy = 0;
    let sxy = 0;
    for (let i = from; i < to; i++) {
      const x = window.values[i]!;
      if (Number.isNaN(x)) continue;
      const y = sound.values[i + offset]!;
      count += 1;
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
    if (count < MIN_OVERLAP * n) continue;
    const vx = sxx - (sx * sx) / count;
    const vy = syy - (sy * sy) / count;
    // A window of steady sound matches nothing: no correlation rather than an unknown one.
    const r = vy > count * 0.25 && vx > 0 ? (sxy - (sx * sy) / count) / Math.sqrt(vx * vy) : 0;
    row[lag + reach] = Math.atanh(Math.max(-0.999, Math.min(0.999, r))) * Math.sqrt(count / n);
  }
}

/** Share of speech around a time. */
function speechShare(sound: SoundFeatures, timeS: number, halfS: number): number {
  const from = Math.max(0, Math.round((timeS - halfS - sound.startS) / SOUND_HOP_S));
  const to = Math.min(sound.speech.length, Math.round((timeS + halfS - sound.startS) / SOUND_HOP_S));
  let sum = 0;
  for (let i = from; i < to; i++) sum += sound.speech[i]!;
  return to > from ? Math.min(1, (2 * sum) / (to - from)) : 0;
}

function spread(values: Float32Array): number {
  let count = 0;
  let sum = 0;
  let square = 0;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    count += 1;
    sum += v;
    square += v * v;
  }
  return count > 1 ? Math.sqrt(Math.max(0, square / count - (sum / count) ** 2)) : 0;
}
