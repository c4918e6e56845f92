/** Sentences that belong to a result, one below the other. */
import styles from './Remarks.module.css';

export function Remarks({ remarks }: { remarks: readonly string[] }) {
  return (
    <ul className={`small ${styles['remarks']}`}>
      {remarks.map((remark) => (
        <li key={remark}>{remark}</li>
      ))}
    </ul>
  );
}
