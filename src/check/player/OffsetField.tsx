/** By how much the sound is moved, as a number that can be typed. */
import { useId } from 'react';
import { TextEntry } from '../../ui/TextEntry';
import { useTyped } from '../../ui/useTyped';
import { MOST_MS, msText, parseMs } from './offset-text';
import styles from './Player.module.css';

interface OffsetFieldProps {
  /** Positive = earlier. */
  ms: number;
  /** On top of what was measured, which differs along the film. */
  relative: boolean;
  onMove(ms: number): void;
}

export function OffsetField({ ms, relative, onMove }: OffsetFieldProps) {
  const { entry, isUnreadable } = useTyped(msText(ms), parseMs, onMove);
  const id = useId();
  const name = relative ? 'Sound another' : 'Sound';
  return (
    <div className={styles['offset']}>
      <span className="small" aria-hidden="true">
        {name}
      </span>
      <TextEntry
        label={name}
        {...entry}
        invalid={isUnreadable}
        describedBy={`${id}-unit`}
        className={styles['number']}
      />
      <span id={`${id}-unit`} className="small">
        {isUnreadable ? (
          <span className="error-text" role="alert">{`ms: a number up to ${MOST_MS / 1000}\u00a0s`}</span>
        ) : (
          <>
            ms earlier<span className="visually-hidden">; with a minus, later</span>
          </>
        )}
      </span>
    </div>
  );
}
