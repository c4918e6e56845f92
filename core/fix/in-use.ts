/** The one correction in use for a file: what was measured, moved by hand. Player, fixes and reports all ask here. */
import type { Measurement } from '../sync/types';
import { type Correction, correctionFor } from './correction';

/** One sound of a file, and what was found of it. */
export interface Measured {
  audioIndex: number;
  measurement: Measurement;
}

/** A copy, and what it was made of. */
interface Made {
  audioIndex: number;
  before: Measurement;
  wish: { correction: Correction; targetMs: number | null };
}

export interface CorrectionInUse {
  /** Null: the sound stays where it is. */
  correction: Correction | null;
  by: 'measured' | 'hand';
  /** On top of what was measured, ms; positive = the sound moves earlier; 0 unless by hand. */
  nudgeMs: number;
  /** What a copy so corrected should measure, ms; null: not known. */
  targetMs: number | null;
}

/**
 * By hand it starts from what the measurement calls for; from the bare best match where it calls for nothing (in sync,
 * not sure); from 0 where nothing was measured.
 * @param nudgeMs by hand, ms; positive = the sound moves earlier; 0: as measured
 */
export function correctionInUse(measurement: Measurement, nudgeMs: number): CorrectionInUse {
  const measured = correctionFor(measurement);
  if (nudgeMs === 0) return { correction: measured, by: 'measured', nudgeMs, targetMs: 0 };
  const { offsetMs } = measurement;
  const base = measured ?? ({ kind: 'shift', offsetMs: offsetMs ?? 0 } as const);
  const correction = shifted(base, nudgeMs);
  const isNothing = correction.kind === 'shift' && Math.round(correction.offsetMs) === 0;
  return {
    correction: isNothing ? null : correction,
    by: 'hand',
    nudgeMs,
    // The nudge stays in the copy, with the other sign.
    targetMs: offsetMs === null ? null : -nudgeMs,
  };
}

/** Whether a copy was made of what is measured now, and not of another track, part, face or engine's figures. */
export function isMadeOf(made: Omit<Made, 'wish'>, now: Measured): boolean {
  return made.audioIndex === now.audioIndex && figuresOf(made.before) === figuresOf(now.measurement);
}

/** Whether a copy is what would be made now; a second try counts as what it tried. */
export function isMadeAs(made: Made, now: Measured, { correction, targetMs }: CorrectionInUse): boolean {
  if (!isMadeOf(made, now)) return false;
  const { wish } = made;
  if (wish.targetMs !== null && targetMs !== null) return Math.abs(wish.targetMs - targetMs) < 0.5;
  return JSON.stringify(wish.correction) === JSON.stringify(correction);
}

/** What a correction goes by. A profile only judges it, and leaves it as it is. */
function figuresOf({ offsetMs, pattern, segments }: Measurement): string {
  return JSON.stringify([offsetMs, pattern, segments]);
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
