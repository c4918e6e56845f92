/** The stages of a check in words, and how far one is; copies, which are checked too, say it in the same way. */
import { durationWords } from '../../core/report/format';
import type { Progress, Stage } from './check-types';

/** In the order they start. */
export const STAGES: readonly Stage[] = ['opening', 'listening', 'watching', 'comparing', 'syncnet'];

/** What is listed while a file is being read; SyncNet only once it runs, since most visitors have no weights. */
export function stagesShown(now: Stage): readonly Stage[] {
  return now === 'syncnet' ? STAGES : STAGES.filter((stage) => stage !== 'syncnet');
}

export const STAGE_LABELS: Record<Stage, string> = {
  opening: 'Opening the file',
  listening: 'Listening to the sound',
  watching: 'Watching the lips',
  comparing: 'Comparing both',
  syncnet: 'Running SyncNet',
};

/** 0..1, or null while the length is unknown. */
export function shareDone({ doneS, totalS }: Pick<Progress, 'doneS' | 'totalS'>): number | null {
  return totalS > 0 ? Math.min(1, doneS / totalS) : null;
}

/** `about 12 s left`; null until it can be estimated. */
export function remainingWords({ remainingS }: Pick<Progress, 'remainingS'>): string | null {
  if (remainingS === null) return null;
  if (remainingS < 1) return 'nearly done';
  // Whole seconds: an estimate with a decimal claims too much.
  return `about ${remainingS < 99 ? `${Math.ceil(remainingS)}\u00a0s` : durationWords(remainingS)} left`;
}
