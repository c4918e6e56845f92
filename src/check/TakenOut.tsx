/** Says what was just taken out of the list, and puts it back when it was a mistake. */
import { useEffect, useRef, useState } from 'react';
import type { CheckJob, CheckSession } from '../engine/check-types';
import type { Desk } from '../engine/desk/desk';
import { useStore } from '../engine/use-store';
import styles from './TakenOut.module.css';
import { takenOutWords } from './taken-out-words';

/** Long enough to read it and to reach the button by keyboard. */
const SHOWN_MS = 20_000;

interface TakenOutProps {
  jobs: readonly CheckJob[];
  session: CheckSession;
  desk: Desk;
}

export function TakenOut({ jobs, session, desk }: TakenOutProps) {
  const { earlier } = useStore(desk);
  const [taken, setTaken] = useState<readonly CheckJob[]>([]);
  const before = useRef(jobs);
  useEffect(() => {
    const there = new Set(jobs.map(({ id }) => id));
    const gone = before.current.filter(({ id }) => !there.has(id));
    before.current = jobs;
    setTaken((known) => {
      const left = known.filter(({ id }) => !there.has(id));
      // Whatever is taken out in one go comes back in one go.
      if (gone.length > 0) return gone;
      return left.length === known.length ? known : left;
    });
  }, [jobs]);
  useEffect(() => {
    if (taken.length === 0) return;
    const timer = setTimeout(() => setTaken([]), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [taken]);

  const names = taken.map(({ file }) => file.name);
  const kept = taken.filter(({ id }) => earlier.some((check) => check.id === id));
  return (
    <div role="status" className={styles['place']}>
      {taken.length > 0 && (
        <p className={`card ${styles['note']}`}>
          <span className={styles['words']}>{takenOutWords(names, kept.length)}</span>
          <button type="button" className="button" onClick={() => session.restore(taken.map(asItWas))}>
            Undo
          </button>
        </p>
      )}
    </div>
  );
}

/** What was being worked on starts anew; everything else is as it was. */
function asItWas(job: CheckJob): CheckJob {
  return job.status === 'working' ? { ...job, status: 'waiting', progress: null } : job;
}
