/** For several recordings: what is made of them, where it goes, the button, and what came of it. */
import { useState } from 'react';
import { SOUND_FORMATS } from '../../workers/sound/contract';
import type { MadeAs, SoundQueueState } from '../engine/sound/queue-types';
import type { SoundSession, SoundState } from '../engine/sound/types';
import { CancellableProgress } from '../ui/CancellableProgress';
import { Icon } from '../ui/Icon';
import { Option } from '../ui/Option';
import { Problem } from '../ui/Problem';
import { destinationAt, type Place, placesHere } from '../ui/places';
import { useUrl } from '../ui/useUrl';
import { changesAnything } from './place-copy';
import { queueCount, queueShare, queueSummary, queueTitle } from './queue-copy';
import { QueueReport } from './Reports';

interface QueueStartProps {
  queue: SoundQueueState;
  chain: SoundState['chain'];
  session: SoundSession;
  busy: boolean;
}

export function QueueStart({ queue, chain, session, busy }: QueueStartProps) {
  const places = placesHere();
  const [place, setPlace] = useState<Place>(places[0]!.value);
  const [as, setAs] = useState<MadeAs>('copy');
  const { status, jobs, error } = queue;
  const isSet = changesAnything(chain, null);
  const start = async (only: 'all' | 'missing') => {
    const destination = await destinationAt(place);
    if (destination) session.prepareQueue({ as, destination }, only);
  };
  if (status === 'working')
    return (
      <CancellableProgress
        label="Recordings prepared"
        share={queueShare(queue)}
        left={queueTitle(queue)}
        right={queueCount(queue)}
        what="preparing the recordings"
        onCancel={() => session.cancel()}
      />
    );
  const made = jobs.filter((job) => job.status === 'done').length;
  // A zip is made of all of them.
  const someMissing = status === 'ended' && made > 0 && made < jobs.length && place !== 'zip';
  return (
    <>
      <Option name="Save each as" label>
        <select value={as} disabled={busy} onChange={(event) => setAs(event.target.value as MadeAs)}>
          <option value="copy">The same file with the new sound</option>
          <option value="copy-beside">The same file with the new sound beside the old</option>
          <option value="wav">The sound alone, as WAV</option>
          {SOUND_FORMATS.map(({ id, name }) => (
            <option key={id} value={id}>{`The sound alone, as ${name}`}</option>
          ))}
        </select>
      </Option>
      <Option name="Save to" label>
        <select value={place} disabled={busy} onChange={(event) => setPlace(event.target.value as Place)}>
          {places.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Option>
      <Buttons queue={queue} disabled={busy || !isSet} someMissing={someMissing} onStart={start} />
      <p id="sound-note" className="muted small">
        {isSet
          ? status === 'ended'
            ? queueSummary(queue)
            : places.find(({ value }) => value === place)?.note
          : 'Nothing is switched on, so the sound would stay as it is.'}
      </p>
      {status === 'listed' && (
        <p className="muted small">
          The first sound track of each file is prepared. For another track, for music under the speech, for
          voices evened out one by one or placed where a check sees them, and to hear before and after, open
          one file alone.
        </p>
      )}
      {made > 0 && <QueueReport jobs={jobs} />}
      {error && <Problem error={error} />}
    </>
  );
}

interface ButtonsProps {
  queue: SoundQueueState;
  disabled: boolean;
  someMissing: boolean;
  onStart(only: 'all' | 'missing'): Promise<void>;
}

function Buttons({ queue: { zip, status }, disabled, someMissing, onStart }: ButtonsProps) {
  const url = useUrl(zip);
  return (
    <p className="actions">
      {zip && (
        <a className="button primary large" href={url} download={zip.name}>
          <Icon name="download" />
          {`Download ${zip.name}`}
        </a>
      )}
      <button
        type="button"
        className={zip ? 'button large' : 'button primary large'}
        disabled={disabled}
        aria-describedby="sound-note"
        onClick={() => void onStart('all')}
      >
        <Icon name="play" />
        {status === 'ended' ? 'Prepare all again' : 'Make speech clear'}
      </button>
      {someMissing && (
        <button
          type="button"
          className="button large"
          disabled={disabled}
          onClick={() => void onStart('missing')}
        >
          <Icon name="retry" />
          Prepare only the missing ones
        </button>
      )}
    </p>
  );
}
