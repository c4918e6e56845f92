/** What was taken out of the list: found by name or result, opened again, deleted for good. */
import { useState } from 'react';
import { countWords } from '../../core/report/format';
import type { Desk } from '../engine/desk/desk';
import { type EarlierCheck, searched } from '../engine/desk/earlier';
import { useStore } from '../engine/use-store';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { TextEntry } from '../ui/TextEntry';
import styles from './EarlierChecks.module.css';

export function EarlierChecks({ desk }: { desk: Desk }) {
  const { earlier } = useStore(desk);
  const [open, setOpen] = useState(false);
  if (earlier.length === 0 && !open) return null;
  return (
    <>
      <button type="button" className="button quiet" onClick={() => setOpen(true)}>
        {`Earlier checks (${earlier.length})`}
      </button>
      <Dialog open={open} title="Earlier checks" onClose={() => setOpen(false)}>
        <Found earlier={earlier} desk={desk} onReopened={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

interface FoundProps {
  earlier: readonly EarlierCheck[];
  desk: Desk;
  onReopened(): void;
}

function Found({ earlier, desk, onReopened }: FoundProps) {
  const [wanted, setWanted] = useState('');
  const found = searched(earlier, wanted);
  const forget = (checks: readonly EarlierCheck[]) => void desk.forget(checks.map(({ id }) => id));
  return (
    <div className={styles['earlier']}>
      <p className="muted small">
        Taken out of the list, and still kept in this browser, without the videos.
      </p>
      <TextEntry
        label="Search by name or result"
        placeholder="Search by name or result"
        value={wanted}
        onChange={setWanted}
        onEnter={() => {}}
      />
      <p className="small" role="status">
        {found.length === 0 ? 'No check fits.' : countWords(found.length, 'check')}
      </p>
      <ul className={`plain ${styles['list']}`}>
        {found.map((check) => (
          <li key={check.id} className={styles['item']}>
            <button
              type="button"
              className={styles['open']}
              title="Put it back into the list"
              onClick={() => {
                void desk.reopen(check.id);
                onReopened();
              }}
            >
              <strong>{check.name}</strong>
              <span className="muted small figures">
                {`${check.words} · ${new Date(check.closedAtMs).toLocaleDateString('en', { dateStyle: 'medium' })}`}
              </span>
            </button>
            <button
              type="button"
              className="button quiet icon-only"
              aria-label={`Delete ${check.name} for good`}
              title="Delete for good"
              onClick={() => forget([check])}
            >
              <Icon name="trash" />
            </button>
          </li>
        ))}
      </ul>
      {found.length > 1 && (
        <p>
          <button type="button" className="button" onClick={() => forget(found)}>
            {`Delete ${found.length === earlier.length ? 'all' : 'these'} ${found.length} for good`}
          </button>
        </p>
      )}
    </div>
  );
}
