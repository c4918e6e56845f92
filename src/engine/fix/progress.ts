/** How far a copy is. */
import type { FixProgress } from './types';

export function starting(step: 'waiting' | 'starting' = 'starting'): FixProgress {
  return { step, doneS: 0, totalS: 0, check: null, remainingS: null };
}
