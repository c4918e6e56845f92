/** Who speaks when, for the work on the sound: along its time, and only of faces that are people beside others. */
import { offsetsOf } from './offset-along';
import type { Measurement, SpeakerSpan } from './types';

/** A face with the times at which it is seen, as in FaceTrack. */
interface Seen {
  id: number;
  timesS: ArrayLike<number>;
}

/** An offset right at the end of a turn is that of the turn, not of what comes behind it. */
const INSIDE_S = 1e-3;

/**
 * Every cut ends all tracks, so that one presenter has many: two of them are surely two people only where both are in view.
 * @param tracks all that were seen, in any order
 * @returns turns of those who are in view together with another one who speaks, on the timeline of the sound
 */
export function speakerTurns(measurement: Measurement, tracks: readonly Seen[]): SpeakerSpan[] {
  const { activeSpeaker } = measurement;
  const speaking = new Set(activeSpeaker.map(({ trackId }) => trackId));
  const people = inCompany(tracks.filter(({ id }) => speaking.has(id)));
  return activeSpeaker
    .filter(({ trackId }) => people.has(trackId))
    .map((span) => heardSpan(measurement, span));
}

/** What is seen at a time is heard that much later. */
export function heardSpan(measurement: Measurement, { trackId, startS, endS }: SpeakerSpan): SpeakerSpan {
  const offsetMsAt = offsetsOf(measurement, trackId);
  const lastS = Math.max(startS, endS - INSIDE_S);
  return { trackId, startS: startS + offsetMsAt(startS) / 1000, endS: endS + offsetMsAt(lastS) / 1000 };
}

/** @returns ids of those whose time overlaps that of another one */
export function inCompany(tracks: readonly Seen[]): Set<number> {
  const ranges = tracks
    .filter(({ timesS }) => timesS.length > 0)
    .map(({ id, timesS }) => ({ id, startS: timesS[0]!, endS: timesS[timesS.length - 1]! }))
    .sort((a, b) => a.startS - b.startS);
  const found = new Set<number>();
  let untilS = Number.NEGATIVE_INFINITY;
  ranges.forEach(({ id, startS, endS }, i) => {
    const next = ranges[i + 1];
    if (startS < untilS || (next && next.startS < endS)) found.add(id);
    untilS = Math.max(untilS, endS);
  });
  return found;
}
