/** Checks that were taken out of the list: what is said of them until one of them is opened again. */
import { verdictLabel } from '../../../core/report/sentences';
import type { KeptCheck } from './kept-checks';

export interface EarlierCheck {
  id: string;
  name: string;
  /** What was found: `200 ms late`. */
  words: string;
  /** ms since 1970 */
  closedAtMs: number;
}

export function earlierOf({ id, name, findings, closedAtMs }: KeptCheck): EarlierCheck {
  const measurement = findings.evidence?.measurement;
  const words = measurement ? verdictLabel(measurement) : 'Could not be checked';
  return { id, name, words, closedAtMs: closedAtMs ?? 0 };
}

/** Those whose name or result has all the words of `wanted`, in any order. */
export function searched(checks: readonly EarlierCheck[], wanted: string): readonly EarlierCheck[] {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  return checks.filter((check) => {
    const text = folded(`${check.name} ${check.words}`);
    return words.every((word) => text.includes(word));
  });
}

/** Without accents, case and special blanks. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
