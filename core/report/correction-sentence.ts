/** What is done to the sound, in words. */
import type { Correction } from '../fix/correction';
import { correctionWords, offsetWords } from './format';

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
