/** Turns a measurement into sentences: the page, the copied text and reports all speak through here. */
import type { Measurement, Reason, TrackResult, Verdict } from '../sync/types';
import { isCalledSure } from './certainty';
import { correctionWords, countWords, isCoarse, measuredWords, offsetWords, percentWords } from './format';
import { intervalOf, intervalWords, isTooClose } from './interval';
import { levelOfMeasurementSentence } from './level-sentences';
import { PPM_PER_PERCENT, patternSentence } from './pattern-sentences';
import { REASON_TEXTS } from './reasons';

export interface VerdictText {
  /** `The sound is 120 ms late.`, `The sound is about 120 ms late.` where the interval is wide. */
  headline: string;
  /** The pattern: `Steady over the whole clip.` Null when nothing is known about it. */
  pattern: string | null;
  /** `Sure (97 %) of the match: between 112 and 128 ms late.` */
  certainty: string;
  /** `Beyond what viewers accept (ITU-R BT.1359-1).` Null when unsure. */
  level: string | null;
  /** What was found on the way, and why it is not sure. */
  seen: string[];
  /** What to do now. Never empty. */
  next: string[];
}

/**
 * @param fps of the video, for the strict profile; 0 when unknown
 * @param soundTracks how many the file has: the speech may be in another one
 */
export function describeMeasurement(measurement: Measurement, fps: number, soundTracks = 1): VerdictText {
  const { verdict, level, reasons } = measurement;
  const seen = reasons.map((reason) => REASON_TEXTS[reason].seen);
  if (verdict === 'unsure') {
    return {
      headline: 'Not sure whether the sound is in sync.',
      pattern: null,
      certainty: rawFigure(measurement),
      level: null,
      seen: seen.length > 0 ? seen : ['Lips and sound did not match clearly enough.'],
      next: [...otherTrackHint(measurement, soundTracks), ...nextWhenUnsure(measurement)].slice(0, 3),
    };
  }
  const tooClose = isTooClose(measurement, fps);
  return {
    headline: headlineOf(measurement, tooClose),
    pattern: patternSentence(measurement.pattern, measurement.segments, measurement.ci95Ms),
    certainty: certaintySentence(measurement),
    level: level === null ? null : levelOfMeasurementSentence(level, measurement, fps),
    seen: reasons.filter((reason) => reason !== measurement.pattern.kind).map((r) => REASON_TEXTS[r].seen),
    next: nextWhenKnown(measurement, tooClose),
  };
}

/** All of it in one paragraph: for aria-live, for the clipboard. */
export function verdictParagraph(text: VerdictText): string {
  return [text.headline, text.pattern, text.certainty, text.level].filter((s) => s !== null).join(' ');
}

/** Short enough for a list: `120 ms late`, `In sync`, `Not sure`. */
export function verdictLabel(
  measured: Pick<Measurement, 'verdict' | 'offsetMs'> & Partial<Pick<Measurement, 'ci95Ms'>>,
): string {
  const { verdict, offsetMs, ci95Ms = null } = measured;
  const labels: Record<Verdict, string> = {
    'in-sync': 'In sync',
    early: offsetMs === null ? 'Early' : neverNothing(offsetMs, ci95Ms),
    late: offsetMs === null ? 'Late' : neverNothing(offsetMs, ci95Ms),
    varies: 'Varies',
    unsure: 'Not sure',
  };
  return labels[verdict];
}

/** What one face says on its own. @param ci95Ms of the whole file: a face alone is no more exact */
export function trackSentence(
  { offsetMs, confidence, speakingS }: TrackResult,
  ci95Ms: number | null = null,
): string {
  if (speakingS < 0.5) return 'Does not speak.';
  const speaks = `Speaks for ${speakingS.toFixed(1)}\u00a0s`;
  if (offsetMs === null) return `${speaks}; could not be compared.`;
  return `${speaks}: ${measuredWords(offsetMs, ci95Ms)} (${percentWords(confidence)} sure).`;
}

