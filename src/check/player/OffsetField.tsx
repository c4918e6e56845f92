/** By how much the sound is moved, as a number that can be typed. */
import { useId, useState } from 'react';
import { MOST_MS, msText, parseMs } from './offset-text';
import styles from './Player.module.css';

interface OffsetFieldProps {
  /** Positive = earlier. */
  ms: number;
  /** On top of what was measured, which differs along the film. */
  relative: boolean;
  onMove(ms: number): void;
}

/** A field of text: number fields forget a minus that is typed first, and change when the page is scrolled. */
export function OffsetField({ ms, relative, onMove }: OffsetFieldProps) {
  // Null while nobody types.
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const parsed = typed === null ? ms : parseMs(typed);
  const take = () => {
    if (parsed === null) return;
    setTyped(null);
    onMove(parsed);
  };
  return (
    <div className={styles['offset']}>
      <label className="small" htmlFor={id}>
        {relative ? 'Sound another' : 'Sound'}
      </label>
      <input
        id={id}
        type="text"
        inputMode="text"
        autoComplete="off"
        spellCheck={false}
        value={typed ?? msText(ms)}
        aria-invalid={parsed === null}
        aria-describedby={`${id}-unit`}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      <span id={`${id}-unit`} className="small">
        {parsed === null ? (
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
