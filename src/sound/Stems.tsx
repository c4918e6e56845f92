/** The voice and the rest, each as a file. */
import type { PreparedSound } from '../../workers/sound/contract';
import { DownloadLink } from '../ui/DownloadLink';

export function Stems({ stems: { voice, rest } }: { stems: NonNullable<PreparedSound['stems']> }) {
  return (
    <>
      <p className="muted small">
        The voice and everything else, as separated before the other steps. Added together, they are the
        original recording.
      </p>
      <p className="actions">
        <DownloadLink file={voice} />
        <DownloadLink file={rest} />
      </p>
    </>
  );
}
