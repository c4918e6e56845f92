/** What would be lost with the page: checks and copies under way, and copies that nobody has taken. */
import type { CheckState } from '../check-types';
import type { Guarded } from '../work-guard';
import type { FixJob, FixState } from './types';

export function guardedOf({ jobs, paused }: CheckState, { fixes, sounds, batch }: FixState): Guarded {
  const checks = jobs.filter(({ status }) => status === 'working' || (status === 'waiting' && !paused));
  const copies = [...fixes.values(), ...sounds.values()].filter(isUnderWay);
  const working = checks.length > 0 || copies.length > 0 || batch?.status === 'working';
  const untaken = [...fixes.values()].some(isUntaken) || (batch?.zip != null && !batch.isTaken);
  return { working, wouldLose: working || untaken };
}

function isUnderWay({ status }: { status: string }): boolean {
  return status === 'waiting' || status === 'working';
}

/** One that is not good is made again rather than missed. */
function isUntaken({ result, isTaken }: FixJob): boolean {
  return result?.place.kind === 'browser' && result.judgement.outcome !== 'off' && !isTaken;
}
