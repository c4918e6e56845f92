/** Below the queue: the button for all files that are off, then how far they are and what came of them. */
import { useRef, useState } from 'react';
import { countWords } from '../../core/report/format';
import type { CheckJob } from '../engine/check-types';
import { sortJobs } from '../engine/fix/batch';
import type { BatchItem, BatchState, FixSession } from '../engine/fix/types';
import { useStore } from '../engine/use-store';
import { CancelButton } from '../ui/CancelButton';
import { Disclosure } from '../ui/Disclosure';
import { DownloadLink } from '../ui/DownloadLink';
import styles from './BatchCard.module.css';
import { BatchDialog, LeftAlone } from './BatchDialog';
import { FixProblem } from './FixProblem';
import { Remarks } from './Remarks';

export function BatchCard({ jobs, fixes }: { jobs: readonly CheckJob[]; fixes: FixSession }) {
  const { batch } = useStore(fixes);
  const [asking, setAsking] = useState(false);
  const card = useRef<HTMLElement>(null);
  if (batch) {
    return (
      <section className={`card ${styles['card']}`} aria-labelledby="batch-title" tabIndex={-1} ref={card}>
        {batch.status === 'working' ? (
          <Working batch={batch} onCancel={() => fixes.cancelBatch()} />
        ) : (
          <Done batch={batch} fixes={fixes} />
        )}
      </section>
    );
  }
  const sorted = sortJobs(jobs);
  // One file has its own button.
  if (jobs.length < 2 || sorted.off.length === 0) return null;
  return (
    <>
      <button type="button" className={`button ${styles['start']}`} onClick={() => setAsking(true)}>
        {sorted.off.length === 1 ? 'Fix the one that is off' : `Fix all that are off (${sorted.off.length})`}
      </button>
      <BatchDialog
        open={asking}
        {...sorted}
        onClose={() => setAsking(false)}
        onStart={(destination, chosen) => {
          setAsking(false);
          fixes.startBatch(destination, chosen);
          // The button that opened the window is gone.
          requestAnimationFrame(() => card.current?.focus());
        }}
      />
    </>
  );
}

function Working({ batch: { items }, onCancel }: { batch: BatchState; onCancel: () => void }) {
  const done = items.filter(({ state }) => state !== 'waiting' && state !== 'working').length;
  return (
    <>
      <h3 id="batch-title">{`Fixing ${Math.min(done + 1, items.length)} of ${items.length}`}</h3>
      <progress aria-label="Files fixed" max={items.length} value={done} />
      <CancelButton what="fixing all" onCancel={onCancel} />
    </>
  );
}

function Done({ batch, fixes }: { batch: BatchState; fixes: FixSession }) {
  const { status, items, leftAlone, zip, error, destination } = batch;
  const troubled = items.filter(({ state }) => state === 'not-good' || state === 'failed');
  return (
    <>
      <h3 id="batch-title">{status === 'cancelled' ? 'Fixing was cancelled' : 'Fixing is done'}</h3>
      <p role="status">{summaryOf(items)}</p>
      {error && (
        <FixProblem
          error={error}
          onRetry={() => fixes.startBatch(destination, new Set(items.map(({ jobId }) => jobId)))}
        />
      )}
      {troubled.length > 0 && (
        <Remarks remarks={troubled.map(({ name, note }) => `${name}: ${note ?? 'it could not be fixed.'}`)} />
      )}
      {leftAlone.length > 0 && (
        <Disclosure className="small" summary={`${countWords(leftAlone.length, 'file')} left alone`}>
          <LeftAlone files={leftAlone} />
        </Disclosure>
      )}
      <p className="actions">
        {zip && <DownloadLink file={zip} primary onTake={() => fixes.takeZip()} />}
        <button type="button" className="button" onClick={() => fixes.closeBatch()}>
          Close
        </button>
      </p>
    </>
  );
}

/** `2 fixed, 1 not good enough, 1 failed.` */
function summaryOf(items: readonly BatchItem[]): string {
  const count = (state: BatchItem['state']) => items.filter((item) => item.state === state).length;
  const parts: [number, string][] = [
    [count('delivered'), 'fixed'],
    [count('not-good'), 'not good enough'],
    [count('failed'), 'failed'],
    [count('cancelled'), 'not started or cancelled'],
  ];
  return `${
    parts
      .filter(([n]) => n > 0)
      .map(([n, word]) => `${n}\u00a0${word}`)
      .join(', ') || 'No file was fixed'
  }.`;
}
