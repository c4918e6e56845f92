/** Whether a copy is made of what its file measures now: it may have been checked again since, in another way. */
import { isMadeOf } from '../../../core/fix/in-use';
import type { CheckJob } from '../check-types';
import type { FixJob } from './types';

export function isOfNow(
  made: Pick<FixJob, 'audioIndex' | 'before'>,
  { status, audioIndex, evidence }: Pick<CheckJob, 'status' | 'audioIndex' | 'evidence'>,
): boolean {
  return (
    status === 'done' &&
    evidence !== null &&
    isMadeOf(made, { audioIndex, measurement: evidence.measurement })
  );
}
