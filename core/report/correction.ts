/** What has to be done to the sound, and what that makes of it on a timeline. */
import type { Measurement } from '../sync/types';
import { correctionWords, offsetWords } from './format';

/** Positive = the sound is late, so that it moves forward. Times are of the picture. */
export type Correction =
  | { kind: 'shift'; offsetMs: number }
  /** The offset grows evenly from `startMs` at the start of the file to `endMs` at its end. */
  | { kind: 'drift'; startMs: number; endMs: number }
  /** Another offset in each stretch; between stretches it jumps. */
  | { kind: 'steps'; segments: OffsetSpan[] };

export interface OffsetSpan {
  startS: number;
  endS: number;
  offsetMs: number;
}

/** A stretch of the picture in which the offset is a straight line: `offsetS + slope * t`, seconds. */
export interface Stretch {
  startS: number;
  endS: number;
  offsetS: number;
  slope: number;
}

/** What the measurement calls for: nothing when it is in sync, or not sure. */
export function correctionFor(measurement: Measurement): Correction | null {
  const { verdict, offsetMs, pattern, segments } = measurement;
  if (verdict === 'in-sync' || verdict === 'unsure' || offsetMs === null) return null;
  if (verdict !== 'varies') return { kind: 'shift', offsetMs };
  if (pattern.kind === 'drift') return { kind: 'drift', startMs: pattern.startMs, endMs: pattern.endMs };
  if (segments.length < 2) return { kind: 'shift', offsetMs };
  return {
    kind: 'steps',
    segments: segments.map(({ startS, endS, offsetMs }) => ({ startS, endS, offsetMs })),
  };
}

/** `Sound moved 120 ms earlier.` */
export function correctionSentence(correction: Correction | null): string {
  switch (correction?.kind) {
    case undefined:
      return 'Sound left where it is.';
    case 'shift':
      return Math.round(correction.offsetMs) === 0
        ? 'Sound left where it is.'
        : `Sound moved ${correctionWords(correction.offsetMs)}.`;
    case 'drift':
      return `Sound stretched so that a drift from ${offsetWords(correction.startMs)} to ${offsetWords(correction.endMs)} is gone.`;
    case 'steps':
      return `Sound moved by another amount in each of ${correction.segments.length}\u00a0parts.`;
  }
}

/** The correction as straight lines that cover 0..durationS without a gap; a gap between segments is split in half. */
export function stretchesOf(correction: Correction | null, durationS: number): Stretch[] {
  switch (correction?.kind) {
    case undefined:
      return [{ startS: 0, endS: durationS, offsetS: 0, slope: 0 }];
    case 'shift':
      return [{ startS: 0, endS: durationS, offsetS: correction.offsetMs / 1000, slope: 0 }];
    case 'drift': {
      const { startMs, endMs } = correction;
      const slope = (endMs - startMs) / 1000 / durationS;
      return [{ startS: 0, endS: durationS, offsetS: startMs / 1000, slope }];
    }
    case 'steps': {
      const sorted = [...correction.segments].sort((a, b) => a.startS - b.startS);
      if (sorted.length === 0) return stretchesOf(null, durationS);
      return sorted.map((segment, i) => {
        const before = sorted[i - 1];
        const after = sorted[i + 1];
        return {
          startS: before ? (before.endS + segment.startS) / 2 : 0,
          endS: after ? (segment.endS + after.startS) / 2 : durationS,
          offsetS: segment.offsetMs / 1000,
          slope: 0,
        };
      });
    }
  }
}
