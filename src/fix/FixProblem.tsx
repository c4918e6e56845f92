/** Why no copy was made, the way out, and the button for it. */
import type { ErrorCode, ErrorData } from '../../core/errors';
import { Problem } from '../ui/Problem';

/** Causes that stay when the same is tried again. */
const LASTING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['fix-impossible', 'codec-unsupported']);

export function FixProblem({ error, onRetry }: { error: ErrorData; onRetry: () => void }) {
  return <Problem error={error} onRetry={LASTING.has(error.code) ? undefined : onRetry} />;
}
