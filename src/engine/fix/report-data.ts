/** Gathers what reports are made of from a finished check, and from its corrected copy. */
import { correctionInUse, isMadeAs, isMadeOf } from '../../../core/fix/in-use';
import { type CheckRecord, roundOrNull, toFailedRecord } from '../../../core/report/record';
import type { FixOutcome, ReportFacts } from '../../../core/report/report-data';
import type { CheckJob } from '../check-types';
import { type Checked, checkedOf, recordOf } from '../checked';
import type { FixResult } from './types';

declare const __APP_VERSION__: string;

/**
 * The correction in use is the copy's own where that was made of it: a second try found it better.
 * @param fix null when there was none; one made of what was measured before is no part of the reports
 * @param nudgeMs by hand, ms; positive = the sound moves earlier
 */
export function factsOf(checked: Checked, fix: FixResult | null, nudgeMs = 0): ReportFacts {
  const { media, audioIndex, evidence, peaks } = checked;
  const now = { audioIndex, measurement: evidence.measurement };
  const inUse = correctionInUse(evidence.measurement, nudgeMs);
  return {
    record: recordOf(checked),
    measurement: evidence.measurement,
    media,
    audioIndex,
    fix: fix && isMadeOf(fix, now) ? outcomeOf(fix) : null,
    plots: { ...evidence, peaks },
    made: { atIso: new Date().toISOString(), version: __APP_VERSION__ },
    correction: fix && isMadeAs(fix, now, inUse) ? fix.wish.correction : inUse.correction,
    byHandMs: nudgeMs,
  };
}

/** The records of ended checks, one line of JSON each, as `npm run check` prints them (docs/headless.md). */
export function recordLines(jobs: readonly CheckJob[]): string {
  const records = jobs.flatMap((job): CheckRecord[] => {
    if (job.status === 'failed') return job.error ? [toFailedRecord(job.file.name, job.error)] : [];
    const checked = checkedOf(job);
    return checked ? [recordOf(checked)] : [];
  });
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function outcomeOf({ wish, rewritten, recheck, judgement }: FixResult): FixOutcome {
  const { mode, correction } = wish;
  return {
    file: rewritten.suggestedName,
    mode,
    correction,
    how: rewritten.how,
    appliedMs: roundOrNull(rewritten.appliedMs, 1),
    beforeMs: roundOrNull(judgement.beforeMs, 1),
    afterMs: roundOrNull(judgement.afterMs, 1),
    afterCi95Ms: roundOrNull(recheck?.evidence.measurement.ci95Ms ?? null, 1),
    residualMs: roundOrNull(judgement.residualMs, 1),
    good: judgement.outcome === 'good',
  };
}
