/** Recording: the question for the microphone, then its level and the time, until it is stopped. */
import { useEffect, useRef, useState } from 'react';
import { clockWords } from '../../core/report/format';
import { Icon } from '../ui/Icon';
import { Note } from '../ui/Note';
import { Microphone, MicrophoneError } from './microphone';
import styles from './Recorder.module.css';

/** So much for one take; a forgotten recording must not fill the memory. */
const LONGEST_S = 600;

export function Recorder({ onDone, onCancel }: { onDone(file: File): void; onCancel(): void }) {
  const microphone = useRef<Microphone | null>(null);
  const bar = useRef<HTMLSpanElement>(null);
  const stopButton = useRef<HTMLButtonElement>(null);
  const [seconds, setSeconds] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  const stop = async () => {
    const running = microphone.current;
    microphone.current = null;
    if (running) done.current(await running.stop());
  };
  const latestStop = useRef(stop);
  latestStop.current = stop;

  // biome-ignore lint/correctness/useExhaustiveDependencies: every attempt asks for the microphone once more
  useEffect(() => {
    let alive = true;
    let raf = 0;
    setProblem(null);
    Microphone.start().then(
      (started) => {
        if (!alive) return started.dispose();
        microphone.current = started;
        const beganMs = performance.now();
        setSeconds(0);
        const look = () => {
          if (microphone.current !== started) return;
          const passedS = (performance.now() - beganMs) / 1000;
          setSeconds(Math.floor(passedS));
          bar.current?.style.setProperty('--level', String(started.level()));
          if (passedS > LONGEST_S) void latestStop.current();
          else raf = requestAnimationFrame(look);
        };
        look();
      },
      (cause: unknown) => {
        if (alive)
          setProblem(cause instanceof MicrophoneError ? cause.message : 'Recording could not be started.');
      },
    );
    return () => {
      alive = false;
      cancelAnimationFrame(raf);
      microphone.current?.dispose();
      microphone.current = null;
    };
  }, [attempt]);
  const cancel = useRef(onCancel);
  useEffect(() => {
    cancel.current = onCancel;
  });
  // A recording must not go on after the visitor has left the room.
  useEffect(() => () => cancel.current(), []);
  const recording = seconds !== null;
  useEffect(() => {
    if (recording) stopButton.current?.focus();
  }, [recording]);

  if (problem) {
    return (
      <Note tone="bad" icon="mic" role="alert">
        <p>{problem}</p>
        <p className="actions">
          <button type="button" className="button" onClick={() => setAttempt(attempt + 1)}>
            <Icon name="retry" />
            Record again
          </button>
          <button type="button" className="button" onClick={onCancel}>
            Back
          </button>
        </p>
      </Note>
    );
  }
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
          <button type="button" className="button primary" ref={stopButton} onClick={() => void stop()}>
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
