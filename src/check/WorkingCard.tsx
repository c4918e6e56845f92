/** A file that waits or is being read, before anything can be said about its sound. */

import { shareWords } from '../../core/report/format';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { remainingWords, STAGE_LABELS, shareDone, stagesShown } from '../engine/stages';
import { CancelButton } from '../ui/CancelButton';
import { ProgressBar } from '../ui/ProgressBar';
import { Steps } from '../ui/Steps';
import { AnswerCard } from './AnswerCard';

interface WorkingCardProps {
  job: CheckJob;
  session: CheckSession;
  position: number;
}

export function WorkingCard({ job, session, position }: WorkingCardProps) {
  const { progress } = job;
  if (!progress) {
    return (
      <AnswerCard titleId="working-title">
        <h3 id="working-title" className="headline">
          Waiting for its turn
        </h3>
        {position > 0 && <p className="muted">The videos above it are checked first.</p>}
        <CancelCheck job={job} session={session} />
      </AnswerCard>
    );
  }
  const stages = stagesShown(progress.stage);
  return (
    <AnswerCard titleId="working-title">
      <h3 id="working-title" className="headline">
        {STAGE_LABELS[progress.stage]}…
      </h3>
      <StageProgress job={job} />
      <Steps labels={stages.map((stage) => STAGE_LABELS[stage])} now={stages.indexOf(progress.stage)} />
      <CancelCheck job={job} session={session} />
    </AnswerCard>
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

export function CancelCheck({ job, session }: { job: CheckJob; session: CheckSession }) {
  return (
    <p>
      <CancelButton onCancel={() => session.cancel(job.id)} />
    </p>
  );
}
