/** The card beside the player: what can be said of the file by now. */
import type { ReactNode } from 'react';
import styles from './AnswerCard.module.css';

interface AnswerCardProps {
  /** Of the heading within it. */
  titleId: string;
  className?: string;
  children: ReactNode;
}

export function AnswerCard({ titleId, className = '', children }: AnswerCardProps) {
  return (
    <section className={`card ${styles['answer']} ${className}`} aria-labelledby={titleId}>
      {children}
    </section>
  );
}
