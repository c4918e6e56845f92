/** A file that waits or is being read, before anything can be said about its sound. */

import type { CheckJob, CheckSession } from '../engine/check-types';
import { remainingWords, STAGE_LABELS, shareDone, stagesShown } from '../engine/stages';
import { Icon } from '../ui/Icon';

interface WorkingCardProps {
  job: CheckJob;
  session: CheckSession;
  position: number;
}

export function WorkingCard({ job, session, position }: WorkingCardProps) {
  const { progress } = job;
  if (!progress) {
    return (
      <section className="card working-card" aria-labelledby="working-title">
        <h3 id="working-title" className="headline">
          Waiting for its turn
        </h3>
        {position > 0 && <p className="muted">The videos before it come first.</p>}
        <CancelButton job={job} session={session} />
      </section>
    );
  }
  const stages = stagesShown(progress.stage);
  const now = stages.indexOf(progress.stage);
  return (
    <section className="card working-card" aria-labelledby="working-title">
      <h3 id="working-title" className="headline">
        {STAGE_LABELS[progress.stage]}…
      </h3>
      <StageProgress job={job} />
      <ol className="plain stages">
        {stages.map((stage, index) => (
          <li key={stage} data-state={index < now ? 'done' : index === now ? 'now' : 'next'}>
            <span className="stage-mark">
              {index < now ? <Icon name="check" /> : <span className="stage-dot" />}
            </span>
            {STAGE_LABELS[stage]}
            <span className="visually-hidden">
              {index < now ? ' (done)' : index === now ? ' (now)' : ' (to come)'}
            </span>
          </li>
        ))}
      </ol>
      <CancelButton job={job} session={session} />
    </section>
  );
}

/** The bar with its words; also stands in the card of a first estimate. */
export function StageProgress({ job }: { job: CheckJob }) {
  const { progress } = job;
  if (!progress) return null;
  const share = shareDone(progress);
  const remaining = remainingWords(progress);
  return (
    <div className="stage-progress">
      <progress
        aria-label={STAGE_LABELS[progress.stage]}
        max={1}
        {...(share === null ? {} : { value: share })}
      />
      <p className="muted small figures">
        <span>{share === null ? STAGE_LABELS[progress.stage] : `${Math.round(share * 100)}\u00a0%`}</span>
        <span>{remaining}</span>
      </p>
    </div>
  );
}

export function CancelButton({ job, session }: { job: CheckJob; session: CheckSession }) {
  return (
    <p>
      <button type="button" className="button" onClick={() => session.cancel(job.id)}>
        <Icon name="close" />
        Cancel
      </button>
    </p>
  );
}
