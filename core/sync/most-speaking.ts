/** Maps of faces by who speaks most: of one that does not nothing is compared. */
import type { LagMap, TrackResult } from './types';

export function mostSpeakingFirst(
  maps: readonly LagMap[],
  tracks: readonly Pick<TrackResult, 'id' | 'speakingS'>[],
): LagMap[] {
  const speakingS = new Map(tracks.map(({ id, speakingS }) => [id, speakingS]));
  return maps.toSorted((a, b) => (speakingS.get(b.trackId) ?? 0) - (speakingS.get(a.trackId) ?? 0));
}
