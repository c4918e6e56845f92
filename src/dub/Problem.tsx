/** What went wrong with one part, the way out, and the button for it; the other parts stay as they are. */
import type { ErrorCode, ErrorData } from '../../core/errors';
import { Icon } from '../ui/Icon';

/** Causes that may be gone when the same is tried again. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'worker-died',
  'model-load-failed',
  'decode-failed',
  'file-changed',
  'storage-full',
  'internal',
]);
const IN_MODELS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['model-missing', 'licence-not-accepted']);

export function Problem({ error, onRetry }: { error: ErrorData; onRetry?: () => void }) {
  return (
    <div className="dub-problem tone-bad" role="alert">
      <p className="dub-problem-line">
        <Icon name="warning" />
        <strong>{error.message}</strong>
      </p>
      <p>{error.hint}</p>
      {IN_MODELS.has(error.code) && (
        <p>
          <a href="#/models">Open the Models room</a>
        </p>
      )}
      {onRetry && PASSING.has(error.code) && (
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
