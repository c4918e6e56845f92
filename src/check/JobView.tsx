/** One file: what is known about it so far, from waiting to verdict. */
import { type ReactNode, Suspense, useMemo, useRef, useState } from 'react';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { isExample } from '../engine/example';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { useFocusWithin } from '../ui/useKeptFocus';
import { Compare } from './compare/Compare';
import { Details } from './Details';
import { FileLine } from './FileLine';
import { FindAgain } from './FindAgain';
import styles from './JobView.module.css';
import { ProblemCard } from './ProblemCard';
import { Player } from './player/Player';
import { Evidence, type EvidenceProps } from './plots/Evidence';
import { createTimeline } from './plots/timeline';
import { Parts } from './SegmentList';
import type { CheckSlots } from './slots';
import { Tour } from './Tour';
import { VerdictCard } from './VerdictCard';
import { WorkingCard } from './WorkingCard';

interface JobViewProps {
  job: CheckJob;
  /** All of the list. */
  jobs: readonly CheckJob[];
  session: CheckSession;
  slots: CheckSlots;
  /** Files before this one in the queue. */
  position: number;
}

/** Key it, or what is around it, by job.id: zoom, nudge and A/B switch belong to one file. */
export function JobView({ job, jobs, session, slots, position }: JobViewProps) {
  const plots = useRef<HTMLDivElement>(null);
  const timeline = useMemo(() => createTimeline(), []);
  const [corrected, setCorrected] = useState(false);
  const { nudgeMs } = job;
  const copy = slots.useCopies(jobs).get(job.id);
  const kept = useFocusWithin(job.status);
  const measurement = job.evidence?.measurement ?? null;
  const readable = job.status === 'failed' ? null : job.media;
  const nudge = (deltaMs: number) => {
    session.nudge(job.id, deltaMs === 0 ? 0 : nudgeMs + deltaMs);
    if (deltaMs !== 0) setCorrected(true);
  };
  const result = job.status === 'done' ? measurement : null;
  return (
    <article className={styles['job']} aria-label={job.file.name} tabIndex={-1} {...kept}>
      <FileLine job={job} session={session} />
      {result && isExample(job.file) && <Tour />}
      <div className={readable || job.away ? styles['top'] : `${styles['top']} ${styles['single']}`}>
        <div className={styles['answer']}>
          <StateCard job={job} session={session} position={position} />
          {result && !job.away && <Guarded>{slots.underVerdict(job, result, nudgeMs)}</Guarded>}
        </div>
        {job.away && job.status !== 'cancelled' && (
          <Guarded>
            <FindAgain job={job} session={session} />
          </Guarded>
        )}
        {readable && !job.away && (
          <Guarded>
            <Player
              job={job}
              media={readable}
              session={session}
              timeline={timeline}
              corrected={corrected}
              onCorrected={setCorrected}
              copy={copy?.file ?? null}
              nudgeMs={nudgeMs}
              onNudge={nudge}
              besidePart={(part) => slots.besidePart(job, part, nudgeMs)}
              plots={plots}
            />
          </Guarded>
        )}
      </div>
      {result && <Parts measurement={result} timeline={timeline} />}
      {readable && (
        <div className="card" ref={plots} tabIndex={-1}>
          <Plots {...{ job, session, timeline, corrected }} onCorrected={setCorrected} />
        </div>
      )}
      {result && <Compare job={job} jobs={jobs} copy={copy} />}
      {result && <Guarded>{slots.afterEvidence(job, nudgeMs)}</Guarded>}
      {result && <Details job={job} measurement={result} />}
    </article>
  );
}

type PlotsProps = Pick<EvidenceProps, 'job' | 'timeline' | 'corrected' | 'onCorrected'> & {
  session: CheckSession;
};

function Plots({ session, ...shown }: PlotsProps) {
  const { job } = shown;
  return (
    <Guarded>
      <Evidence {...shown} onJudge={(id) => session.judgeBy(job.id, id)} correctionMs={handMadeOf(job)} />
    </Guarded>
  );
}

/** The one offset by hand, ms; null where there is none, or where one would not do. */
function handMadeOf({ evidence, nudgeMs }: CheckJob): number | null {
  if (nudgeMs === 0 || (evidence && evidence.measurement.pattern.kind !== 'constant')) return null;
  return (evidence?.measurement.offsetMs ?? 0) + nudgeMs;
}

/** It waits, is read, went wrong, or has an answer. */
function StateCard({ job, session, position }: Omit<JobViewProps, 'slots' | 'jobs'>) {
  const measurement = job.evidence?.measurement ?? null;
  // "Not sure" before everything is read says nothing about the file: the progress says more.
  const isTold = measurement !== null && (job.status !== 'working' || measurement.verdict !== 'unsure');
  if (job.status === 'failed') return <ProblemCard job={job} session={session} />;
  return (
    <>
      {job.status === 'waiting' && <WorkingCard job={job} session={session} position={position} />}
      {job.status === 'working' && !isTold && <WorkingCard job={job} session={session} position={0} />}
      {job.status === 'cancelled' && !measurement && <ProblemCard job={job} session={session} />}
      {isTold && <VerdictCard job={job} session={session} />}
    </>
  );
}

/** Whatever happens in it, the rest stays. */
function Guarded({ children }: { children: ReactNode }) {
  return (
    <ErrorBoundary>
      <Suspense>{children}</Suspense>
    </ErrorBoundary>
  );
}
