/** A few buttons that belong together, side by side without a gap. */
import type { ReactNode } from 'react';
import styles from './ButtonGroup.module.css';

export function ButtonGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={styles['group']} aria-label={label}>
      {children}
    </fieldset>
  );
}
