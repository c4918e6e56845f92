/** The stretch of the face's video that alone is dubbed, and who is in sight there. */
import type { Part } from '../../../core/dub/part';
import type { Person } from './people';
import type { DubState } from './types';

/** A photo has no stretches. */
export function partOf({ face, part }: Pick<DubState, 'face' | 'part'>): Part | null {
  return face?.info?.still ? null : part;
}

/**
 * When a face is first seen in the stretch; null: not at all. Faces are looked for before it as well.
 * @param part null: all of the video
 */
export function firstSeenS({ tracks, startS }: Person, part: Part | null): number | null {
  if (!part) return startS;
  const track = tracks.find(({ timesS }) => timesS[0]! < part.endS && timesS.at(-1)! > part.startS);
  return track ? Math.max(part.startS, track.timesS[0]!) : null;
}

/** Who is seen in the stretch, and not only before it. @param part null: all of the video */
export function seenIn(people: readonly Person[], part: Part | null): Person[] {
  return people.filter((person) => firstSeenS(person, part) !== null);
}
