/** The Fix room's parts in the Check room. */
import { Suspense } from 'react';
import type { CheckSlots, FixedCopy, QueueNote } from '../check/slots';
import type { CheckJob } from '../engine/check-types';
import { isAtHand } from '../engine/fix/at-hand';
import { isOfNow } from '../engine/fix/of-now';
import type { FixJob, FixResult, FixSession } from '../engine/fix/types';
import { hasEnded } from '../engine/job-queue';
import { shareDone } from '../engine/stages';
import { useStore } from '../engine/use-store';
import { BatchCard } from '../fix/BatchCard';
import { fixLineWords } from '../fix/copy';
import { FixAnnouncer } from '../fix/FixAnnouncer';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { lazyPart } from '../ui/lazy-part';

/** Loaded lazily: they are not shown before a check is done. */
const FixCard = lazyPart(() => import('../fix/FixCard').then((module) => module.FixCard));
const ReportForAll = lazyPart(() => import('../fix/ReportForAll').then((module) => module.ReportForAll));
const SavePart = lazyPart(() => import('../fix/SavePart').then((module) => module.SavePart));
const Reports = lazyPart(() => import('../fix/Reports').then((module) => module.Reports));

export function checkSlots(fixes: FixSession): CheckSlots {
  return {
    underVerdict: (job, measurement, nudgeMs) => (
      <FixCard job={job} measurement={measurement} nudgeMs={nudgeMs} fixes={fixes} />
    ),
    besidePart: (job, part, nudgeMs) => <SavePart job={job} part={part} nudgeMs={nudgeMs} fixes={fixes} />,
    afterEvidence: (job, nudgeMs) => <Reports job={job} nudgeMs={nudgeMs} fixes={fixes} />,
    belowQueue: (jobs) => (
      <>
        <BatchCard jobs={jobs} fixes={fixes} />
        {jobs.length > 1 && (
          <ErrorBoundary>
            <Suspense>
              <ReportForAll jobs={jobs} fixes={fixes} />
            </Suspense>
          </ErrorBoundary>
        )}
      </>
    ),
    announcer: (jobs) => <FixAnnouncer jobs={jobs} fixes={fixes} />,
    useCopies(jobs) {
      const { fixes: made } = useStore(fixes);
      return new Map(
        jobs.flatMap((job) => {
          const result = made.get(job.id)?.result;
          return result ? [[job.id, copyOf(result, job)]] : [];
        }),
      );
    },
    useNotes(jobs) {
      const { fixes: made } = useStore(fixes);
      return new Map(
        jobs.flatMap((job) => {
          const fix = made.get(job.id);
          // Of one made of what was measured before, the list says nothing: the verdict is news.
          return fix && (!hasEnded(fix) || isOfNow(fix, job)) ? [[job.id, noteOf(fix)]] : [];
        }),
      );
    },
  };
}

function copyOf(result: FixResult, job: CheckJob): FixedCopy {
  const { rewritten, recheck } = result;
  return {
    name: rewritten.suggestedName,
    measurement: isOfNow(result, job) ? (recheck?.evidence.measurement ?? null) : null,
    file: isAtHand(result) ? rewritten.file : null,
  };
}

function noteOf(fix: FixJob): QueueNote {
  const share = fix.progress ? shareDone(fix.progress) : null;
  return {
    words: fixLineWords(fix),
    settled: fix.status === 'done' && fix.result?.judgement.outcome === 'good',
    work: fix.status === 'working' ? { label: 'Progress of fixing', share } : null,
  };
}
