/** Two ways to give a file besides dropping it: choose one, or try the example. */
import { type ReactNode, useState } from 'react';
import { LipslateError } from '../../core/errors';
import { fetchExample } from '../engine/example';
import { DropButtons } from '../ui/DropZone';
import { Icon } from '../ui/Icon';
import styles from './FileButtons.module.css';

interface FileButtonsProps {
  /** Opens the browser's window. */
  onChoose(): void;
  /** The example. */
  onFiles(files: File[]): void;
  /** In the queue the buttons are smaller and the example steps back. */
  compact?: boolean;
}

export function FileButtons({ onChoose, onFiles, compact = false }: FileButtonsProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [fetching, setFetching] = useState(false);

  const Buttons = compact ? QueueButtons : DropButtons;
  const tryExample = async () => {
    setFetching(true);
    setProblem(null);
    try {
      onFiles([await fetchExample()]);
    } catch (cause) {
      setProblem(`The example could not be loaded. ${LipslateError.from(cause).hint}`);
    } finally {
      setFetching(false);
    }
  };

  return (
    <Buttons>
      <button type="button" className={compact ? 'button' : 'button primary large'} onClick={onChoose}>
        <Icon name={compact ? 'add' : 'upload'} />
        {compact ? (
          <span>
            Add<span className={styles['more']}> videos</span>
          </span>
        ) : (
          'Choose videos'
        )}
      </button>
      {!compact && (
        <button type="button" className="button large" disabled={fetching} onClick={() => void tryExample()}>
          <Icon name="film" />
          Try the example
        </button>
      )}
      {problem && (
        <p className="error-text" role="alert">
          {problem}
        </p>
      )}
    </Buttons>
  );
}

function QueueButtons({ children }: { children: ReactNode }) {
  return <div className={styles['row']}>{children}</div>;
}
