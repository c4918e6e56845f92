/** One file: what is known about it so far, from waiting to verdict. */
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { FileLine } from '../ui/FileLine';
import { Details } from './Details';
import styles from './JobView.module.css';
import { ProblemCard } from './ProblemCard';
import { Player } from './player/Player';
import { Evidence } from './plots/Evidence';
import { createTimeline } from './plots/timeline';
import { Parts } from './SegmentList';
import type { CheckSlots } from './slots';
import { VerdictCard } from './VerdictCard';
import { WorkingCard } from './WorkingCard';

interface JobViewProps {
  job: CheckJob;
  session: CheckSession;
  slots: CheckSlots;
  /** Files before this one in the queue. */
  position: number;
}

/** Key it, or what is around it, by job.id: zoom, nudge and A/B switch belong to one file. */
export function JobView({ job, session, slots, position }: JobViewProps) {
  const timeline = useMemo(() => createTimeline(), []);
  const [corrected, setCorrected] = useState(false);
  const [nudgeMs, setNudgeMs] = useState(0);
  const measurement = job.evidence?.measurement ?? null;
  // "Not sure" before everything is read says nothing about the file: the progress says more.
  const toldMeasurement = job.status === 'working' && measurement?.verdict === 'unsure' ? null : measurement;
  const article = useRef<HTMLElement>(null);
  const focused = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: cards come and go with the status
  useEffect(() => {
    // Cancel and "Try again" vanish when pressed: the focus stays with this file.
    const lost = focused.current !== null && !focused.current.isConnected;
    if (lost && document.activeElement === document.body) article.current?.focus({ preventScroll: true });
  }, [job.status]);
  const nudge = (deltaMs: number) => {
    setNudgeMs(deltaMs === 0 ? 0 : nudgeMs + deltaMs);
    if (deltaMs !== 0) setCorrected(true);
  };
  const handMadeMs = nudgeMs === 0 ? null : Math.round(measurement?.offsetMs ?? 0) + nudgeMs;
  return (
    <article
      className={styles['job']}
      aria-label={job.file.name}
      ref={article}
      tabIndex={-1}
      onFocus={(event) => {
        focused.current = event.target;
      }}
    >
      <FileLine job={job} session={session} />
      <div
        className={
          job.media && job.status !== 'failed' ? styles['top'] : `${styles['top']} ${styles['single']}`
        }
      >
        {job.status === 'waiting' && <WorkingCard job={job} session={session} position={position} />}
        {job.status === 'working' && !toldMeasurement && (
          <WorkingCard job={job} session={session} position={0} />
        )}
        {(job.status === 'failed' || (job.status === 'cancelled' && !measurement)) && (
          <ProblemCard job={job} session={session} />
        )}
        {toldMeasurement && job.status !== 'failed' && <VerdictCard job={job} session={session} />}
        {job.media && job.status !== 'failed' && (
          <Player
            job={job}
            media={job.media}
            session={session}
            timeline={timeline}
            corrected={corrected}
            onCorrected={setCorrected}
            nudgeMs={nudgeMs}
            onNudge={nudge}
          />
        )}
      </div>
      {measurement && job.status === 'done' && (
        <ErrorBoundary>
          <Suspense>{slots.underVerdict(job, measurement, nudgeMs)}</Suspense>
        </ErrorBoundary>
      )}
      {measurement && job.status === 'done' && <Parts measurement={measurement} timeline={timeline} />}
      {job.media && job.status !== 'failed' && (
        <div className="card">
          <Evidence
            job={job}
            timeline={timeline}
            corrected={corrected}
            onCorrectedChange={setCorrected}
            correctionMs={measurement?.pattern.kind === 'constant' || !measurement ? handMadeMs : null}
          />
        </div>
      )}
      {measurement && job.status === 'done' && (
        <ErrorBoundary>
          <Suspense>{slots.afterEvidence(job, nudgeMs)}</Suspense>
        </ErrorBoundary>
      )}
      {measurement && job.status === 'done' && <Details job={job} measurement={measurement} />}
    </article>
  );
}
