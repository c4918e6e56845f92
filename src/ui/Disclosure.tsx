/** A line that opens what lies behind it. */
import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';

interface DisclosureProps {
  summary: ReactNode;
  /** For the whole: `card`, `small`, or a style of the component that uses it. */
  className?: string | undefined;
  /** What lies behind is shown as if there were no line. */
  always?: boolean;
  hidden?: boolean;
  children: ReactNode;
}

export function Disclosure({ summary, className = '', always = false, hidden, children }: DisclosureProps) {
  return (
    <details className={`${styles['disclosure']} ${className}`} hidden={hidden} open={always || undefined}>
      <summary hidden={always}>{summary}</summary>
      {children}
    </details>
  );
}
