/** A line that opens what lies behind it. */
import { type ReactNode, useState } from 'react';
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
  /** What lies behind is made when it is first opened. */
  lazy?: boolean;
  children: ReactNode;
}

export function Disclosure(props: DisclosureProps) {
  const { summary, className = '', always = false, wide = false, hidden, lazy = false, children } = props;
  const [opened, setOpened] = useState(false);
  const look = `${styles['disclosure']} ${wide ? styles['wide'] : ''} ${className}`;
  return (
    <details
      className={look}
      hidden={hidden}
      open={always || undefined}
      onToggle={(event) => setOpened((before) => before || event.currentTarget.open)}
    >
      <summary hidden={always}>{summary}</summary>
      {lazy && !opened ? null : children}
    </details>
  );
}
