/** What went wrong with one part, the way out, and the button for it; the other parts stay as they are. */
import type { ReactNode } from 'react';
import type { ErrorData } from '../../core/errors';
import { ErrorDetail } from './ErrorDetail';
import { Icon } from './Icon';
import styles from './Problem.module.css';

interface ProblemProps {
  error: ErrorData;
  /** Left out where the same would fail again. */
  onRetry?: (() => void) | undefined;
  /** Where else the way out leads. */
  children?: ReactNode;
}

export function Problem({ error, onRetry, children }: ProblemProps) {
  return (
    <div className={`${styles['problem']} tone-bad`} role="alert">
      <p className={styles['title']}>
        <Icon name="warning" />
        <strong>{error.message}</strong>
      </p>
      <p>{error.hint}</p>
      {children}
      {onRetry && (
        <p className="actions">
          <button type="button" className="button" onClick={onRetry}>
            <Icon name="retry" />
            Try again
          </button>
        </p>
      )}
      <ErrorDetail error={error} />
    </div>
  );
}
