/** By how much the sound is moved, as a number that can be typed. */
import { useId, useState } from 'react';
import { TextEntry } from '../../ui/TextEntry';
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
  // Null while nobody types.
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const parsed = typed === null ? ms : parseMs(typed);
  const take = () => {
    if (parsed === null) return;
    setTyped(null);
    onMove(parsed);
  };
  const name = relative ? 'Sound another' : 'Sound';
  return (
    <div className={styles['offset']}>
      <span className="small" aria-hidden="true">
        {name}
      </span>
      <TextEntry
        label={name}
        value={typed ?? msText(ms)}
        invalid={parsed === null}
        describedBy={`${id}-unit`}
        className={styles['number']}
        onChange={setTyped}
        onEnter={take}
        onEscape={() => setTyped(null)}
        onLeave={take}
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
