/** Along which path a voice goes: with the face while it is seen to speak, and over to the next one in the pause between two. */
import { PLACE_STEP_S, type VoicePlace } from '../sync/speaker-places';

/** Longer than this without a face that speaks, whoever speaks is not in the picture: in the middle. */
const AWAY_S = 2;
/** Before and behind such a stretch the voice still is where the face is: a check finds the ends of words to some tenths of a second. */
const AROUND_S = 0.5;
/** So far beyond both ends a pause between two is looked for. */
const BEYOND_S = 0.3;

/**
 * @param places in order of time
 * @param hops how many there are
 * @param speech how surely each hop is speech, 0..1
 * @returns where the voice is, -1..1, in the middle of each hop: Float32Array [hops]
 */
export function placeCurve(
  places: readonly VoicePlace[],
  hops: number,
  hopS: number,
  speech: Float32Array,
): Float32Array {
  const steps = new Float32Array(hops);
  let from = 0;
  places.forEach((place, i) => {
    const [before, next] = [places[i - 1], places[i + 1]];
    if (isAway(before?.endS ?? 0, place.startS)) from = hopOf(place.startS - AROUND_S);
    const isLast = isAway(place.endS, next?.startS ?? hops * hopS);
    const to = isLast
      ? hopOf(place.endS + AROUND_S)
      : next
        ? Math.max(from, pauseBetween(place, next))
        : hops;
    for (let hop = from; hop < to; hop++) steps[hop] = sideAt(place, (hop + 0.5) * hopS);
    from = to;
  });
  return smoothed(steps);

  function hopOf(timeS: number): number {
    return Math.min(hops, Math.max(0, Math.round(timeS / hopS)));
  }

  /** The hop that is least speech; of several the nearest to the middle. */
  function pauseBetween(one: VoicePlace, other: VoicePlace): number {
    const ends = [one.endS, other.startS];
    const [first, last] = [hopOf(Math.min(...ends) - BEYOND_S), hopOf(Math.max(...ends) + BEYOND_S)];
    const middle = (first + last) / 2;
    let best = Math.round(middle);
    for (let hop = first; hop <= last && hop < hops; hop++) {
      const less = (speech[hop] ?? 0) - (speech[best] ?? 0);
      if (less < 0 || (less === 0 && Math.abs(hop - middle) < Math.abs(best - middle))) best = hop;
    }
    return best;
  }
}

const isAway = (fromS: number, toS: number) => toS - fromS > AWAY_S;

function sideAt({ startS, sides }: VoicePlace, timeS: number): number {
  const step = Math.floor((timeS - startS) / PLACE_STEP_S);
  return sides[Math.min(sides.length - 1, Math.max(0, step))] ?? 0;
}

/** Over three hops, so that nothing jumps. */
function smoothed(steps: Float32Array): Float32Array {
  return steps.map((side, i) => ((steps[i - 1] ?? side) + side + (steps[i + 1] ?? side)) / 3);
}
