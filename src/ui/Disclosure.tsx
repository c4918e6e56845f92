/** A line that opens what lies behind it. */
import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';

interface DisclosureProps {
  summary: ReactNode;
  /** For the whole: `card`, `small`, or a style of the component that uses it. */
  className?: string | undefined;
  /** What lies behind is shown as if there were no line. */
  always?: boolean;
  /** The line is as wide as what lies behind it, for a title with a note beside it. */
  wide?: boolean;
  hidden?: boolean;
  children: ReactNode;
}

export function Disclosure(props: DisclosureProps) {
  const { summary, className = '', always = false, wide = false, hidden, children } = props;
  const look = `${styles['disclosure']} ${wide ? styles['wide'] : ''} ${className}`;
  return (
    <details className={look} hidden={hidden} open={always || undefined}>
      <summary hidden={always}>{summary}</summary>
      {children}
    </details>
  );
}
