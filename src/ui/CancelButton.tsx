/** Breaks off what is under way. */
import { Icon } from './Icon';

interface CancelButtonProps {
  /** For screen readers, where more than one thing may be under way: `the export`. */
  what?: string;
  disabled?: boolean;
  onCancel(): void;
}

export function CancelButton({ what, disabled = false, onCancel }: CancelButtonProps) {
  return (
    <button type="button" className="button" disabled={disabled} onClick={onCancel}>
      <Icon name="close" />
      Cancel
      {what !== undefined && <span className="visually-hidden"> {what}</span>}
    </button>
  );
}
