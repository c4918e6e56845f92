/** The technical detail of an error, for a bug report, folded away; renders nothing when there is none. */
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
