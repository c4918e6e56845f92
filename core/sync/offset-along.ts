/** The measured offset of a face at any time. */
import type { Measurement } from './types';

/**
 * Along the line of a drift, else by the segments of this face where it has any.
 * @returns ms at a time of the picture; positive = sound late
 */
export function offsetsOf(
  { offsetMs, pattern, segments }: Measurement,
  trackId: number,
): (timeS: number) => number {
  if (pattern.kind === 'drift')
    return (timeS) => pattern.startMs + ((timeS - (segments[0]?.startS ?? 0)) * pattern.ppm) / 1000;
  const own = segments.filter(({ trackIds }) => trackIds.includes(trackId));
  const known = own.length > 0 ? own : segments;
  return (timeS) => (known.find(({ endS }) => timeS < endS) ?? known.at(-1))?.offsetMs ?? offsetMs ?? 0;
}
