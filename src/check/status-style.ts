/** Colour, icon and word of a state: always all three, so that none depends on colour alone. */
import { isTooClose } from '../../core/report/interval';
import type { Measurement } from '../../core/sync/types';
import type { CheckJob } from '../engine/check-types';
import type { IconName } from '../ui/Icon';
import type { ToneName } from '../ui/tone';

export interface Tone {
  name: ToneName;
  icon: IconName;
  word: string;
}

/** @param fps of the video, for the strict profile; 0 when unknown */
export function toneOf(measurement: Measurement, fps: number): Tone {
  const { verdict, level } = measurement;
  if (verdict === 'unsure') return { name: 'unsure', icon: 'question', word: 'Not sure' };
  if (isTooClose(measurement, fps)) return { name: 'warn', icon: 'question', word: 'Too close to tell' };
  if (verdict === 'in-sync') return { name: 'good', icon: 'check', word: 'In sync' };
  if (level === 'unnoticeable') return { name: 'good', icon: 'check', word: 'Hardly noticeable' };
  if (level === 'acceptable') return { name: 'warn', icon: 'warning', word: 'Slightly off' };
  return { name: 'bad', icon: 'cross', word: 'Out of sync' };
}

/** For lists; a finished job has the tone of its verdict. */
export function toneOfJob(job: CheckJob): Tone {
  switch (job.status) {
    case 'waiting':
      return { name: 'plain', icon: 'wait', word: 'Waiting' };
    case 'working':
      return { name: 'plain', icon: 'wait', word: 'Working' };
    case 'cancelled':
      // Of an earlier visit: nobody cancelled it.
      return job.away
        ? { name: 'plain', icon: 'wait', word: 'Not finished' }
        : { name: 'plain', icon: 'close', word: 'Cancelled' };
    case 'failed':
      return { name: 'bad', icon: 'warning', word: 'Could not be checked' };
    case 'done':
      return job.evidence
        ? toneOf(job.evidence.measurement, job.media?.video.fps ?? 0)
        : { name: 'plain', icon: 'check', word: 'Done' };
  }
}
