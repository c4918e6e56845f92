/** Where in the picture the face of whoever speaks is, for the work on the sound: along its time. */
import { lowerBound } from '../time/lower-bound';
import { heardSpan, speakerTurns } from './speaker-turns';
import type { Measurement, SpeakerSpan } from './types';

/** What a check knows of who speaks, along the time of the sound. */
export interface Speakers {
  /** The sound track by which it was told, from 0: another one may be later or earlier, or speak another language. */
  audioIndex: number;
  /** Of those who are in view together with another one who speaks. */
  turns: readonly SpeakerSpan[];
  /** Of all who are seen to speak. */
  places: readonly VoicePlace[];
}

export const NOBODY_KNOWN: Speakers = { audioIndex: 0, turns: [], places: [] };

/** @returns what holds for a sound track of the file */
export function heardIn(speakers: Speakers, track: number): Pick<Speakers, 'turns' | 'places'> {
  const { turns, places } = speakers.audioIndex === track ? speakers : NOBODY_KNOWN;
  return { turns, places };
}

/** The face of one who speaks, from when to when that is heard. */
export interface VoicePlace {
  startS: number;
  endS: number;
  /** Where the middle of the face is, one for each PLACE_STEP_S from the start on: -1 at the left edge of the picture, 1 at the right one. */
  sides: readonly number[];
}

export const PLACE_STEP_S = 0.1;
/** A face is where it is on average so long before and after: it nods, and boxes tremble. */
const AROUND_S = 1;

/** As much of a FaceTrack as this takes. */
interface SeenFace {
  id: number;
  timesS: ArrayLike<number>;
  boxes: ArrayLike<number>;
}

/** @param tracks all that were seen, in any order @param audioIndex of the sound that was measured */
export function speakersOf(
  measurement: Measurement,
  tracks: readonly SeenFace[],
  audioIndex: number,
): Speakers {
  return { audioIndex, turns: speakerTurns(measurement, tracks), places: speakerPlaces(measurement, tracks) };
}

/**
 * @param tracks all that were seen, in any order
 * @returns of all who speak and are seen, in order of time
 */
export function speakerPlaces(measurement: Measurement, tracks: readonly SeenFace[]): VoicePlace[] {
  const pathOf = new Map<number, (timeS: number) => number>();
  for (const track of tracks) if (track.timesS.length > 0) pathOf.set(track.id, pathAlong(track));
  return measurement.activeSpeaker
    .flatMap((span) => {
      const sideAt = pathOf.get(span.trackId);
      if (!sideAt) return [];
      const { startS, endS } = heardSpan(measurement, span);
      const steps = Math.max(1, Math.ceil((span.endS - span.startS) / PLACE_STEP_S));
      const sides = Array.from({ length: steps }, (_, k) => sideAt(span.startS + (k + 0.5) * PLACE_STEP_S));
      return [{ startS, endS, sides }];
    })
    .sort((a, b) => a.startS - b.startS);
}

/** @returns where the face is at a time of the picture, -1..1; beyond the times at which it is seen, where it was last */
function pathAlong({ timesS, boxes }: SeenFace): (timeS: number) => number {
  const sums = new Float64Array(timesS.length + 1);
  for (let i = 0; i < timesS.length; i++) sums[i + 1] = sums[i]! + boxes[4 * i]! + boxes[4 * i + 2]! / 2;
  const [firstS, lastS] = [timesS[0]!, timesS[timesS.length - 1]!];
  return (timeS) => {
    const seenS = Math.min(lastS, Math.max(firstS, timeS));
    const to = Math.max(1, lowerBound(timesS, seenS + AROUND_S));
    // In a gap there is what was seen before it.
    const from = Math.min(to - 1, lowerBound(timesS, seenS - AROUND_S));
    const middle = (sums[to]! - sums[from]!) / (to - from);
    return Math.min(1, Math.max(-1, 2 * middle - 1));
  };
}
