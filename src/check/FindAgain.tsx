/** In the player's place after a reload: the result is there, the video has to be given again. */
import { useRef, useState } from 'react';
import type { CheckJob, CheckSession } from '../engine/check-types';
import { reopen } from '../engine/desk/file-handles';
import { isFile } from '../engine/desk/find-again';
import { Icon } from '../ui/Icon';
import styles from './FindAgain.module.css';

interface FindAgainProps {
  job: CheckJob;
  session: CheckSession;
}

export function FindAgain({ job, session }: FindAgainProps) {
  return (
    <section className={`card ${styles['card']}`} aria-labelledby="away-title">
      <Icon name="film" />
      <h3 id="away-title">The result is kept, the video is not</h3>
      <p className="muted">
        A page may not open your files by itself after it was closed or reloaded. Choose the video again to
        play, fix or check it anew, or drop it here.
      </p>
      <FindButtons job={job} session={session} />
    </section>
  );
}

export function FindButtons({ job, session }: FindAgainProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { away } = job;
  if (!away) return null;
  const { handle } = away;
  const take = async (file: File | null | undefined) => {
    if (!file) return;
    if (await isFile(file, job.file.name, away)) session.found(job.id, file);
    else
      setProblem(
        `“${file.name}” is not the file that was checked as “${job.file.name}”: its content is different. To check it as well, use “Add videos”.`,
      );
  };
  const openAgain = async (known: FileSystemFileHandle) => {
    const file = await reopen(known, true);
    if (file) await take(file);
    else setProblem('The browser could not open it again. Choose the video yourself.');
  };
  return (
    <>
      <p className="actions">
        {handle && (
          <button type="button" className="button primary" onClick={() => void openAgain(handle)}>
            <Icon name="retry" />
            Open it again
          </button>
        )}
        <button
          type="button"
          className={handle ? 'button' : 'button primary'}
          onClick={() => input.current?.click()}
        >
          <Icon name="upload" />
          Choose the video again
        </button>
        <button type="button" className="button quiet" onClick={() => session.remove(job.id)}>
          <Icon name="trash" />
          Remove
        </button>
      </p>
      <input
        ref={input}
        type="file"
        hidden
        data-testid="find-again"
        onChange={(event) => {
          setProblem(null);
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {problem && (
        <p className="error-text" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
