/** What only whoever mends it needs to know, behind a line that opens it; nothing when there is nothing. */
import type { ErrorData } from '../../core/errors';
import { Disclosure } from './Disclosure';
import styles from './ErrorDetail.module.css';

export function ErrorDetail({ error }: { error: ErrorData | null }) {
  if (error?.detail === undefined) return null;
  return (
    <Disclosure className="small" summary="For a bug report">
      <pre className={styles['text']}>{`${error.code}: ${error.detail}`}</pre>
    </Disclosure>
  );
}
