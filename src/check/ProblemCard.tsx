/** A file that could not be checked, or was cancelled: what happened, the way out, try again. */

import type { CheckJob, CheckSession } from '../engine/check-types';
import { Badge } from '../ui/Badge';
import { ErrorDetail } from '../ui/ErrorDetail';
import { Icon } from '../ui/Icon';
import { AnswerCard } from './AnswerCard';
import { FindButtons } from './FindAgain';

export function ProblemCard({ job, session }: { job: CheckJob; session: CheckSession }) {
  if (job.away && !job.error) return <Unfinished job={job} session={session} />;
  const { error } = job;
  return (
    <AnswerCard titleId="problem-title">
      <Badge tone={error ? 'bad' : 'plain'} icon={error ? 'warning' : 'close'}>
        {error ? 'Could not be checked' : 'Cancelled'}
      </Badge>
      <h3 id="problem-title" className="headline">
        {error?.message ?? 'This check was cancelled.'}
      </h3>
      <p>{error?.hint ?? 'Start it again when you like.'}</p>
      <p className="actions">
        {!job.away && (
          <button type="button" className="button primary" onClick={() => session.retry(job.id)}>
            <Icon name="retry" />
            {error ? 'Try again' : 'Start again'}
          </button>
        )}
        <button type="button" className="button" onClick={() => session.remove(job.id)}>
          <Icon name="trash" />
          Remove
        </button>
      </p>
      <ErrorDetail error={error} />
    </AnswerCard>
  );
}

/** The page was closed or reloaded before its turn came to an end. */
function Unfinished({ job, session }: { job: CheckJob; session: CheckSession }) {
  return (
    <AnswerCard titleId="problem-title">
      <Badge tone="plain" icon="wait">
        Not finished
      </Badge>
      <h3 id="problem-title" className="headline">
        This check was not finished.
      </h3>
      <p>The page was reloaded or closed before. Choose the video again and it is checked.</p>
      <FindButtons job={job} session={session} />
    </AnswerCard>
  );
}
