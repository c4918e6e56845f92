/** What a measured offset means for the sound: which moment of it belongs to which moment of the picture. */

/** Signs as everywhere: positive = the sound is late, so that the fix brings it forward. Times are of the picture. */
export type Correction =
  | { kind: 'shift'; offsetMs: number }
  /** The offset grows evenly from `startMs` at the start of the file to `endMs` at its end. */
  | { kind: 'drift'; startMs: number; endMs: number }
  /** The offset is another in each stretch; between stretches it jumps. */
  | { kind: 'steps'; segments: OffsetSegment[] };

export interface OffsetSegment {
  startS: number;
  endS: number;
  offsetMs: number;
}

/** A place in the sound as it is at which something is put in or taken out. */
export interface Cut {
  /** Sample of the sound as it is, from time 0. */
  atSample: number;
  /** > 0: samples of silence put in before it; < 0: samples taken out from it on. */
  samples: number;
}

/** Share by which a drift may change the pitch before a listener could tell. */
export const INAUDIBLE_PITCH = 0.001;
/** From here on the change of pitch is worth a warning. */
export const AUDIBLE_PITCH = 0.003;
/** Offsets beyond this are no sync errors. */
const MAX_OFFSET_MS = 60_000;
/** Steps smaller than this are not worth a cut. */
const MIN_STEP_MS = 1;
/** A step is cut within this many seconds of where it was seen, where the sound is quietest. */
const STEP_SEARCH_S = 1;
/** The longest fraction the resampler takes. */
const MAX_DENOMINATOR = 760_000;

/** @returns what is wrong with a correction, or null */
export function problemOf(correction: Correction): string | null {
  const values =
    correction.kind === 'shift'
      ? [correction.offsetMs]
      : correction.kind === 'drift'
        ? [correction.startMs, correction.endMs]
        : correction.segments.map(({ offsetMs }) => offsetMs);
  if (values.length === 0) return 'There is nothing to correct.';
  if (!values.every((value) => Number.isFinite(value) && Math.abs(value) <= MAX_OFFSET_MS))
    return `An offset of ${values.join(', ')} ms is beyond a minute.`;
  return null;
}

/**
 * How the sound as it is runs through the picture's time, cuts left aside.
 * @param atS time of the picture @returns `sourceS` of the sound that belongs there, and its speed from there on
 */
export function sourceAt(
  correction: Correction,
  atS: number,
  durationS: number,
): { sourceS: number; speed: number } {
  if (correction.kind === 'drift') {
    const slope = (correction.endMs - correction.startMs) / 1000 / Math.max(durationS, 1e-3);
    return { sourceS: atS + correction.startMs / 1000 + slope * atS, speed: 1 + slope };
  }
  const offsetMs =
    correction.kind === 'shift' ? correction.offsetMs : (ordered(correction)[0]?.offsetMs ?? 0);
  return { sourceS: atS + offsetMs / 1000, speed: 1 };
}

/**
 * Where a correction by steps cuts.
 * @param quietness loudness of the sound as it is, Float32Array [F], one value per `frameS`, from time 0
 */
export function cutsOf(
  correction: Correction,
  rateHz: number,
  quietness: Float32Array,
  frameS: number,
): Cut[] {
  if (correction.kind !== 'steps') return [];
  const cuts: Cut[] = [];
  const segments = ordered(correction);
  let earliestS = 0;
  for (let i = 1; i < segments.length; i++) {
    const before = segments[i - 1] as OffsetSegment;
    const after = segments[i] as OffsetSegment;
    const stepS = (after.offsetMs - before.offsetMs) / 1000;
    if (Math.abs(stepS) < MIN_STEP_MS / 1000) continue;
    const middleS = (Math.min(before.endS, after.startS) + Math.max(before.endS, after.startS)) / 2;
    const slackS = Math.abs(after.startS - before.endS) / 2 + STEP_SEARCH_S;
    const lengthS = Math.max(stepS, frameS);
    const centreS = middleS + before.offsetMs / 1000;
    const placeS = quietest(
      quietness,
      frameS,
      Math.max(earliestS, centreS - slackS),
      centreS + slackS,
      lengthS,
    );
    cuts.push({ atSample: Math.round(placeS * rateHz), samples: -Math.round(stepS * rateHz) });
    earliestS = placeS + lengthS;
  }
  return cuts;
}

/** @returns where the quietest stretch of `lengthS` begins whose start lies in [fromS, toS], seconds */
export function quietest(
  loudness: Float32Array,
  frameS: number,
  fromS: number,
  toS: number,
  lengthS: number,
): number {
  const span = Math.max(1, Math.ceil(lengthS / frameS));
  const first = Math.max(0, Math.round(fromS / frameS));
  const last = Math.max(first, Math.min(loudness.length - span, Math.round(toS / frameS)));
  const middle = (first + last) / 2;
  let best = Math.round(middle);
  let bestScore = Number.POSITIVE_INFINITY;
  for (let at = first; at <= last; at++) {
    let loudest = 0;
    for (let i = at; i < at + span; i++) loudest = Math.max(loudest, loudness[i] ?? 0);
    // Of places equally quiet, the one nearest to where the step was seen.
    const score =
      loudest * (1 + 0.5 * (Math.abs(at - middle) / (last - first + 1))) + 1e-9 * Math.abs(at - middle);
    if (score < bestScore) {
      bestScore = score;
      best = at;
    }
  }
  return best * frameS;
}

/** The fraction nearest to a speed close to 1 that the resampler takes, by continued fractions. */
export function asFraction(speed: number): { from: number; to: number } {
  let [p0, q0, p1, q1] = [0, 1, 1, 0];
  let rest = speed;
  for (let i = 0; i < 40; i++) {
    const whole = Math.floor(rest);
    const [p2, q2] = [whole * p1 + p0, whole * q1 + q0];
    if (p2 > MAX_DENOMINATOR || q2 > MAX_DENOMINATOR) break;
    [p0, q0, p1, q1] = [p1, q1, p2, q2];
    if (Math.abs(p1 / q1 - speed) < 1e-12 || rest === whole) break;
    rest = 1 / (rest - whole);
  }
  return { from: p1, to: q1 };
}

function ordered({ segments }: { segments: OffsetSegment[] }): OffsetSegment[] {
  return [...segments].sort((a, b) => a.startS - b.startS);
}
