/** Colour, icon and word of a state: always all three, so that none depends on colour alone. */
import type { Measurement } from '../../core/sync/types';
import type { CheckJob } from '../engine/check-types';
import type { IconName } from '../ui/Icon';
import type { ToneName } from '../ui/tone';

export interface Tone {
  name: ToneName;
  icon: IconName;
  word: string;
}

export function toneOf({ verdict, level }: Measurement): Tone {
  if (verdict === 'unsure') return { name: 'unsure', icon: 'question', word: 'Not sure' };
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
      return { name: 'plain', icon: 'close', word: 'Cancelled' };
    case 'failed':
      return { name: 'bad', icon: 'warning', word: 'Could not be checked' };
    case 'done':
      return job.evidence ? toneOf(job.evidence.measurement) : { name: 'plain', icon: 'check', word: 'Done' };
  }
}
