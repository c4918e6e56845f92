/** Checks that are on the page and not in the browser's database: beyond the most that are kept, or refused by it. */
import { MOST_KEPT } from './kept-checks';

/** Of a check in the list. `due`: to be written, for the first time or again. */
export type Fate = 'kept' | 'let go' | 'due';

/** What is said of a check in the list. */
export interface Entry {
  fate: Fate;
  /** What would be gone with the page if it could not be written: `changes` are nudges and results since it was stored. */
  loss: 'all' | 'changes' | 'nothing';
}

export interface Unkept {
  /** Of the list: the oldest, let go for newer ones. */
  readonly beyond: number;
  /** Of the list: could not be written. */
  readonly failed: number;
  /** Of the list: stored, but not what was set or found since. */
  readonly changed: number;
  /**
   * `closed`: a newer Lipslate in another tab has taken over the database; `elsewhere`: another tab keeps its own list;
   * `missing`: there is no database.
   */
  readonly why: 'no room' | 'refused' | 'closed' | 'elsewhere' | 'missing' | null;
  /** Earlier checks that were let go since the page was opened. */
  readonly letGo: number;
}

export const ALL_KEPT: Unkept = { beyond: 0, failed: 0, changed: 0, why: null, letGo: 0 };

/** Where the page has no database, or another tab writes to it. */
export function noneKept(listed: number, why: 'elsewhere' | 'missing'): Unkept {
  return listed === 0 ? ALL_KEPT : { ...ALL_KEPT, failed: listed, why };
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;

/**
 * @param failure what was thrown last; null: all could be written
 * @param isTakenOver a newer page closed the database
 */
export function unkeptOf(
  entries: readonly Entry[],
  letGo: number,
  failure: unknown,
  isTakenOver = false,
): Unkept {
  const count = (wanted: Fate, loss: Entry['loss']) =>
    entries.filter((entry) => entry.fate === wanted && entry.loss === loss).length;
  const hasFailed = failure !== null;
  return {
    beyond: count('let go', 'all'),
    failed: hasFailed ? count('due', 'all') : 0,
    changed: hasFailed ? count('due', 'changes') : 0,
    why: hasFailed ? whyOf(failure, isTakenOver) : null,
    letGo,
  };
}

/** Those that were let go and fit now, the newest first. */
export function fitting<Of extends { fate: Fate; order: number }>(list: readonly Of[]): Of[] {
  const free = MOST_KEPT - list.filter(({ fate }) => fate !== 'let go').length;
  const out = list.filter(({ fate }) => fate === 'let go').sort((a, b) => b.order - a.order);
  return out.slice(0, Math.max(0, free));
}

/** Each time twice as long: a full disk stays full for a while, and every try copies what is to be written. */
export function nextWaitMs(beforeMs: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, 2 * beforeMs));
}

function whyOf(failure: unknown, isTakenOver: boolean): Unkept['why'] {
  if (isTakenOver) return 'closed';
  return (failure as { name?: string }).name === 'QuotaExceededError' ? 'no room' : 'refused';
}
