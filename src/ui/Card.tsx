/** One card of the room: what it holds stands in a column. */
import type { ComponentProps } from 'react';
import styles from './Card.module.css';

export function Card(props: ComponentProps<'section'>) {
  return <section className={`card ${styles['card']}`} {...props} />;
}

/** Its title, and what can be done with the whole of it. */
export function CardHead(props: ComponentProps<'header'>) {
  return <header className={styles['head']} {...props} />;
}
