/** Whether the voice of a file can be placed where its face is, and what is said where it cannot. */
import { PLACED_CHANNELS } from '../../core/enhance/place';
import { heardIn } from '../../core/sync/speaker-places';
import { isAnything, type SoundChain } from '../../workers/sound/contract';
import type { SourceState } from '../engine/sound/types';

/** @param source null: none, or several @returns null where it can be */
export function whyNotPlaced(source: Pick<SourceState, 'info' | 'track' | 'speakers'> | null): string | null {
  const channels = source?.info?.audioTracks[source.track]?.channels ?? 0;
  if (source === null || source.speakers.places.length === 0)
    return 'The voice can also be placed where its face is, in a video that comes here from its check: only a check finds the faces.';
  if (heardIn(source.speakers, source.track).places.length === 0)
    return 'The voice can be placed where its face is in the sound track that was checked; another one may be later or earlier.';
  if (channels > PLACED_CHANNELS)
    return 'The voice of surround sound is not placed where its face is: its mix already says who is where.';
  return null;
}

/** Whether the chain would change this file; a place that was chosen for another one changes nothing here. */
export function changesAnything(chain: SoundChain, source: SourceState | null): boolean {
  return isAnything(whyNotPlaced(source) === null ? chain : { ...chain, place: null });
}
