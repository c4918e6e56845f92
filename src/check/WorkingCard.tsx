/** A file that waits or is being read, before anything can be said about its sound. */

import { shareWords } from '../../core/report/format';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { remainingWords, STAGE_LABELS, shareDone, stagesShown } from '../engine/stages';
import { Icon } from '../ui/Icon';
import { ProgressBar } from '../ui/ProgressBar';
import { Steps } from '../ui/Steps';
import styles from './WorkingCard.module.css';

interface WorkingCardProps {
  job: CheckJob;
  session: CheckSession;
  position: number;
}

export function WorkingCard({ job, session, position }: WorkingCardProps) {
  const { progress } = job;
  if (!progress) {
    return (
      <section className={`card ${styles['working']}`} aria-labelledby="working-title">
        <h3 id="working-title" className="headline">
          Waiting for its turn
        </h3>
        {position > 0 && <p className="muted">The videos above it are checked first.</p>}
        <CancelButton job={job} session={session} />
      </section>
    );
  }
  const stages = stagesShown(progress.stage);
  return (
    <section className={`card ${styles['working']}`} aria-labelledby="working-title">
      <h3 id="working-title" className="headline">
        {STAGE_LABELS[progress.stage]}…
      </h3>
      <StageProgress job={job} />
      <Steps labels={stages.map((stage) => STAGE_LABELS[stage])} now={stages.indexOf(progress.stage)} />
      <CancelButton job={job} session={session} />
    </section>
  );
}

/** The bar with its words; also stands in the card of a first estimate. */
export function StageProgress({ job }: { job: CheckJob }) {
  const { progress } = job;
  if (!progress) return null;
  const share = shareDone(progress);
  return (
    <ProgressBar
      label={STAGE_LABELS[progress.stage]}
      share={share}
      left={share === null ? STAGE_LABELS[progress.stage] : shareWords(share)}
      right={remainingWords(progress)}
    />
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
