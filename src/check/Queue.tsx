/** All files of this visit, with their state, and what can be done with each. */
import { verdictLabel } from '../../core/report/sentences';
import { Icon } from '../ui/Icon';
import type { CheckJob } from './session/types';
import { remainingWords, STAGE_LABELS, shareDone } from './stages';
import { toneOfJob } from './tone';
import type { CheckSessionStore } from './useJobs';

interface QueueProps {
  jobs: readonly CheckJob[];
  session: CheckSessionStore;
  selectedId: string | null;
  onSelect(id: string): void;
}

export function Queue({ jobs, session, selectedId, onSelect }: QueueProps) {
  return (
    <section className="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">Videos</h2>
      <ul className="plain">
        {jobs.map((job) => (
          <QueueItem
            key={job.id}
            job={job}
            session={session}
            selected={job.id === selectedId}
            onSelect={() => onSelect(job.id)}
          />
        ))}
      </ul>
    </section>
  );
}

interface QueueItemProps {
  job: CheckJob;
  session: CheckSessionStore;
  selected: boolean;
  onSelect(): void;
}

function QueueItem({ job, session, selected, onSelect }: QueueItemProps) {
  const { name } = job.file;
  const tone = toneOfJob(job);
  const running = job.status === 'waiting' || job.status === 'working';
  return (
    <li className="queue-item">
      <button type="button" className="queue-select" aria-current={selected} onClick={onSelect}>
        <span className={`dot tone-${tone.name}`}>
          <Icon name={tone.icon} />
        </span>
        <span className="queue-words">
          <span className="queue-name" title={name}>
            {name}
          </span>
          <span className="queue-state figures">{stateWords(job, tone.word)}</span>
        </span>
      </button>
      {running ? (
        <button
          type="button"
          className="button quiet icon-only"
          aria-label={`Cancel ${name}`}
          title="Cancel"
          onClick={() => session.cancel(job.id)}
        >
          <Icon name="close" />
        </button>
      ) : (
        <button
          type="button"
          className="button quiet icon-only"
          aria-label={`Remove ${name}`}
          title="Remove from this list"
          onClick={() => session.remove(job.id)}
        >
          <Icon name="trash" />
        </button>
      )}
      {job.status === 'working' && (
        <progress aria-label={`Progress of ${name}`} max={1} {...progressValue(job)} />
      )}
    </li>
  );
}

function stateWords(job: CheckJob, word: string): string {
  if (job.status === 'working' && job.progress) {
    return remainingWords(job.progress) ?? STAGE_LABELS[job.progress.stage];
  }
  if (job.status === 'done' && job.evidence) {
    const label = verdictLabel(job.evidence.measurement);
    return label === word ? word : `${label}: ${word.charAt(0).toLowerCase()}${word.slice(1)}`;
  }
  return word;
}

function progressValue(job: CheckJob): { value?: number } {
  const share = job.progress && shareDone(job.progress);
  return share === null ? {} : { value: share };
}
