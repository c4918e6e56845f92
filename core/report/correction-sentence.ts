/** What is done to the sound, in words. */
import type { Correction } from '../fix/correction';
import { correctionInUse } from '../fix/in-use';
import type { Measurement } from '../sync/types';
import { correctionWords, offsetWords } from './format';
import type { FrameRate } from './frame-rate';
import { correctionOf, type ReportFacts } from './report-data';

/** The correction in use, and what of it was set by hand: `Sound moved 130 ms earlier. Set by hand: …` */
export function inUseSentence(facts: ReportFacts): string {
  const byHand = byHandSentence(facts.byHandMs ?? 0);
  return [correctionSentence(correctionOf(facts)), byHand].filter((s) => s !== null).join(' ');
}

/** The same, and what the timeline's rate is where that is not simply the video's. */
export function timelineNote(facts: ReportFacts, { note }: FrameRate): string {
  return [inUseSentence(facts), note].filter((s) => s !== null).join(' ');
}

/** `Set by hand: 10 ms earlier than measured.`; null when it is not. @param byHandMs positive = sound earlier */
export function byHandSentence(byHandMs: number): string | null {
  return byHandMs === 0 ? null : `Set by hand: ${correctionWords(byHandMs)} than measured.`;
}

/**
 * What to do, once something was set by hand: that takes the place of what was measured. Advice that would make an
 * unsure result sure stays.
 * @param next of the measurement alone @param nudgeMs by hand, ms; positive = sound earlier; 0: next as it is
 */
export function nextInUse(measurement: Measurement, nudgeMs: number, next: readonly string[]) {
  const byHand = byHandSentence(nudgeMs);
  if (byHand === null) return next;
  const { correction } = correctionInUse(measurement, nudgeMs);
  const inUse = `In use: ${correctionSentence(correction)} ${byHand}`;
  return measurement.verdict === 'unsure' ? [inUse, ...next] : [inUse];
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
