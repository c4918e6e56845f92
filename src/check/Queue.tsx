/** All files of this visit, with their state, and what can be done with each. */
import { useRef } from 'react';
import { verdictLabel } from '../../core/report/sentences';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { remainingWords, STAGE_LABELS, shareDone } from '../engine/stages';
import { BatchCard } from '../fix/BatchCard';
import { fixLineWords, stepShare } from '../fix/copy';
import type { FixJob, FixSession } from '../fix/session/types';
import { useFix } from '../fix/useFix';
import { Icon } from '../ui/Icon';
import { toneOfJob } from './status-style';

interface QueueProps {
  jobs: readonly CheckJob[];
  session: CheckSession;
  fixes: FixSession;
  selectedId: string | null;
  onSelect(id: string): void;
}

export function Queue({ jobs, session, fixes, selectedId, onSelect }: QueueProps) {
  const { fixes: made } = useFix(fixes);
  const list = useRef<HTMLUListElement>(null);
  const remove = (id: string, index: number) => {
    session.remove(id);
    // The focus was on what is gone: it goes to the neighbour.
    requestAnimationFrame(() => {
      const items = list.current?.querySelectorAll<HTMLElement>('.queue-select') ?? [];
      (items[index] ?? items[items.length - 1] ?? document.getElementById('main'))?.focus();
    });
  };
  return (
    <section className="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">Videos</h2>
      <ul className="plain" ref={list}>
        {jobs.map((job, index) => (
          <QueueItem
            key={job.id}
            job={job}
            session={session}
            fix={made.get(job.id)}
            selected={job.id === selectedId}
            onSelect={() => onSelect(job.id)}
            onRemove={() => remove(job.id, index)}
          />
        ))}
      </ul>
      <BatchCard jobs={jobs} fixes={fixes} />
    </section>
  );
}

interface QueueItemProps {
  job: CheckJob;
  session: CheckSession;
  fix: FixJob | undefined;
  selected: boolean;
  onSelect(): void;
  onRemove(): void;
}

function QueueItem({ job, session, fix, selected, onSelect, onRemove }: QueueItemProps) {
  const { name } = job.file;
  const ofJob = toneOfJob(job);
  // A file whose good copy is there needs nobody's attention any more.
  const isFixed = fix?.status === 'done' && fix.result?.judgement.outcome === 'good';
  const tone = isFixed ? { ...ofJob, name: 'good', icon: 'check' as const } : ofJob;
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
          <span className="queue-state figures">{fixLineWords(fix) ?? stateWords(job, tone.word)}</span>
        </span>
      </button>
      {/* One element for both, so that the focus stays on it when its meaning changes. */}
      <button
        type="button"
        className="button quiet icon-only"
        aria-label={`${running ? 'Cancel' : 'Remove'} ${name}`}
        title={running ? 'Cancel' : 'Remove from this list'}
        onClick={running ? () => session.cancel(job.id) : onRemove}
      >
        <Icon name={running ? 'close' : 'trash'} />
      </button>
      {job.status === 'working' && (
        <progress aria-label={`Progress of ${name}`} max={1} {...progressValue(job)} />
      )}
      {fix?.status === 'working' && (
        <progress aria-label={`Progress of fixing ${name}`} max={1} {...fixValue(fix)} />
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

function fixValue({ progress }: FixJob): { value?: number } {
  const share = progress && stepShare(progress);
  return share === null ? {} : { value: share };
}

function progressValue(job: CheckJob): { value?: number } {
  const share = job.progress && shareDone(job.progress);
  return share === null ? {} : { value: share };
}
