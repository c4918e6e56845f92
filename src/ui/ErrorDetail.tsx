/** What only whoever mends it needs to know, behind a line that opens it; nothing when there is nothing. */
import type { ErrorData } from '../../core/errors';

export function ErrorDetail({ error }: { error: ErrorData | null }) {
  if (error?.detail === undefined) return null;
  return (
    <details className="disclosure small">
      <summary>For a bug report</summary>
      <pre>{`${error.code}: ${error.detail}`}</pre>
    </details>
  );
}
