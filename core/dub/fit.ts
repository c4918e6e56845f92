/**
 * Fits new speech to a given length: pauses are shortened or lengthened first, then all of it is said faster or slower,
 * as far as that goes unnoticed. Only a plan: `pause-editor.ts` and a stretcher carry it out.
 */

/** A stretch of the speech in which nothing is said, seconds. */
export interface Pause {
  startS: number;
  endS: number;
}

/** At this time of the speech it goes on at another: later to shorten a pause, earlier to lengthen it. */
export interface Jump {
  atS: number;
  toS: number;
}

export interface FitPlan {
  /** Of the speech as it was. */
  speechS: number;
  /** What it was to be fitted to. */
  targetS: number;
  /** Rising; none when pauses are left as they are. */
  jumps: Jump[];
  /** Seconds by which pauses grow together; negative: they shrink. */
  pausesS: number;
  /** Times as long as spoken, 0.88 to 1.12; 1: as it was said. */
  stretch: number;
  /** Of what comes out: the target, or more where the speech is too long for it. */
  durationS: number;
  /** Silence put behind the speech, which is too short for the target. */
  silenceS: number;
  /** By how much the speech is too long, whatever is done; 0 when it fits. */
  excessS: number;
}

/** How much longer or shorter than spoken. */
export const MOST_STRETCH = 0.12;
/** Joins of pauses are soft over this long. */
export const JOIN_S = 0.02;
/** What is left of a pause that is shortened: less would run words together. */
const LEAST_PAUSE_S = 0.12;
/** By how much a pause grows, at most: twice its length, and never so far that a listener waits. */
const MOST_GROWTH_S = 0.5;
/** Differences below are left to the end: nobody hears or sees them. */
const NOTHING_S = 0.002;

/**
 * @param durationS of the speech
 * @param pauses rising, without overlap, within the speech
 * @param targetS how long it is to be
 */
export function planFit(durationS: number, pauses: readonly Pause[], targetS: number): FitPlan {
  const missingS = targetS - durationS;
  const changes = pauseChanges(durationS, pauses, missingS);
  const pausesS = changes.reduce((sum, change) => sum + change, 0);
  const saidS = durationS + pausesS;
  const wanted = targetS / saidS;
  const stretch =
    Math.abs(targetS - saidS) < NOTHING_S
      ? 1
      : Math.max(1 - MOST_STRETCH, Math.min(1 + MOST_STRETCH, wanted));
  const restS = targetS - saidS * stretch;
  return {
    speechS: durationS,
    targetS,
    jumps: pauses.flatMap((pause, i) => jumpOf(pause, changes[i]!)),
    pausesS,
    stretch,
    durationS: Math.max(targetS, saidS * stretch),
    silenceS: restS > NOTHING_S ? restS : 0,
    excessS: restS < -NOTHING_S ? -restS : 0,
  };
}

/** As it is: silence behind it where it is short. What is silent anyhow may be cut off its end. */
export function planAsIs(durationS: number, pauses: readonly Pause[], targetS: number): FitPlan {
  const last = pauses.at(-1);
  const saidS = last && last.endS >= durationS - NOTHING_S ? last.startS : durationS;
  const excessS = saidS - targetS;
  return {
    speechS: durationS,
    targetS,
    jumps: [],
    pausesS: 0,
    stretch: 1,
    durationS: targetS,
    silenceS: Math.max(0, targetS - durationS),
    excessS: excessS > NOTHING_S ? excessS : 0,
  };
}

/** Where a time of the speech lies after it. */
export function fittedTime({ jumps, stretch }: FitPlan, timeS: number): number {
  const movedS = jumps.reduce((sum, { atS, toS }) => sum + (atS < timeS ? atS - toS : 0), 0);
  return (timeS + movedS) * stretch;
}

/** Each pause gives or takes by its room. */
function pauseChanges(durationS: number, pauses: readonly Pause[], missingS: number): number[] {
  const rooms = pauses.map((pause) => (missingS < 0 ? spare(pause) : growth(pause, durationS)));
  const roomS = rooms.reduce((sum, room) => sum + room, 0);
  const share = roomS > 0 ? Math.min(1, Math.abs(missingS) / roomS) : 0;
  if (Math.abs(missingS) < NOTHING_S) return rooms.map(() => 0);
  return rooms.map((room) => Math.sign(missingS) * share * room);
}

function spare({ startS, endS }: Pause): number {
  return Math.max(0, endS - startS - Math.max(LEAST_PAUSE_S, 2 * JOIN_S));
}

/** What lies before the first word stays: it would begin late. At the end silence can be had for nothing. */
function growth({ startS, endS }: Pause, durationS: number): number {
  if (startS <= 0 || endS >= durationS) return 0;
  return Math.max(0, Math.min(MOST_GROWTH_S, endS - startS - 2 * JOIN_S));
}

/** In the middle of the pause, so that both its ends, breath and all, stay as they are. */
function jumpOf({ startS, endS }: Pause, changeS: number): Jump[] {
  if (changeS === 0) return [];
  const middleS = (startS + endS) / 2;
  // A join takes from what lies before its times.
  const atS = middleS + (changeS + JOIN_S) / 2;
  return [{ atS, toS: atS - changeS }];
}
