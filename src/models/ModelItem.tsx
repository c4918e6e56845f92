/** One card of the room's lists: a stored model, or a file on its way in. */
import type { ReactNode } from 'react';
import styles from './ModelItem.module.css';

interface ModelItemProps {
  look?: 'plain' | 'news' | 'danger';
  labelledBy?: string;
  children: ReactNode;
}

export function ModelItem({ look = 'plain', labelledBy, children }: ModelItemProps) {
  return (
    <li className={`card ${styles['item']} ${styles[look] ?? ''}`} aria-labelledby={labelledBy}>
      {children}
    </li>
  );
}
