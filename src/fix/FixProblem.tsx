/** Why no copy was made, the way out, and the button for it. */
import type { ErrorCode, ErrorData } from '../../core/errors';
import { Icon } from '../ui/Icon';

/** Causes that stay when the same is tried again. */
const LASTING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['fix-impossible', 'codec-unsupported']);

export function FixProblem({ error, onRetry }: { error: ErrorData; onRetry: () => void }) {
  return (
    <div className="fix-problem tone-bad" role="alert">
      <p className="fix-line">
        <Icon name="warning" />
        <strong>{error.message}</strong>
      </p>
      <p>{error.hint}</p>
      {!LASTING.has(error.code) && (
        <p className="actions">
          <button type="button" className="button" onClick={onRetry}>
            <Icon name="retry" />
            Try again
          </button>
        </p>
      )}
      {error.detail !== undefined && (
        <details className="disclosure small">
          <summary>For a bug report</summary>
          <pre>{`${error.code}: ${error.detail}`}</pre>
        </details>
      )}
    </div>
  );
}
