/**
 * The one correction: by how much the sound is off along the picture, as the fix, the reports and the editors' files
 * undo it. Positive = the sound is late and comes forward. Times are those of the picture.
 */
import type { Measurement } from '../sync/types';

export type Correction =
  | { kind: 'shift'; offsetMs: number }
  /** The offset grows evenly from `startMs` at the start of the file to `endMs` at its end. */
  | { kind: 'drift'; startMs: number; endMs: number }
  /** Another offset in each part (a shot, a person, what follows an ad break); between parts it jumps. */
  | { kind: 'steps'; segments: readonly CorrectionPart[] };

export interface CorrectionPart {
  startS: number;
  endS: number;
  offsetMs: number;
  /** That it starts at a cut of the picture, and so exactly at `startS`. */
  startsAtCut?: boolean;
}

/** A piece of the picture along which the offset is a straight line: `offsetS + slope * t`, seconds. */
export interface LinearPart {
  startS: number;
  endS: number;
  offsetS: number;
  slope: number;
}

/** Offsets beyond this are no sync errors. */
const MAX_OFFSET_MS = 60_000;
/** Beyond PAL against film (4.27 %) there is room for a wrong clock, not for another film. */
const MAX_SPEED_CHANGE = 0.1;

/** What the measurement calls for: nothing when it is in sync, or not sure. */
export function correctionFor(measurement: Measurement): Correction | null {
  const { verdict, offsetMs, pattern, segments } = measurement;
  if (verdict === 'in-sync' || verdict === 'unsure' || offsetMs === null) return null;
  if (verdict !== 'varies') return { kind: 'shift', offsetMs };
  if (pattern.kind === 'drift') return { kind: 'drift', startMs: pattern.startMs, endMs: pattern.endMs };
  if (segments.length < 2) return { kind: 'shift', offsetMs };
  return {
    kind: 'steps',
    segments: segments.map(({ startS, endS, offsetMs, startsAt }) => {
      return { startS, endS, offsetMs, ...(startsAt === 'cut' ? { startsAtCut: true } : {}) };
    }),
  };
}

/** @param durationS of the file, along which a drift runs @returns what is wrong with a correction, or null */
export function problemOf(correction: Correction, durationS: number): string | null {
  if (correction.kind === 'drift') {
    const change = Math.abs(driftSlope(correction, durationS));
    if (change <= MAX_SPEED_CHANGE && Math.abs(correction.startMs) <= MAX_OFFSET_MS) return null;
    return `A drift from ${correction.startMs} to ${correction.endMs} ms in ${durationS} s is no wrong clock.`;
  }
  const values =
    correction.kind === 'shift' ? [correction.offsetMs] : correction.segments.map(({ offsetMs }) => offsetMs);
  if (values.length === 0) return 'There is nothing to correct.';
  if (values.every((value) => Math.abs(value) <= MAX_OFFSET_MS)) return null;
  return `An offset of ${values.join(', ')} ms is beyond a minute.`;
}

/** The correction as straight lines that cover 0..durationS without a gap; a gap between parts is split in half. */
export function linearParts(correction: Correction | null, durationS: number): LinearPart[] {
  switch (correction?.kind) {
    case undefined:
      return [{ startS: 0, endS: durationS, offsetS: 0, slope: 0 }];
    case 'shift':
      return [{ startS: 0, endS: durationS, offsetS: correction.offsetMs / 1000, slope: 0 }];
    case 'drift': {
      const slope = driftSlope(correction, durationS);
      return [{ startS: 0, endS: durationS, offsetS: correction.startMs / 1000, slope }];
    }
    case 'steps': {
      const sorted = inOrder(correction.segments);
      if (sorted.length === 0) return linearParts(null, durationS);
      return sorted.map((part, i) => {
        const before = sorted[i - 1];
        const after = sorted[i + 1];
        return {
          startS: before ? (before.endS + part.startS) / 2 : 0,
          endS: after ? (part.endS + after.startS) / 2 : durationS,
          offsetS: part.offsetMs / 1000,
          slope: 0,
        };
      });
    }
  }
}

/** Seconds of sound that a drift gains or loses for each second of picture; positive: the sound runs slow. */
export function driftSlope(
  { startMs, endMs }: { startMs: number; endMs: number },
  durationS: number,
): number {
  return (endMs - startMs) / 1000 / Math.max(durationS, 1e-3);
}

export function inOrder(parts: readonly CorrectionPart[]): CorrectionPart[] {
  return [...parts].sort((a, b) => a.startS - b.startS);
}
