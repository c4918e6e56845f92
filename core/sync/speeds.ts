/** Speeds at which sound runs against its picture by known mistakes of conversion. */
import { applyProfile } from './profiles';
import type { Measurement } from './types';

export interface KnownSpeed {
  /** How much the sound falls behind, microseconds per second; negative = it runs ahead. */
  ppm: number;
  /** What makes it, for a sentence. */
  words: string;
}

/** A measured drift this near to a known speed is called by its name: as exactly as some ten seconds tell it. */
const NEAR_PPM = 1200;
/** Near 0.1 % so small a drift is told apart from none, and from others, by files of minutes only. */
const NEAR_SMALL_PPM = 150;

const ppmOf = (ratio: number) => (ratio - 1) * 1e6;

/** Frame rates of film, PAL and NTSC, each made into another by running faster or slower. */
export const KNOWN_SPEEDS: readonly KnownSpeed[] = [
  {
    ppm: ppmOf(25 / 24),
    words: 'the picture was sped up from film (24 fps) to PAL (25 fps), the sound was not',
  },
  {
    ppm: ppmOf(25 / (24000 / 1001)),
    words: 'the picture was sped up from film (23.976 fps) to PAL (25 fps), the sound was not',
  },
  { ppm: ppmOf(24 / 25), words: 'it was sped up from film (24 fps) to PAL (25 fps), the picture was not' },
  {
    ppm: ppmOf(24000 / 1001 / 25),
    words: 'it was sped up from film (23.976 fps) to PAL (25 fps), the picture was not',
  },
  { ppm: ppmOf(1.001), words: 'the picture runs at 24 or 30 fps, the sound at 23.976 or 29.97' },
  { ppm: ppmOf(1 / 1.001), words: 'the picture runs at 23.976 or 29.97 fps, the sound at 24 or 30' },
];

/** The known speed nearest to a measured one, if any is near enough. */
export function knownSpeed(ppm: number): KnownSpeed | null {
  const nearest = KNOWN_SPEEDS.reduce((a, b) => (Math.abs(b.ppm - ppm) < Math.abs(a.ppm - ppm) ? b : a));
  const nearPpm = Math.abs(nearest.ppm) < 5000 ? NEAR_SMALL_PPM : NEAR_PPM;
  return Math.abs(nearest.ppm - ppm) <= nearPpm ? nearest : null;
}

/** So fast a drift blurs the windows of a lag map, so that it is looked for in maps made along it: PAL, both ways. */
export const MAPPED_PPM = KNOWN_SPEEDS.filter(({ ppm }) => Math.abs(ppm) > 5000).map(({ ppm }) => ppm);

/**
 * A measurement made on maps along a speed (`MapOptions.ppm`), told on the timeline of the picture: a drift.
 * @returns null when it is no one line: several offsets along a speed are taken for a mistake
 */
export function alongSpeed(
  measurement: Measurement,
  ppm: number,
  durationS: number,
  fps: number,
): Measurement | null {
  const { pattern, offsetMs, verdict } = measurement;
  if (verdict === 'unsure' || offsetMs === null || pattern.kind === 'steps' || pattern.kind === 'mixed')
    return null;
  const own = pattern.kind === 'drift' ? pattern : { ppm: 0, startMs: offsetMs, endMs: offsetMs };
  const behindMs = (timeS: number) => (ppm * timeS) / 1000;
  const middleMs = ({ startS, endS }: { startS: number; endS: number }) => behindMs((startS + endS) / 2);
  const pieces = 8;
  const first = measurement.segments[0]!;
  const segments = Array.from({ length: pieces }, (_, i) => {
    const span = { startS: (i * durationS) / pieces, endS: ((i + 1) * durationS) / pieces };
    const share = (span.startS + span.endS) / 2 / durationS;
    return { ...first, ...span, offsetMs: own.startMs + share * (own.endMs - own.startMs) + middleMs(span) };
  });
  const told: Measurement = {
    ...measurement,
    verdict: 'varies',
    offsetMs: segments[pieces >> 1]!.offsetMs,
    pattern: {
      kind: 'drift',
      ppm: own.ppm + ppm,
      startMs: own.startMs,
      endMs: own.endMs + behindMs(durationS),
    },
    segments,
    tracks: measurement.tracks.map((track) =>
      track.offsetMs === null ? track : { ...track, offsetMs: track.offsetMs + middleMs(track) },
    ),
    votes: measurement.votes.map((vote) => ({ ...vote, offsetMs: vote.offsetMs + behindMs(vote.timeS) })),
    reasons: [...new Set([...measurement.reasons, 'drift' as const])],
  };
  return applyProfile(told, measurement.profile, fps);
}
