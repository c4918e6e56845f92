/** One of a few ways, each with a line about it; a way that cannot be had says why. */
import { useId } from 'react';
import styles from './Choices.module.css';

export interface Choice<T extends string> {
  value: T;
  label: string;
  note: string;
  /** Cannot be chosen; `note` says why. */
  off?: boolean;
}

interface ChoicesProps<T extends string> {
  legend: string;
  /** Where what is asked is plain from what stands around it: for screen readers only. */
  hideLegend?: boolean;
  options: readonly Choice<T>[];
  value: T;
  onChange(value: T): void;
}

export function Choices<T extends string>(props: ChoicesProps<T>) {
  const { legend, hideLegend = false, options, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className={styles['choices']}>
      <legend className={hideLegend ? 'visually-hidden' : styles['legend']}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles['choice']} data-off={option.off || undefined}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            disabled={option.off ?? false}
            aria-describedby={`${name}-${option.value}`}
            onChange={() => onChange(option.value)}
          />
          <span>
            <strong>{option.label}</strong>
            <span id={`${name}-${option.value}`} className="muted small">
              {option.note}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
