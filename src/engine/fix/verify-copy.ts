/** Whether a corrected copy is as it should be, and what a second try would have to do. Pure arithmetic. */

import { type Correction, correctionFor } from '../../../core/fix/correction';
import { lowerMedian } from '../../../core/median';
import { isCalledSure } from '../../../core/report/certainty';
import { isTooClose } from '../../../core/report/interval';
import type { Measurement } from '../../../core/sync/types';
import type { TimeRange } from '../ranges';

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

/** Half a picture at 25 fps: nobody sees it, and two measurements of one film differ by less. */
const LIMIT_MS = 20;
/** A part alone is measured less finely; early sound is not noticed up to here (ITU-R BT.1359-1). */
const PART_LIMIT_MS = 45;
/** So many pieces of a drift are looked at. */
const DRIFT_PARTS = 6;
const LEAST_VOTES = 3;
/** What is seen so close to the end of a part belongs to the next one, too: as a share of the part, and in seconds. */
const EDGE_SHARE = 0.1;
const EDGE_S = 1;

/**
 * A measurement errs by the same amount before and after, so that only their difference is judged. What varied before
 * is judged part by part: one steady offset over all may hide a part that was moved by what another one needed.
 * @param targetMs what the copy should measure
 */
export function judge(before: Measurement, after: Measurement | null, targetMs: number | null): Judgement {
  const afterMs = after?.offsetMs ?? null;
  const known = { beforeMs: before.offsetMs, afterMs, limitMs: LIMIT_MS };
  if (!after || afterMs === null || targetMs === null) {
    return { ...known, outcome: 'unknown', residualMs: null };
  }
  const overallMs = worstOf(after, targetMs);
  const parts = partsOf(before, after).map((part) => leftIn(after, part, targetMs));
  const worstPartMs = parts.reduce<number>((worst, ms) => (further(ms, worst) ? (ms as number) : worst), 0);
  const isPart = Math.abs(worstPartMs) > Math.max(PART_LIMIT_MS, Math.abs(overallMs));
  const residualMs = isPart ? worstPartMs : overallMs;
  if (after.verdict === 'unsure') return { ...known, outcome: 'unknown', residualMs };
  if (isPart) return { ...known, limitMs: PART_LIMIT_MS, outcome: 'off', residualMs };
  if (Math.abs(overallMs) > LIMIT_MS) return { ...known, outcome: 'off', residualMs };
  // A part in which nothing is seen may be off by anything.
  const isUnseen = before.pattern.kind === 'steps' && parts.includes(null);
  return { ...known, outcome: isUnseen ? 'unknown' : 'good', residualMs };
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
          offsetMs:
            segment.offsetMs +
            (leftIn(after, segment, targetMs) ?? leftAt((segment.startS + segment.endS) / 2 / endS)),
        })),
      };
    }
  }
}

/** Not sure, or only fairly: nothing to be done to a file without looking. @returns why it is left alone; null = fix it */
export function whyLeftAlone(measurement: Measurement, fps: number): string | null {
  if (measurement.verdict === 'unsure') return 'not sure';
  if (correctionFor(measurement) === null) return 'in sync';
  if (isTooClose(measurement, fps)) return 'too close to tell: it may be in sync';
  if (measurement.level === 'unnoticeable') return 'hardly noticeable, and within the limits';
  return isCalledSure(measurement.confidence) ? null : 'only fairly sure';
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

/** The parts of a film that were corrected one by one; of a drift, equal pieces of what was measured. */
function partsOf({ verdict, pattern, segments }: Measurement, after: Measurement): readonly TimeRange[] {
  if (verdict !== 'varies') return [];
  if (pattern.kind !== 'drift') return segments;
  const times = after.votes.map(({ timeS }) => timeS);
  const [firstS, lastS] = [Math.min(...times), Math.max(...times)];
  const at = (i: number) => firstS + (i * (lastS - firstS)) / DRIFT_PARTS;
  return Array.from({ length: DRIFT_PARTS }, (_, i) => ({ startS: at(i), endS: at(i + 1) }));
}

/** Median of the windows in the middle of a part, less the target; null when there are too few of them. */
function leftIn({ votes }: Measurement, { startS, endS }: TimeRange, targetMs: number): number | null {
  const edgeS = Math.min(EDGE_S, EDGE_SHARE * (endS - startS));
  const own = votes.filter(
    ({ timeS, weight }) => weight > 0 && timeS >= startS + edgeS && timeS <= endS - edgeS,
  );
  return own.length < LEAST_VOTES ? null : lowerMedian(own.map(({ offsetMs }) => offsetMs)) - targetMs;
}

function further(ms: number | null, than: number): boolean {
  return ms !== null && Math.abs(ms) > Math.abs(than);
}

/** @param share of the file, 0..1 */
function offsetAt({ pattern, segments, offsetMs }: Measurement, share: number): number {
  if (pattern.kind === 'drift') return pattern.startMs + (pattern.endMs - pattern.startMs) * share;
  if (pattern.kind === 'constant') return offsetMs ?? 0;
  const timeS = share * (segments.at(-1)?.endS ?? 0);
  return (segments.find(({ endS }) => endS >= timeS) ?? segments.at(-1))?.offsetMs ?? offsetMs ?? 0;
}
