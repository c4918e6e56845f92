/** The step that places the voice where its face is: for loudspeakers or headphones, where a check tells where faces are. */
import { PLACED_CHANNELS, PLACES, type PlaceId } from '../../core/enhance/place';
import type { SoundChain } from '../../workers/sound/contract';
import type { SoundSession, SourceState } from '../engine/sound/types';
import { Option } from '../ui/Option';

interface PlaceOptionProps {
  source: SourceState | null;
  chain: SoundChain;
  session: SoundSession;
  busy: boolean;
}

export function PlaceOption({ source, chain: { place }, session, busy }: PlaceOptionProps) {
  const why = whyNot(source);
  return (
    <>
      {why === null && (
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
        {why ?? (place === null ? 'The check tells where the face of whoever speaks is.' : HOW[place])}
      </p>
    </>
  );
}

const HOW: Record<PlaceId, string> = {
  stereo:
    'The voice goes to the side on which its face is, at the edge of the picture all the way to that loudspeaker. What differs between left and right stays; of one channel there will be two.',
  headphones:
    'The voice comes from where its face is, up to 30° to either side, as two ears hear it; for headphones alone. What differs between left and right stays; of one channel there will be two.',
};

/** @returns null where it can be */
function whyNot(source: SourceState | null): string | null {
  const channels = source?.info?.audioTracks[source.track]?.channels ?? 0;
  if (source === null || source.speakers.places.length === 0)
    return 'The voice can be placed where its face is, too, in a video that comes here from its check, which tells where faces are.';
  if (channels > PLACED_CHANNELS)
    return 'The voice can be placed where its face is in sounds of one or two channels: who is where in surround sound its mix has said.';
  return null;
}
