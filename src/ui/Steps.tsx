/** The steps of a piece of work, in order: done, now, to come. */
import { Icon } from './Icon';
import styles from './Steps.module.css';

interface StepsProps {
  labels: readonly string[];
  /** Index of the step that is under way. */
  now: number;
  /** Side by side where there is room. */
  row?: boolean;
}

export function Steps({ labels, now, row = false }: StepsProps) {
  return (
    <ol className={`plain ${styles['steps']} ${row ? styles['row'] : ''}`}>
      {labels.map((label, index) => (
        <li key={label} data-state={index < now ? 'done' : index === now ? 'now' : 'next'}>
          <span className={styles['mark']}>
            {index < now ? <Icon name="check" /> : <span className={styles['dot']} />}
          </span>
          {label}
          <span className="visually-hidden">
            {index < now ? ' (done)' : index === now ? ' (now)' : ' (to come)'}
          </span>
        </li>
      ))}
    </ol>
  );
}
