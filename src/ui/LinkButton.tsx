/** A button within a line of text, where a framed one would be too loud. */
import styles from './LinkButton.module.css';

interface LinkButtonProps {
  disabled?: boolean;
  onPress(): void;
  children: string;
}

export function LinkButton({ disabled = false, onPress, children }: LinkButtonProps) {
  return (
    <button type="button" className={styles['link']} disabled={disabled} onClick={onPress}>
      {children}
    </button>
  );
}
