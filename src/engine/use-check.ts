/** React's view of the checks. */
import type { CheckJob, CheckSession, CheckSettings } from './check-types';
import { useStore } from './use-store';

/** All jobs, in the order they were dropped; the same array until something changes. */
export function useJobs(session: CheckSession): readonly CheckJob[] {
  return useStore(session).jobs;
}

export function usePaused(session: CheckSession): boolean {
  return useStore(session).paused;
}

export function useSettings(session: CheckSession): CheckSettings {
  return useStore(session).settings;
}
