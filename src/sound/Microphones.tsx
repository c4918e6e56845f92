/** Several files that are microphones of one recording: the offer to mix them, and what was mixed. */
import { shareWords } from '../../core/report/format';
import type { SoundQueueState } from '../engine/sound/queue-types';
import type { MixedFrom, MixingState, SoundSession } from '../engine/sound/types';
import { CancellableProgress } from '../ui/CancellableProgress';
import { DownloadLink } from '../ui/DownloadLink';
import { Icon } from '../ui/Icon';
import { Option } from '../ui/Option';
import { Problem } from '../ui/Problem';
import styles from './Microphones.module.css';
import { microphoneWords, mixedSentence } from './microphone-copy';

interface MicrophoneOfferProps {
  queue: SoundQueueState;
  mixing: MixingState | null;
  session: SoundSession;
  busy: boolean;
  /** Id of the file that was chosen to give the time; null: none yet. */
  timeOf: string | null;
  onTimeOf(id: string): void;
}

export function MicrophoneOffer({
  queue: { jobs },
  mixing,
  session,
  busy,
  timeOf,
  onTimeOf,
}: MicrophoneOfferProps) {
  if (jobs.length < 2) return null;
  const first = jobs.find(({ id }) => id === timeOf) ?? jobs[0]!;
  const mix = () => session.mixMicrophones(first.id);
  return (
    <fieldset className={styles['offer']}>
      <legend>Are these microphones of one recording?</legend>
      <p className="muted small">
        Then they can become one sound: brought in step to the sample, however late each was started, and
        whoever speaks is taken from the microphone that hears it best, so that crosstalk and room do not add
        up. The mix has one channel, and is prepared as one file.
      </p>
      {mixing?.status === 'working' ? (
        <CancellableProgress
          label="Mixing the microphones"
          share={mixing.share}
          left="Mixing the microphones"
          right={shareWords(mixing.share)}
          what="mixing the microphones"
          onCancel={() => session.cancel()}
        />
      ) : (
        <>
          <Option name="Time and length are those of" label>
            <select
              className={styles['select']}
              value={first.id}
              disabled={busy}
              onChange={(event) => onTimeOf(event.target.value)}
            >
              {jobs.map(({ id, file }) => (
                <option key={id} value={id}>
                  {file.name}
                </option>
              ))}
            </select>
          </Option>
          <p className="actions">
            <button type="button" className="button" disabled={busy} onClick={mix}>
              <Icon name="play" />
              Mix them into one
            </button>
          </p>
        </>
      )}
      {mixing?.error && <Problem error={mixing.error} onRetry={mix} />}
    </fieldset>
  );
}

export function Mixed({ mixed: { microphones } }: { mixed: MixedFrom }) {
  return (
    <>
      <p className="small">{mixedSentence(microphones)}</p>
      <ul className={`plain small figures ${styles['list']}`} data-testid="sound-microphones">
        {microphones.map((each, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name, and none moves
          <li key={i}>
            <strong>{each.name}</strong>
            <span className="muted">{microphoneWords(each, microphones[0]!.durationS)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What each gives to the mix, as files. */
export function MixParts({ parts }: { parts: NonNullable<MixedFrom['parts']> }) {
  return (
    <>
      <p className="muted small">
        What each microphone gives to the mix, in step, before the other steps; together they are the mix.
      </p>
      <p className="actions">
        {parts.map((file, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name, and none moves
          <DownloadLink key={i} file={file} />
        ))}
      </p>
    </>
  );
}
