/** Checks that are on the page and not in the browser's database: beyond the most that are kept, or refused by it. */
import { MOST_KEPT } from './kept-checks';

/** Of a check in the list. `due`: to be written, for the first time or again. */
export type Fate = 'kept' | 'let go' | 'due';

export interface Unkept {
  /** Of the list: the oldest, let go for newer ones. */
  readonly beyond: number;
  /** Of the list: could not be written. */
  readonly failed: number;
  /** `closed`: a newer Lipslate in another tab has taken over the database. */
  readonly why: 'no room' | 'refused' | 'closed' | null;
  /** Earlier checks that were let go since the page was opened. */
  readonly letGo: number;
}

export const ALL_KEPT: Unkept = { beyond: 0, failed: 0, why: null, letGo: 0 };

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;

/**
 * @param failure what was thrown last; null: all could be written
 * @param isTakenOver a newer page closed the database
 */
export function unkeptOf(
  fates: readonly Fate[],
  letGo: number,
  failure: unknown,
  isTakenOver = false,
): Unkept {
  const count = (wanted: Fate) => fates.filter((fate) => fate === wanted).length;
  const failed = failure === null ? 0 : count('due');
  return {
    beyond: count('let go'),
    failed,
    why: failure === null ? null : whyOf(failure, isTakenOver),
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
