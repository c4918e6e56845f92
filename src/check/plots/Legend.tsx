/** What the marks of a plot mean. */
import type { ReactNode } from 'react';
import styles from './Legend.module.css';

type Look =
  | 'lips'
  | 'doubt'
  | 'result'
  | 'loud'
  | 'heat'
  | 'speech'
  | 'hatch'
  | 'vote'
  | 'other'
  | 'seen'
  | 'speaks'
  | 'cut'
  | 'inner'
  | 'outer'
  | 'mean';

/** Beside the title of a row: a choice, a legend, or both. */
export function Aside({ children }: { children: ReactNode }) {
  return <div className={styles['aside']}>{children}</div>;
}

/** Its children are list items. */
export function Legend({ children }: { children: ReactNode }) {
  return <ul className={styles['legend']}>{children}</ul>;
}

/** A legend of which every line is a mark and its meaning. */
export function Keys({ of }: { of: readonly (readonly [Look, string])[] }) {
  return (
    <Legend>
      {of.map(([look, meaning]) => (
        <li key={look}>
          <Key look={look} />
          {meaning}
        </li>
      ))}
    </Legend>
  );
}

/** @param props.gradient fills the mark; a CSS image */
export function Key({ look, gradient }: { look: Look; gradient?: string }) {
  return <i className={styles[look]} style={gradient ? { backgroundImage: gradient } : undefined} />;
}
