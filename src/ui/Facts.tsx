/** Named values, as many side by side as there is room for. */
import type { ReactNode } from 'react';
import styles from './Facts.module.css';

interface FactsProps {
  rows: readonly (readonly [name: string, value: ReactNode])[];
  /** Values of a few words, or whole sentences. */
  size: 'short' | 'long';
  testId?: string;
}

export function Facts({ rows, size, testId }: FactsProps) {
  return (
    <dl className={`figures ${styles['facts']} ${styles[size]}`} data-testid={testId}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
