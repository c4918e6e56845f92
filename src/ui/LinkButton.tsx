/** A button within a line of text, where a framed one would be too loud. */
import styles from './LinkButton.module.css';

export function LinkButton({ onPress, children }: { onPress(): void; children: string }) {
  return (
    <button type="button" className={styles['link']} onClick={onPress}>
      {children}
    </button>
  );
}
