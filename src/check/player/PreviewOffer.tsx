/** For files that the browser cannot play: offers to make a small copy that it can. */
import { useEffect, useRef, useState } from 'react';
import { LipslateError } from '../../../core/errors';
import { shareWords } from '../../../core/report/format';
import type { CheckJob, CheckSession } from '../../engine/check-types';
import { Icon } from '../../ui/Icon';
import styles from './PreviewOffer.module.css';

interface PreviewOfferProps {
  why: string;
  job: CheckJob;
  session: CheckSession;
  onPreview(preview: Blob): void;
}

export function PreviewOffer({ why, job, session, onPreview }: PreviewOfferProps) {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const abort = useRef<AbortController | null>(null);
  const busy = job.status === 'working' || job.status === 'waiting';
  useEffect(() => () => abort.current?.abort(), []);

  const prepare = async () => {
    const own = new AbortController();
    abort.current = own;
    setShare(0);
    setProblem(null);
    try {
      onPreview(await session.makePreview(job.id, own.signal, setShare));
    } catch (cause) {
      const error = LipslateError.from(cause);
      if (error.code !== 'cancelled') setProblem(`${error.message} ${error.hint}`);
    } finally {
      setShare(null);
    }
  };

  return (
    <div className={styles['offer']}>
      <Icon name="film" />
      <p>{why} It can be checked all the same.</p>
      {share === null ? (
        <button type="button" className="button" disabled={busy} onClick={() => void prepare()}>
          Prepare a preview
        </button>
      ) : (
        <div className={styles['progress']}>
          <progress aria-label="Preparing the preview" max={1} value={share} />
          <p className="small figures">Preparing… {shareWords(share)}</p>
          <button type="button" className="button" onClick={() => abort.current?.abort()}>
            Cancel
          </button>
        </div>
      )}
      {busy && <p className="small">Possible as soon as the check is done.</p>}
      {problem && (
        <p className="small" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
