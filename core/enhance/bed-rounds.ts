/** How a bed is made as long as it is needed: cut, or repeated from a quiet place near its end to one near its start. */
import { FRAME_S, isHeard, quietest } from './frame-energies';

/** How far from either end a quiet place is looked for, and at most this share of the bed. */
const SEARCH_S = 8;
const SEARCH_SHARE = 0.25;
/** The end of one round goes over into the next during this time. */
export const JOIN_S = 1;

export interface BedRounds {
  /** Where the first round begins, the others begin, and each ends: frames of the bed. */
  first: number;
  again: number;
  end: number;
  /** How many begin within what is needed. */
  count: number;
}

/**
 * @param energies mean squares of each frame of the bed, over all channels: Float32Array [F]
 * @param needed frames of the sound that it lies under
 * @returns why there are none otherwise
 */
export function bedRounds(energies: Float32Array, needed: number): BedRounds | 'silent' | 'too-short' {
  const first = energies.findIndex(isHeard);
  if (first < 0) return 'silent';
  const last = energies.findLastIndex(isHeard) + 1;
  if (last - first >= needed) return { first, again: first, end: first + needed, count: 1 };
  const join = Math.round(JOIN_S / FRAME_S);
  // A round has to be longer than the joins at its two ends.
  const spare = last - first - 2 * join - 2;
  if (spare < 0) return 'too-short';
  const search = Math.floor(Math.min(SEARCH_S / FRAME_S, SEARCH_SHARE * (last - first), spare / 2));
  const again = quietest(energies, first, first + search, join);
  const end = quietest(energies, last - join - search, last - join, join) + join;
  const more = needed - (end - first);
  return { first, again, end, count: 1 + Math.max(0, Math.ceil(more / (end - again - join))) };
}
