/** How far a copy is. */
import type { FixProgress, FixStep } from './types';

export function starting(step: FixStep = 'starting'): FixProgress {
  return { step, doneS: 0, totalS: 0, check: null, remainingS: null };
}
