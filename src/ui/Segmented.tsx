/** A few choices side by side, one of them on: radio buttons, so that arrow keys and screen readers know it. */
import { type ReactNode, useId } from 'react';
import styles from './Segmented.module.css';

interface Option<T extends string> {
  value: T;
  label: ReactNode;
  /** Read out and shown on hover where `label` is only an icon. */
  title?: string;
}

interface SegmentedProps<T extends string> {
  legend: string;
  options: readonly Option<T>[];
  value: T;
  onChange(value: T): void;
  disabled?: boolean;
}

export function Segmented<T extends string>({
  legend,
  options,
  value,
  onChange,
  disabled,
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles['segmented']} disabled={disabled ?? false}>
      <legend className="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.title}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className={styles['segment']}>
            {option.label}
            {option.title !== undefined && <span className="visually-hidden">{option.title}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
