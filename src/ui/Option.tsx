/** The lines on which something is set: a name with its control, or a box to tick. */
import type { ReactNode } from 'react';
import styles from './Option.module.css';

interface OptionProps {
  name: ReactNode;
  /** Label it where the control is a field of the browser's own. */
  label?: boolean;
  children: ReactNode;
}

export function Option({ name, label = false, children }: OptionProps) {
  const Line = label ? 'label' : 'div';
  return (
    <Line className={styles['option']}>
      <span>{name}</span>
      {children}
    </Line>
  );
}

interface CheckProps {
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
  children: ReactNode;
}

export function Check({ checked, disabled = false, onChange, children }: CheckProps) {
  return (
    <label className={styles['check']}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}
