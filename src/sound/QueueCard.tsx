/** Several recordings: one row each, with how far it is and how loud it was and is. */
import { useState } from 'react';
import type { SoundJob, SoundQueueState } from '../engine/sound/queue-types';
import type { MixingState, SoundSession } from '../engine/sound/types';
import { Card, CardHead } from '../ui/Card';
import { FileButton } from '../ui/FileButton';
import { Icon } from '../ui/Icon';
import { MicrophoneOffer } from './Microphones';
import styles from './QueueCard.module.css';
import { jobFigures, jobWords } from './queue-copy';

interface QueueCardProps {
  queue: SoundQueueState;
  mixing: MixingState | null;
  session: SoundSession;
  busy: boolean;
  isDropTarget: boolean;
  accept: string;
}

export function QueueCard({ queue, mixing, session, busy, isDropTarget, accept }: QueueCardProps) {
  // The offer comes and goes, what was chosen in it stays.
  const [timeOf, setTimeOf] = useState<string | null>(null);
  return (
    <Card aria-labelledby="sound-queue-title" data-drop={isDropTarget ? 'here' : undefined}>
      <CardHead>
        <h2 id="sound-queue-title">{`The recordings (${queue.jobs.length})`}</h2>
      </CardHead>
      <ul className={`plain ${styles['rows']}`} data-testid="sound-queue">
        {queue.jobs.map((job) => (
          <Row
            key={job.id}
            job={job}
            isStarted={queue.status !== 'listed'}
            isMixing={mixing?.status === 'working'}
            onRemove={() => session.removeFromQueue(job.id)}
          />
        ))}
      </ul>
      <p className="actions">
        <FileButton
          accept={accept}
          disabled={busy}
          testId="sound-file"
          onFiles={(files) => session.addFiles(files)}
        >
          Add files
        </FileButton>
        <button type="button" className="button" disabled={busy} onClick={() => session.clearQueue()}>
          Clear the list
        </button>
      </p>
      {queue.status !== 'working' && (
        <MicrophoneOffer
          queue={queue}
          mixing={mixing}
          session={session}
          busy={busy}
          timeOf={timeOf}
          onTimeOf={setTimeOf}
        />
      )}
    </Card>
  );
}

interface RowProps {
  job: SoundJob;
  isStarted: boolean;
  isMixing: boolean;
  onRemove(): void;
}

function Row({ job, isStarted, isMixing, onRemove }: RowProps) {
  const { file, status, error } = job;
  const words = jobWords(job, isStarted);
  const figures = jobFigures(job);
  return (
    <li className={styles['row']}>
      <strong>{file.name}</strong>
      <button
        type="button"
        className="button quiet icon-only"
        disabled={isMixing || status === 'working'}
        aria-label={`Remove ${file.name} from the list`}
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
      <p className={`small figures ${styles['state']}`}>
        {error ? <span className="error-text">{`${error.message} ${error.hint}`}</span> : words}
        {figures && <span className="muted">{figures}</span>}
      </p>
    </li>
  );
}
