/** When what is known of a file's fixes holds for another correction, too. */
import type { Correction } from '../../../core/fix/correction';
import type { CheckJob } from '../check-types';

/** What can be had depends on the kind and direction of the correction, not on its size. */
export function planKey({ audioIndex }: Pick<CheckJob, 'audioIndex'>, correction: Correction): string {
  const way = correction.kind === 'shift' ? Math.sign(Math.round(correction.offsetMs)) : '';
  return `${audioIndex} ${correction.kind} ${way}`;
}
