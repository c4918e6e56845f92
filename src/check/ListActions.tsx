/** Below the list: what can be done with all of it. */
import { type ReactNode, useState } from 'react';
import { LipslateError } from '../../core/errors';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { PROJECT_ENDING } from '../engine/desk/take-files';
import { download } from '../engine/fix/save-copies';
import styles from './ListActions.module.css';

interface ListActionsProps {
  jobs: readonly CheckJob[];
  session: CheckSession;
  /** What was in the list before. */
  children: ReactNode;
}

export function ListActions({ jobs, session, children }: ListActionsProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    setProblem(null);
    try {
      const { writeProject } = await import('../engine/desk/project-file');
      const project = await writeProject(jobs, session.get().settings);
      download(project, `lip-sync-${new Date().toISOString().slice(0, 10)}${PROJECT_ENDING}`);
    } catch (cause) {
      const { message, hint } = LipslateError.from(cause);
      setProblem(`${message} ${hint}`);
    }
  };
  return (
    <div className={styles['actions']}>
      <button
        type="button"
        className="button quiet"
        title="All results as one file, without the videos: to be opened here again, or on another machine"
        onClick={() => void save()}
      >
        Save as a project
      </button>
      {children}
      {jobs.length > 1 && (
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            for (const { id } of jobs) session.remove(id);
            document.getElementById('main')?.focus({ preventScroll: true });
          }}
        >
          Clear the list
        </button>
      )}
      {problem && (
        <p className="error-text small" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
