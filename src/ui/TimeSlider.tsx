/** Where we are in a piece of time: dragged, or moved with the arrow keys. */
import type { ReactNode } from 'react';
import { clockWords } from '../../core/report/format';
import styles from './TimeSlider.module.css';

interface TimeSliderProps {
  label: string;
  timeS: number;
  endS: number;
  stepS: number;
  disabled: boolean;
  onSeek(timeS: number): void;
  /** The time as it stands beside the slider. */
  shown: string;
  /** Keeps clear of the edges of a card without room inside. */
  inset?: boolean;
  /** Buttons on its left and right. */
  before?: ReactNode;
  after?: ReactNode;
}

export function TimeSlider(props: TimeSliderProps) {
  const { label, timeS, endS, stepS, disabled, onSeek, shown, inset, before, after } = props;
  return (
    <div className={`figures small ${styles['slider']} ${inset ? styles['inset'] : ''}`}>
      {before}
      <input
        type="range"
        aria-label={label}
        aria-valuetext={`${clockWords(timeS)} of ${clockWords(endS)}`}
        min={0}
        max={endS}
        step={stepS}
        value={Math.min(timeS, endS)}
        disabled={disabled}
        onChange={(event) => onSeek(Number(event.target.value))}
      />
      <span className="muted" aria-hidden="true">
        {shown}
      </span>
      {after}
    </div>
  );
}
