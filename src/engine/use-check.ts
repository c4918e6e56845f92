/** React's view of the session. */
import { useSyncExternalStore } from 'react';
import type { CheckJob, CheckSession, CheckSettings } from './check-types';

export interface CheckSessionStore extends CheckSession {
  /** Calls the listener after every change; returns its undo. */
  subscribe(listener: () => void): () => void;
}

/** All jobs, in the order they were dropped; the same array until something changes. */
export function useJobs(session: CheckSessionStore): readonly CheckJob[] {
  return useSyncExternalStore(session.subscribe, () => session.jobs);
}

export function useSettings(session: CheckSessionStore): CheckSettings {
  return useSyncExternalStore(session.subscribe, () => session.settings);
}
