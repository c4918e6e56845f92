/** Recording: the question for the microphone, then its level and the time, until it is stopped. */
import { useEffect, useRef } from 'react';
import { clockWords } from '../../core/report/format';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import styles from './Recorder.module.css';
import { useRecording } from './useRecording';

export function Recorder({ onDone, onCancel }: { onDone(file: File): void; onCancel(): void }) {
  const bar = useRef<HTMLSpanElement>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  const { seconds, problem, stop, again } = useRecording(bar, onDone);
  const recording = seconds !== null;
  useWhenLeft(onCancel);
  useEffect(() => {
    if (recording) stopButton.current?.focus();
  }, [recording]);

  if (problem) return <CannotRecord words={problem} onAgain={again} onBack={onCancel} />;
  return (
    <div className={styles['recorder']}>
      <p className={`${styles['recording']} figures`} role="status">
        <Icon name="mic" />
        {recording ? 'Recording' : 'Allow the microphone when the browser asks…'}
      </p>
      {recording && (
        <>
          <p className={`${styles['clock']} figures`} role="timer" aria-label="Recorded so far">
            {clockWords(seconds)}
          </p>
          <span className={styles['level']} ref={bar} aria-hidden="true" />
        </>
      )}
      <p className="actions">
        {recording && (
          <button type="button" className="button primary" ref={stopButton} onClick={stop}>
            <Icon name="stop" />
            Stop and use it
          </button>
        )}
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </p>
    </div>
  );
}

function CannotRecord({ words, onAgain, onBack }: { words: string; onAgain(): void; onBack(): void }) {
  return (
    <Note tone="bad" icon="mic" role="alert">
      <p>{words}</p>
      <p className="actions">
        <button type="button" className="button" onClick={onAgain}>
          <Icon name="retry" />
          Record again
        </button>
        <button type="button" className="button" onClick={onBack}>
          Back
        </button>
      </p>
    </Note>
  );
}

/** A recording must not go on after the visitor has left the room. */
function useWhenLeft(onLeft: () => void): void {
  const latest = useRef(onLeft);
  useEffect(() => {
    latest.current = onLeft;
  });
  useEffect(() => () => latest.current(), []);
}
