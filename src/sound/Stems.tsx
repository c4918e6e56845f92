/** The voice and the rest, each as a file. */
import type { PreparedSound } from '../../workers/sound/contract';
import { Icon } from '../ui/Icon';
import { useUrl } from '../ui/useUrl';

export function Stems({ stems: { voice, rest } }: { stems: NonNullable<PreparedSound['stems']> }) {
  const [voiceUrl, restUrl] = [useUrl(voice), useUrl(rest)];
  return (
    <>
      <p className="muted small">
        The voice and everything else, as separated before the other steps. Added together, they are the
        original recording.
      </p>
      <p className="actions">
        <a className="button" href={voiceUrl} download={voice.name}>
          <Icon name="download" />
          Download {voice.name}
        </a>
        <a className="button" href={restUrl} download={rest.name}>
          <Icon name="download" />
          Download {rest.name}
        </a>
      </p>
    </>
  );
}
