/** Things one below the other, where what is around them does not set them apart: in a dialog, or in a part of a card. */
import type { ReactNode } from 'react';
import styles from './Stack.module.css';

export function Stack({ className = '', children }: { className?: string | undefined; children: ReactNode }) {
  return <div className={`${styles['stack']} ${className}`}>{children}</div>;
}
