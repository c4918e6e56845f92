/** The `motion` engine: lip movement against speech energy. It needs no model file and is the floor for all others. */
import type { FaceTrack } from '../lips/types';
import type { SoundFeatures } from '../sound/types';
import { expectedLips } from './articulation';
import { GRID_S, type GridSignal, lipMotion, lipOpening, soundMotion } from './motion-signals';
import type { LagMap, MapOptions } from './types';
import { windowLengths } from './window-lengths';
import { movementOf, speechShare } from './window-weight';

/** Long enough for several syllables, short enough to follow a step. */
const WINDOW_S = 3;
const HOP_S = 0.5;
/** Longer files are looked at less densely: enough windows, not more work. */
const MOST_WINDOWS = 4000;
/** A window counts at a lag only if this share of it has both lips and sound. */
const MIN_OVERLAP = 0.6;
const LEAST_S = 0.5;

/** The sound's side of the comparison; the same for every face and search range. */
export interface MotionSound {
  features: SoundFeatures;
  expected: GridSignal;
}

export function prepareMotionSound(features: SoundFeatures): MotionSound {
  return { features, expected: expectedLips(soundMotion(features)) };
}

/**
 * Correlates seen lip movement with the movement that the sound leads one to expect, window by window, lag by lag.
 * Score: Fisher-transformed Pearson correlation over all lip channels. Windows are shorter when the track is short.
 * @param searchS lags from -searchS to +searchS on a 20 ms grid
 * @param how.finerS a second map in windows of up to this length, seconds
 * @returns the map, and the finer one where it is wanted; null when track or sound is too short to compare anything
 */
export function motionLagMaps(
  track: FaceTrack,
  sound: MotionSound,
  searchS: number,
  { finerS }: Pick<MapOptions, 'finerS'> = {},
): LagMap[] | null {
  const lips = lipMotion(track);
  const opening = lipOpening(track).channels[0]!;
  const knownS = opening.filter((v) => !Number.isNaN(v)).length * GRID_S;
  if (knownS < LEAST_S || sound.expected.length * GRID_S < LEAST_S) return null;
  return windowLengths(WINDOW_S, finerS, knownS).map((windowS) =>
    mapInWindows(track.id, lips, opening, sound, searchS, windowS),
  );
}

function mapInWindows(
  trackId: number,
  lips: GridSignal,
  opening: Float32Array,
  sound: MotionSound,
  searchS: number,
  windowS: number,
): LagMap {
  const spanS = lips.length * GRID_S;
  const hopS = Math.max(Math.min(HOP_S, windowS / 4), (spanS - windowS) / MOST_WINDOWS);
  const reach = Math.round(searchS / GRID_S);
  const lagsMs = Float32Array.from({ length: 2 * reach + 1 }, (_, i) => (i - reach) * GRID_S * 1000);
  const count = Math.max(1, Math.floor((spanS - windowS) / hopS + 1e-6) + 1);
  const length = Math.round(windowS / GRID_S);
  const timesS = new Float64Array(count);
  const weight = new Float32Array(count);
  const score = new Float32Array(count * lagsMs.length).fill(Number.NaN);
  for (let t = 0; t < count; t++) {
    const from = Math.round((t * hopS) / GRID_S);
    timesS[t] = (lips.first + from + length / 2) * GRID_S;
    const movement = movementOf(opening.subarray(from, from + length));
    if (movement === 0) continue;
    const row = score.subarray(t * lagsMs.length, (t + 1) * lagsMs.length);
    for (let lag = -reach; lag <= reach; lag++) {
      row[lag + reach] = correlation(
        lips,
        from,
        length,
        sound.expected,
        lips.first + lag - sound.expected.first,
      );
    }
    const speech = speechShare(sound.features, timesS[t]!, windowS / 2 + Math.min(searchS, 1));
    weight[t] = movement * speech;
  }
  return { trackId, timesS, lagsMs, score, higherIsBetter: true, weight, windowS };
}

/**
 * Fisher z of the correlation of lips [from, from + length) with the expected lips at `shift` further on, all channels
 * together, each without its mean in the window. NaN when too little of the window has both.
 */
function correlation(
  lips: GridSignal,
  from: number,
  length: number,
  expected: GridSignal,
  shift: number,
): number {
  const start = Math.max(from, -shift);
  const end = Math.min(from + length, lips.length, expected.length - shift);
  let vx = 0;
  let vy = 0;
  let vxy = 0;
  let known = 0;
  for (let c = 0; c < lips.channels.length; c++) {
    const a = lips.channels[c]!;
    const b = expected.channels[c]!;
    let n = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let syy = 0;
    let sxy = 0;
    for (let i = start; i < end; i++) {
      const x = a[i]!;
      if (Number.isNaN(x)) continue;
      const y = b[i + shift]!;
      n += 1;
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
    if (n < MIN_OVERLAP * length) return Number.NaN;
    vx += sxx - (sx * sx) / n;
    vy += syy - (sy * sy) / n;
    vxy += sxy - (sx * sy) / n;
    known = n;
  }
  if (!(vx > 0 && vy > 0)) return 0;
  const r = Math.max(-0.999, Math.min(0.999, vxy / Math.sqrt(vx * vy)));
  // A shorter overlap correlates by chance more easily.
  return Math.atanh(r) * Math.sqrt(known / length);
}
