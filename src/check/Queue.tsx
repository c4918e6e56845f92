/** All files of this visit, with their state, and what can be done with each. */
import { useRef } from 'react';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { shareDone } from '../engine/stages';
import { usePaused } from '../engine/use-check';
import { Icon } from '../ui/Icon';
import styles from './Queue.module.css';
import { QueueTools, useArranged } from './QueueTools';
import { nameParts, stateWords } from './queue-view';
import type { CheckSlots, QueueNote } from './slots';
import { toneOfJob } from './status-style';

interface QueueProps {
  jobs: readonly CheckJob[];
  session: CheckSession;
  slots: CheckSlots;
  selectedId: string | null;
  onSelect(id: string): void;
}

export function Queue({ jobs, session, slots, selectedId, onSelect }: QueueProps) {
  const notes = slots.useNotes(jobs);
  const list = useRef<HTMLUListElement>(null);
  const paused = usePaused(session);
  const next = jobs.find(({ status }) => status === 'waiting');
  const arrangement = useArranged(jobs, notes);
  const remove = (id: string, index: number) => {
    session.remove(id);
    // The focused item is gone: its neighbour gets the focus.
    requestAnimationFrame(() => {
      const items = list.current?.querySelectorAll<HTMLElement>('[aria-current]') ?? [];
      (items[index] ?? items[items.length - 1] ?? document.getElementById('main'))?.focus();
    });
  };
  return (
    <section className={styles['queue']} aria-labelledby="queue-title">
      <h2 id="queue-title">Videos</h2>
      {jobs.length > 1 && (
        <QueueTools
          {...arrangement}
          waiting={next !== undefined}
          paused={paused}
          onPause={(on) => session.pause(on)}
        />
      )}
      <ul className="plain" ref={list}>
        {arrangement.shown.map((job, index) => (
          <QueueItem
            key={job.id}
            job={job}
            session={session}
            note={notes.get(job.id)}
            selected={job.id === selectedId}
            canComeNext={job.status === 'waiting' && job !== next}
            onSelect={() => onSelect(job.id)}
            onRemove={() => remove(job.id, index)}
          />
        ))}
      </ul>
      {slots.belowQueue(jobs)}
    </section>
  );
}

interface QueueItemProps {
  job: CheckJob;
  session: CheckSession;
  note: QueueNote | undefined;
  selected: boolean;
  /** It waits behind others. */
  canComeNext: boolean;
  onSelect(): void;
  onRemove(): void;
}

function QueueItem({ job, session, note, selected, canComeNext, onSelect, onRemove }: QueueItemProps) {
  const { name } = job.file;
  const ofJob = toneOfJob(job);
  const tone = note?.settled ? { ...ofJob, name: 'good', icon: 'check' as const } : ofJob;
  const running = job.status === 'waiting' || job.status === 'working';
  return (
    <li className={styles['item']}>
      <button type="button" className={styles['select']} aria-current={selected} onClick={onSelect}>
        <span className={`${styles['dot']} tone-${tone.name}`}>
          <Icon name={tone.icon} />
        </span>
        <span className={styles['words']}>
          <FileName name={name} />
          <span className={`${styles['state']} figures`} data-testid="file-state">
            {note?.words ?? stateWords(job, tone.word)}
          </span>
        </span>
      </button>
      {canComeNext && (
        <button
          type="button"
          className="button quiet icon-only"
          aria-label={`Check ${name} next`}
          title="Check this one next"
          onClick={() => session.bringForward(job.id)}
        >
          <Icon name="up" />
        </button>
      )}
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
        <progress
          aria-label={`Progress of ${name}`}
          max={1}
          {...barValue(job.progress && shareDone(job.progress))}
        />
      )}
      {note?.work && (
        <progress aria-label={`${note.work.label} ${name}`} max={1} {...barValue(note.work.share)} />
      )}
    </li>
  );
}

function FileName({ name }: { name: string }) {
  const { head, tail } = nameParts(name);
  return (
    <span className={styles['name']} title={name}>
      <span className={styles['head']}>{head}</span>
      {tail && <span>{tail}</span>}
    </span>
  );
}

/** Without a value the bar shows that something goes on. */
function barValue(share: number | null): { value?: number } {
  return share === null ? {} : { value: share };
}
