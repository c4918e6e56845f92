/** Above the list of videos: what came of them in one line, and which of them are listed in what order. */
import { useEffect, useRef, useState } from 'react';
import type { CheckJob } from '../engine/check-types';
import { Icon } from '../ui/Icon';
import styles from './QueueTools.module.css';
import {
  arranged,
  countGroups,
  GROUP_WORDS,
  type Group,
  ORDER_WORDS,
  type Order,
  summaryWords,
} from './queue-view';
import type { QueueNote } from './slots';

/** Fewer are seen at a glance. */
const WORTH_SORTING = 4;

interface Arrangement {
  total: number;
  counts: ReadonlyMap<Group, number>;
  shown: readonly CheckJob[];
  group: Group | null;
  order: Order;
  onGroup(group: Group | null): void;
  onOrder(order: Order): void;
}

/** What is listed. A filter ends when nothing is left of its kind, and when videos come in. */
export function useArranged(jobs: readonly CheckJob[], notes: ReadonlyMap<string, QueueNote>): Arrangement {
  const [wanted, setGroup] = useState<Group | null>(null);
  const [order, setOrder] = useState<Order>('added');
  const counts = countGroups(jobs, notes);
  const isOffered = jobs.length >= WORTH_SORTING;
  const group = isOffered && wanted !== null && counts.has(wanted) ? wanted : null;
  const before = useRef(jobs.length);
  useEffect(() => {
    if (jobs.length > before.current || group === null) setGroup(null);
    before.current = jobs.length;
  }, [jobs.length, group]);
  return {
    total: jobs.length,
    counts,
    shown: arranged(jobs, notes, group, isOffered ? order : 'added'),
    group,
    order,
    onGroup: setGroup,
    onOrder: setOrder,
  };
}

interface QueueToolsProps extends Arrangement {
  /** A video waits for its turn. */
  waiting: boolean;
  paused: boolean;
  onPause(paused: boolean): void;
}

export function QueueTools(props: QueueToolsProps) {
  const { total, counts, group, order, onGroup, onOrder, waiting, paused, onPause } = props;
  return (
    <>
      <p className={`small figures ${styles['summary']}`} data-testid="queue-summary">
        {summaryWords(counts)}
      </p>
      {(paused || waiting) && (
        <div className={styles['pause']}>
          <button type="button" className="button" onClick={() => onPause(!paused)}>
            <Icon name={paused ? 'play' : 'pause'} />
            {paused ? 'Go on checking' : 'Pause'}
          </button>
          {paused && (
            <p className="small muted" role="status">
              Paused: the next video waits.
            </p>
          )}
        </div>
      )}
      {total >= WORTH_SORTING && (
        <div className={styles['tools']}>
          <select
            aria-label="Which videos are listed"
            value={group ?? 'all'}
            onChange={({ target }) => onGroup(target.value === 'all' ? null : (target.value as Group))}
          >
            <option value="all">{`All (${total})`}</option>
            {[...counts].map(([each, count]) => (
              <option key={each} value={each}>
                {`${capital(GROUP_WORDS[each])} (${count})`}
              </option>
            ))}
          </select>
          <select
            aria-label="Order of the list"
            value={order}
            onChange={({ target }) => onOrder(target.value as Order)}
          >
            {Object.entries(ORDER_WORDS).map(([each, words]) => (
              <option key={each} value={each}>
                {words}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
