/** A button in the colours of the plots. */
import type { ComponentProps } from 'react';
import styles from './PlotButton.module.css';

export function PlotButton(props: Omit<ComponentProps<'button'>, 'type' | 'className'>) {
  return <button type="button" className={styles['button']} {...props} />;
}
