/** Whether a corrected copy is as it should be, and what a second try would have to do. Pure arithmetic. */

import { type Correction, correctionFor } from '../../../core/fix/correction';
import { lowerMedian } from '../../../core/median';
import { isCalledSure } from '../../../core/report/certainty';
import type { Measurement } from '../../../core/sync/types';

export interface Judgement {
  /** good: offered. off: something is left. unknown: the copy cannot be measured for sure. */
  outcome: 'good' | 'off' | 'unknown';
  beforeMs: number | null;
  afterMs: number | null;
  /** What is left of what was to go, at its worst place; positive = sound late. */
  residualMs: number | null;
  /** More than that is not good. */
  limitMs: number;
}

/** Above it a copy is never called good. */
const MOST_LEFT_MS = 20;
/** Two measurements of the same film differ by so much. */
const LEAST_LIMIT_MS = 5;
/** Parts of a steady film measure that far apart; beyond it they are off. */
const NOISE_MS = 45;
const PARTS = 6;
const LEAST_VOTES = 3;

/**
 * A measurement errs by the same amount before and after, so that only their difference is judged.
 * @param targetMs what the copy should measure
 */
export function judge(before: Measurement, after: Measurement | null, targetMs: number | null): Judgement {
  const limitMs = Math.min(MOST_LEFT_MS, Math.max(LEAST_LIMIT_MS, before.ci95Ms ?? MOST_LEFT_MS));
  const afterMs = after?.offsetMs ?? null;
  const known = { beforeMs: before.offsetMs, afterMs, limitMs };
  if (!after || afterMs === null || targetMs === null) {
    return { ...known, outcome: 'unknown', residualMs: null };
  }
  const overallMs = worstOf(after, targetMs);
  // One steady offset over all may hide a jump that was taken for a drift: the parts are looked at, too.
  const partMs = before.verdict === 'varies' ? worstPart(after, targetMs) : 0;
  const residualMs = Math.abs(partMs) > Math.max(NOISE_MS, Math.abs(overallMs)) ? partMs : overallMs;
  if (after.verdict === 'unsure') return { ...known, outcome: 'unknown', residualMs };
  return { ...known, outcome: Math.abs(residualMs) <= limitMs ? 'good' : 'off', residualMs };
}

/** What the measurement calls for, moved by the nudge (positive = earlier); the bare best match when it is not sure. */
export function correctionByHand(measurement: Measurement, nudgeMs: number): Correction {
  const measured = correctionFor(measurement);
  const offsetMs = Math.round(measurement.offsetMs ?? 0) + nudgeMs;
  if (measured === null || measured.kind === 'shift') return { kind: 'shift', offsetMs };
  return shifted(measured, nudgeMs);
}

/** What a copy will measure when it was moved by hand: the nudge stays, with the other sign. */
export function targetByHand(measurement: Measurement, correction: Correction): number | null {
  const { offsetMs } = measurement;
  const measured = correctionFor(measurement);
  if (correction.kind === 'shift') return offsetMs === null ? null : offsetMs - correction.offsetMs;
  if (correction.kind === 'drift' && measured?.kind === 'drift') return measured.startMs - correction.startMs;
  const [was] = measured?.kind === 'steps' ? measured.segments : [];
  const [now] = correction.kind === 'steps' ? correction.segments : [];
  return was && now ? was.offsetMs - now.offsetMs : null;
}

/** The first correction with what it left put right, too. */
export function secondTry(correction: Correction, after: Measurement, targetMs: number): Correction {
  const leftAt = (share: number) => offsetAt(after, share) - targetMs;
  switch (correction.kind) {
    case 'shift':
      return { kind: 'shift', offsetMs: correction.offsetMs + leftAt(0.5) };
    case 'drift':
      return {
        kind: 'drift',
        startMs: correction.startMs + leftAt(0),
        endMs: correction.endMs + leftAt(1),
      };
    case 'steps': {
      const endS = correction.segments.at(-1)?.endS ?? 1;
      return {
        kind: 'steps',
        segments: correction.segments.map((segment) => ({
          ...segment,
          offsetMs: segment.offsetMs + leftAt((segment.startS + segment.endS) / 2 / endS),
        })),
      };
    }
  }
}

/** Not sure, or only fairly: nothing to be done to a file without looking. @returns why it is left alone; null = fix it */
export function whyLeftAlone(measurement: Measurement): string | null {
  if (measurement.verdict === 'unsure') return 'not sure';
  if (correctionFor(measurement) === null) return 'in sync';
  return isCalledSure(measurement.confidence) ? null : 'only fairly sure';
}

function shifted(correction: Correction, byMs: number): Correction {
  switch (correction.kind) {
    case 'shift':
      return { kind: 'shift', offsetMs: correction.offsetMs + byMs };
    case 'drift':
      return { kind: 'drift', startMs: correction.startMs + byMs, endMs: correction.endMs + byMs };
    case 'steps':
      return {
        kind: 'steps',
        segments: correction.segments.map((each) => ({ ...each, offsetMs: each.offsetMs + byMs })),
      };
  }
}

/** The offset furthest from the target, less the target. One steady offset is read from the whole file. */
function worstOf({ pattern, offsetMs, segments }: Measurement, targetMs: number): number {
  const found =
    pattern.kind === 'drift'
      ? [pattern.startMs, pattern.endMs]
      : pattern.kind === 'constant' || segments.length === 0
        ? [offsetMs ?? 0]
        : segments.map((segment) => segment.offsetMs);
  return found
    .map((ms) => ms - targetMs)
    .reduce((worst, left) => (Math.abs(left) > Math.abs(worst) ? left : worst));
}

/** The furthest median of consecutive windows, less the target; 0 when there are too few of them. */
function worstPart({ votes }: Measurement, targetMs: number): number {
  const sorted = [...votes].sort((a, b) => a.timeS - b.timeS);
  const size = Math.ceil(sorted.length / PARTS);
  if (size < LEAST_VOTES) return 0;
  let worst = 0;
  for (let i = 0; i + LEAST_VOTES <= sorted.length; i += size) {
    const left = lowerMedian(sorted.slice(i, i + size).map(({ offsetMs }) => offsetMs)) - targetMs;
    if (Math.abs(left) > Math.abs(worst)) worst = left;
  }
  return worst;
}

/** @param share of the file, 0..1 */
function offsetAt({ pattern, segments, offsetMs }: Measurement, share: number): number {
  if (pattern.kind === 'drift') return pattern.startMs + (pattern.endMs - pattern.startMs) * share;
  if (pattern.kind === 'constant') return offsetMs ?? 0;
  const timeS = share * (segments.at(-1)?.endS ?? 0);
  return (segments.find(({ endS }) => endS >= timeS) ?? segments.at(-1))?.offsetMs ?? offsetMs ?? 0;
}
