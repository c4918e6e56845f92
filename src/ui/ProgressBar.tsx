/** A bar with a line below it: what is being done on the left, how far it is on the right. */
import type { ReactNode } from 'react';
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  label: string;
  /** 0..1; null while it cannot be known. */
  share: number | null;
  left: ReactNode;
  right?: ReactNode;
}

export function ProgressBar({ label, share, left, right }: ProgressBarProps) {
  return (
    <div className={styles['progress']}>
      <progress aria-label={label} max={1} value={share ?? undefined} />
      <p className="muted small figures">
        <span>{left}</span>
        <span>{right}</span>
      </p>
    </div>
  );
}
