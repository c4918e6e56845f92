/** What the 95 % interval around an offset leaves open: in words, and against the limits of a profile. */

import { levelOf, type Profile, profileOf, verdictOf, worstLevelOf } from '../sync/profiles';
import type { Level, Measurement } from '../sync/types';
import { offsetWords, sizeWords } from './format';

/** Ends of an interval, ms, positive = sound late; fromMs <= toMs. */
export interface Interval {
  fromMs: number;
  toMs: number;
}

/** Ends of an interval as wide as this are told in steps of 5 ms: single milliseconds would claim too much. */
const COARSE_FROM_MS = 20;
const COARSE_STEP_MS = 5;

/** Null where nothing was measured. */
export function intervalOf({ offsetMs, ci95Ms }: Pick<Measurement, 'offsetMs' | 'ci95Ms'>): Interval | null {
  if (offsetMs === null || ci95Ms === null) return null;
  return { fromMs: offsetMs - ci95Ms, toMs: offsetMs + ci95Ms };
}

/** `between 90 and 220 ms late`, `between 60 ms early and 70 ms late`; rounded outwards. */
export function intervalWords({ fromMs, toMs }: Interval): string {
  const step = toMs - fromMs >= 2 * COARSE_FROM_MS ? COARSE_STEP_MS : 1;
  const from = Math.floor(fromMs / step + 1e-6) * step;
  const to = Math.ceil(toMs / step - 1e-6) * step;
  if (from >= 0) return `between ${inUnitOf(from, to)} and ${offsetWords(to)}`;
  if (to <= 0) return `between ${inUnitOf(to, from)} and ${offsetWords(from)}`;
  return `between ${offsetWords(from)} and ${offsetWords(to)}`;
}

/** The unit is told once where both have the same. */
function inUnitOf(ms: number, other: number): string {
  const words = sizeWords(ms);
  return Math.abs(ms) < 1000 && Math.abs(other) < 1000 ? words.replace(/\D+$/, '') : words;
}

/** What the level would be at the best and at the worst offset of an interval. */
export function levelsOf({ fromMs, toMs }: Interval, profile: Profile): { best: Level; worst: Level } {
  return {
    best: levelOf(nearestToZero({ fromMs, toMs }), profile),
    worst: worstLevelOf([fromMs, toMs], profile),
  };
}

/**
 * Whether the verdict might be another one within its own interval: something "in sync" that may be beyond what the
 * profile accepts, or something early or late that may be in sync.
 * @param fps of the video, for the strict profile; 0 when unknown
 */
export function isTooClose(measurement: Measurement, fps: number): boolean {
  const { verdict } = measurement;
  const interval = intervalOf(measurement);
  if (interval === null || verdict === 'unsure' || verdict === 'varies') return false;
  const profile = profileOf(measurement.profile, fps);
  if (verdict === 'in-sync') return levelsOf(interval, profile).worst === 'wrong';
  return verdictOf(nearestToZero(interval), profile) === 'in-sync';
}

function nearestToZero({ fromMs, toMs }: Interval): number {
  return Math.max(fromMs, Math.min(toMs, 0));
}
