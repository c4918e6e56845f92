/** The name of a given file, and what it is. */
import styles from './GivenFile.module.css';

interface GivenFileProps {
  name: string;
  /** Instead of the name, which is shown on hover then. */
  shown?: string;
  /** Null while nothing is known. */
  nature: string | null;
}

export function GivenFile({ name, shown = name, nature }: GivenFileProps) {
  return (
    <p className={styles['file']}>
      <strong title={name}>{shown}</strong>
      {nature !== null && <span className="muted small figures">{nature}</span>}
    </p>
  );
}
