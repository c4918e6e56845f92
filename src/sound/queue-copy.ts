/** Sentences and figures of several recordings. */
import { countWords, shareWords } from '../../core/report/format';
import { earlyEndSentence, missedSentence } from '../../core/report/sound';
import { hasEnded } from '../engine/job-queue';
import type { SoundJob, SoundQueueState } from '../engine/sound/queue-types';
import { figureWords, STAGE_LABELS } from './copy';

/** How far a file is; what went wrong with it has a sentence of its own. */
export function jobWords({ status, progress, savedAs }: SoundJob, isStarted: boolean): string {
  switch (status) {
    case 'waiting':
      return isStarted ? 'Waiting for its turn' : 'Not started';
    case 'working': {
      const stage = progress?.stage ?? 'opening';
      const label = stage === 'saving' ? 'Saving the file' : STAGE_LABELS[stage];
      const share = progress?.share ?? null;
      return share === null ? label : `${label}, ${shareWords(share)}`;
    }
    case 'done':
      return `Saved as ${savedAs ?? ''}`;
    case 'cancelled':
      return 'Cancelled';
    case 'failed':
      return 'Failed';
  }
}

/** `−23.5 LUFS before, −16.0 LUFS after`, how the target was missed, and whether half of it is there; null until it is made. */
export function jobFigures({ status, figures, missed, endsEarly }: SoundJob): string | null {
  if (status !== 'done' || figures === null) return null;
  const [before, after] = [figures.before, figures.after].map((each) =>
    figureWords(each.integratedLufs, 'LUFS'),
  );
  const more = [
    ...(missed ? [missedSentence(missed)] : []),
    ...(endsEarly ? [earlyEndSentence(endsEarly)] : []),
  ];
  return `${before} before, ${after} after${more.length > 0 ? `. ${more.join(' ')}` : ''}`;
}

/** Of files that are ready or not: `2 prepared, 1 failed.` */
export function queueSummary({ status, jobs }: SoundQueueState): string {
  if (status !== 'ended') return '';
  const count = (wanted: SoundJob['status'], words: string) => {
    const n = jobs.filter((job) => job.status === wanted).length;
    return n > 0 ? [`${n} ${words}`] : [];
  };
  const parts = [
    ...count('done', 'prepared'),
    ...count('failed', 'failed'),
    ...count('cancelled', 'cancelled'),
    ...count('waiting', 'not started'),
  ];
  return `${parts.join(', ')}.`;
}

/** 0..1, over all files. */
export function queueShare(queue: SoundQueueState): number {
  return queue.jobs.length === 0 ? 0 : endedOf(queue) / queue.jobs.length;
}

/** `2 of 3` */
export function queueCount(queue: SoundQueueState): string {
  return `${endedOf(queue)} of ${queue.jobs.length}`;
}

function endedOf({ jobs }: SoundQueueState): number {
  return jobs.filter(hasEnded).length;
}

/** `Preparing 3 recordings` */
export function queueTitle({ jobs }: SoundQueueState): string {
  return `Preparing ${countWords(jobs.length, 'recording')}`;
}
