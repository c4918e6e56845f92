/** Who speaks as far as the windows of lag maps tell it; an engine that knows more tells it finer (lipslate-match.ts). */
import { type SpeakerMatch, whoSpeaks } from './active-speaker';
import type { Evidence2D } from './lag-curve';
import type { TrackEvidence } from './track-fusion';
import type { SpeakerSpan } from './types';

/** Windows with less weight have neither speech nor moving lips. */
const LEAST_WEIGHT = 0.1;
/** What a window typically reaches at the offset of the face that speaks. */
const TYPICAL_Z = 2;
/** Pieces that windows are cut into. */
const PIECE_S = 0.25;

/**
 * Spans in order of time, without overlap.
 * @param offsetMsAt offset of the sound against one face at a time
 */
export function speakersByWindows(
  tracks: readonly TrackEvidence[],
  offsetMsAt: (trackId: number, timeS: number) => number,
): SpeakerSpan[] {
  const lagsMs = tracks[0]!.evidence.lagsMs;
  const stepMs = lagsMs.length > 1 ? lagsMs[1]! - lagsMs[0]! : 1;
  const speech = tracks.map(({ trackId, evidence }) =>
    matchOfWindows(trackId, evidence, (t) => (evidence.weight[t]! < LEAST_WEIGHT ? 0 : 1)),
  );
  const matches = tracks.map(({ trackId, evidence }) =>
    matchOfWindows(trackId, evidence, (t) => {
      const l = Math.round((offsetMsAt(trackId, evidence.timesS[t]!) - lagsMs[0]!) / stepMs);
      const z = evidence.z[t * lagsMs.length + l]!;
      return evidence.weight[t]! < LEAST_WEIGHT || Number.isNaN(z) ? 0 : z / TYPICAL_Z;
    }),
  );
  return whoSpeaks(matches, (startS) =>
    Math.max(
      0,
      ...speech.map(({ startS: from, hopS, values }) => values[Math.round((startS - from) / hopS)] ?? 0),
    ),
  );
}

/**
 * Every piece is told by the nearest window.
 * @param matchOf match of a window at the measured offset, 1 as a speaking face typically has
 */
export function matchOfWindows(
  trackId: number,
  { timesS, freshness }: Evidence2D,
  matchOf: (t: number) => number,
): SpeakerMatch {
  const last = timesS.length - 1;
  const windowHopS = last > 0 ? (timesS[last]! - timesS[0]!) / last : 0.5;
  const reachS = windowHopS / freshness / 2;
  const startS = Math.max(0, timesS[0]! - reachS);
  const length = Math.max(1, Math.round((timesS[last]! + reachS - startS) / PIECE_S));
  const values = Float32Array.from({ length }, (_, p) => {
    const t = Math.round((startS + (p + 0.5) * PIECE_S - timesS[0]!) / windowHopS);
    return matchOf(Math.min(last, Math.max(0, t)));
  });
  return { trackId, startS, hopS: PIECE_S, values };
}
