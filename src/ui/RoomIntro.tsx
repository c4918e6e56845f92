/** The head of a room: its title, and what it is for. */
import type { ReactNode, RefObject } from 'react';
import styles from './RoomIntro.module.css';

interface RoomIntroProps {
  title: string;
  /** Of a title that takes the focus when what had it is gone. */
  titleRef?: RefObject<HTMLHeadingElement | null>;
  children: ReactNode;
}

export function RoomIntro({ title, titleRef, children }: RoomIntroProps) {
  return (
    <header className={styles['intro']}>
      <h1 ref={titleRef} tabIndex={titleRef && -1}>
        {title}
      </h1>
      <p className="muted">{children}</p>
    </header>
  );
}
