/** Whether what was made of a file is what would be made now: it may have been checked again, or nudged, since. */
import type { Correction } from '../../../core/fix/correction';
import { isMadeOf } from '../../../core/fix/in-use';
import type { CheckJob } from '../check-types';
import type { FixJob, SoundJob } from './types';

/** A copy: whether it is made of what its file measures now. */
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

/** A sound alone: whether it is this track's, so corrected. */
export function isSoundOf(
  made: Pick<SoundJob, 'correction' | 'audioIndex'>,
  correction: Correction,
  audioIndex: number,
): boolean {
  return made.audioIndex === audioIndex && JSON.stringify(made.correction) === JSON.stringify(correction);
}
