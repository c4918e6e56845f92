/** How the sound as it is runs through the picture's time: where it begins, how fast it plays, where it is cut. */
import { type Correction, type CorrectionPart, inOrder, linearParts } from './correction';

/** A place in the sound as it is at which something is put in or taken out. */
export interface Cut {
  /** Sample of the sound as it is, from time 0. */
  atSample: number;
  /** > 0: samples of silence put in before it; < 0: samples taken out from it on. */
  samples: number;
}

/** Steps smaller than this are not worth a cut. */
const MIN_STEP_MS = 1;
/** A step is cut within this many seconds of where it was seen, where the sound is quietest. */
const STEP_SEARCH_S = 1;
/** At a cut of the picture it is known where: what is heard there is off by no more than this. */
const CUT_SEARCH_S = 0.2;
/** And never further into a part than this share of it: parts may be a few seconds short. */
const STEP_SEARCH_SHARE = 0.15;
/** The longest fraction the resampler takes. */
const MAX_DENOMINATOR = 760_000;

/**
 * How the sound as it is runs through the picture's time, cuts left aside.
 * @param atS time of the picture @returns `sourceS` of the sound that belongs there, and its speed from there on
 */
export function sourceAt(
  correction: Correction,
  atS: number,
  durationS: number,
): { sourceS: number; speed: number } {
  const { offsetS, slope } = linearParts(correction, durationS)[0]!;
  return { sourceS: atS + offsetS + slope * atS, speed: 1 + slope };
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
  const parts = inOrder(correction.segments);
  let earliestS = 0;
  for (let i = 1; i < parts.length; i++) {
    const before = parts[i - 1]!;
    const after = parts[i]!;
    const stepS = (after.offsetMs - before.offsetMs) / 1000;
    if (Math.abs(stepS) < MIN_STEP_MS / 1000) continue;
    const [fromS, toS] = searchRange(before, after);
    const lengthS = Math.max(stepS, frameS);
    const placeS = quietest(quietness, frameS, Math.max(earliestS, fromS), Math.max(earliestS, toS), lengthS);
    cuts.push({ atSample: Math.round(placeS * rateHz), samples: -Math.round(stepS * rateHz) });
    earliestS = placeS + lengthS;
  }
  return cuts;
}

/** Where between two parts the sound as it is may be cut: in what lies between them, and a little into both. */
function searchRange(before: CorrectionPart, after: CorrectionPart): [fromS: number, toS: number] {
  const most = after.startsAtCut ? CUT_SEARCH_S : STEP_SEARCH_S;
  const into = ({ startS, endS }: CorrectionPart) =>
    Math.min(most, STEP_SEARCH_SHARE * Math.max(0, endS - startS));
  const startS = Math.min(before.endS, after.startS) - into(before);
  const endS = Math.max(before.endS, after.startS) + into(after);
  return [startS + before.offsetMs / 1000, endS + before.offsetMs / 1000];
}

/** @returns where the quietest place of `lengthS` begins whose start lies in [fromS, toS], seconds */
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
