/** Where files can be dropped, with the buttons for those who do not drag; and what is shown while one is dragged. */
import type { ReactNode } from 'react';
import styles from './DropZone.module.css';
import { Icon } from './Icon';

interface DropZoneProps {
  /** `page` fills an empty room, `card` a card, `side` is the least. */
  size: 'page' | 'card' | 'side';
  children: ReactNode;
}

export function DropZone({ size, children }: DropZoneProps) {
  return <div className={`${styles['zone']} ${styles[size]}`}>{children}</div>;
}

export function DropButtons({ children }: { children: ReactNode }) {
  return <div className={styles['buttons']}>{children}</div>;
}

/** Over the whole page while files are dragged over it. */
export function DropOverlay({ children }: { children: string }) {
  return (
    <div className={styles['overlay']} aria-hidden="true">
      <p>
        <Icon name="upload" />
        {children}
      </p>
    </div>
  );
}
