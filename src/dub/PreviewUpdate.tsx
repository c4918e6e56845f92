/** Says in what the preview is behind what was chosen, and brings it up to date. */
import type { ErrorData } from '../../core/errors';
import { Icon, type IconName } from '../ui/Icon';
import { Note } from '../ui/Note';

interface PreviewUpdateProps {
  icon: IconName;
  words: string;
  /** Of the last try. */
  error: ErrorData | null;
  action: string;
  onUpdate(): void;
}

export function PreviewUpdate({ icon, words, error, action, onUpdate }: PreviewUpdateProps) {
  return (
    <Note tone="unsure" icon={icon}>
      <p>{words}</p>
      {error && <p className="error-text">{error.message}</p>}
      <p className="actions">
        <button type="button" className="button" onClick={onUpdate}>
          <Icon name="retry" />
          {action}
        </button>
      </p>
    </Note>
  );
}