/** `Sure (97 %) of the match: between 112 and 128 ms late.` Of something that varies no single interval is told. */
export function certaintySentence(
  measured: Pick<Measurement, 'confidence' | 'offsetMs' | 'ci95Ms'> & { verdict?: Verdict },
): string {
  const { confidence, verdict } = measured;
  const word = isCalledSure(confidence) ? 'Sure' : 'Fairly sure';
  const interval = verdict === 'varies' ? null : intervalOf(measured);
  const band = interval === null ? '' : `: ${intervalWords(interval)}`;
  return `${word} (${percentWords(confidence)}) of the match${band}.`;
}

function headlineOf({ verdict, offsetMs, ci95Ms, pattern }: Measurement, tooClose: boolean): string {
  if (verdict === 'varies') {
    return pattern.kind === 'drift'
      ? 'Sound and picture drift apart.'
      : 'The sound is off by different amounts in different parts.';
  }
  if (verdict === 'in-sync') {
    const words = offsetMs === null ? NONE : measuredWords(offsetMs, ci95Ms);
    const figure = words === NONE ? '' : ` (${words})`;
    if (tooClose) return `The sound is within the limits${figure}, but too close to tell.`;
    return `The sound is in sync${figure}.`;
  }
  if (offsetMs === null) return `The sound is ${verdict}.`;
  const about = isCoarse(ci95Ms) ? 'about ' : '';
  const words = `${about}${neverNothing(offsetMs, ci95Ms)}`;
  return tooClose ? `The sound seems ${words}, but may be in sync.` : `The sound is ${words}.`;
}

const NONE = offsetWords(0);

/** Of something that is early or late, were it by 4 ms under limits of 3. */
function neverNothing(offsetMs: number, ci95Ms: number | null): string {
  const words = measuredWords(offsetMs, ci95Ms);
  return words === NONE ? offsetWords(offsetMs) : words;
}

function rawFigure({ offsetMs, ci95Ms, confidence }: Measurement): string {
  if (offsetMs === null) return 'Nothing could be compared, so there is no figure.';
  // One offset may be clear and contradicted all the same.
  const but = isCalledSure(confidence) ? '' : `, but only ${percentWords(confidence)} sure`;
  return `Best match: ${measuredWords(offsetMs, ci95Ms)}${but}. Do not rely on it.`;
}

/** What is said of a sound that goes with no lips in view, in a file that has more than one. */
const NO_MATCH: readonly Reason[] = ['no-speech', 'voice-over', 'weak-match', 'two-peaks'];

function otherTrackHint({ reasons }: Measurement, soundTracks: number): string[] {
  if (soundTracks < 2 || !reasons.some((reason) => NO_MATCH.includes(reason))) return [];
  const count = countWords(soundTracks, 'sound track');
  return [`This file has ${count}: choose another one, the speech that goes with these lips may be there.`];
}

function nextWhenUnsure({ reasons, offsetMs }: Measurement): string[] {
  const hints = reasons.map((reason) => REASON_TEXTS[reason].next).filter((next) => next !== null);
  if (hints.length > 0) return [...new Set(hints)].slice(0, 3);
  return [
    offsetMs === null
      ? 'Check a part in which somebody speaks towards the camera.'
      : 'Compare by eye: switch the player between “As is” and “Corrected”.',
  ];
}

function nextWhenKnown({ verdict, offsetMs, pattern, level }: Measurement, tooClose: boolean): string[] {
  const listen = 'Switch the player to “Corrected” to see and hear it first.';
  if (verdict === 'varies') {
    if (pattern.kind === 'drift') {
      const percent = (Math.abs(pattern.ppm) / PPM_PER_PERCENT).toFixed(3);
      const change = pattern.ppm > 0 ? 'Shorten' : 'Lengthen';
      return [`One shift cannot fix this. ${change} the sound by ${percent}\u00a0%, then move it.`];
    }
    return ['One shift cannot fix this. Move the sound of each part listed below by its own amount.'];
  }
  if (verdict === 'in-sync' || offsetMs === null)
    return tooClose
      ? [
          'Nothing has to be fixed. Where it must be certain, compare by eye: step through a word with p, b or m.',
        ]
      : ['Nothing needs fixing.'];
  const move = `Move the sound ${correctionWords(offsetMs)} to fix it.`;
  if (tooClose || level === 'unnoticeable') return [`${move} It is small enough to leave.`, listen];
  return [move, listen];
}
