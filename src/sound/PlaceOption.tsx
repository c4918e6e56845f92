/** The step that places the voice where its face is: for loudspeakers or headphones, where a check tells where faces are. */
import { PLACES, type PlaceId } from '../../core/enhance/place';
import type { SoundChain } from '../../workers/sound/contract';
import type { SoundSession, SourceState } from '../engine/sound/types';
import { Option } from '../ui/Option';
import { whyNotPlaced } from './place-copy';

interface PlaceOptionProps {
  source: SourceState | null;
  chain: SoundChain;
  session: SoundSession;
  busy: boolean;
}

export function PlaceOption({ source, chain: { place }, session, busy }: PlaceOptionProps) {
  const why = whyNotPlaced(source);
  return (
    <>
      {/* One that was chosen for another file can be taken back. */}
      {(why === null || place !== null) && (
        <Option name="Place of the voice" label>
          <select
            value={place ?? ''}
            disabled={busy}
            onChange={(event) =>
              session.setChain({ place: event.target.value === '' ? null : (event.target.value as PlaceId) })
            }
          >
            <option value="">As it is</option>
            {PLACES.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Option>
      )}
      <p className="muted small">
        {why !== null && place !== null && 'The voice of this recording stays where it is. '}
        {why ?? (place === null ? 'The check found where the faces of those who speak are.' : HOW[place])}
      </p>
    </>
  );
}

const HOW: Record<PlaceId, string> = {
  stereo:
    'Whoever speaks is heard from the side on which the face is; at the edge of the picture, from that loudspeaker alone. Sound that differs between left and right is not moved. A recording with one channel becomes stereo.',
  headphones:
    'Whoever speaks is heard from where the face is, up to 30° to either side. This sounds right through headphones only. Sound that differs between left and right is not moved. A recording with one channel becomes stereo.',
};
