/** Who speaks when: the face whose lips match the sound best at the measured offset. */
import type { TrackEvidence } from './combine';
import type { Evidence2D } from './curve';
import type { Path } from './pattern';
import type { SpeakerSpan } from './types';

/** Windows with less weight have neither speech nor moving lips. */
const LEAST_WEIGHT = 0.1;
/** Spans of the same face closer than this are one. */
const JOIN_S = 1.5;

/** Spans in order of time, without overlap. */
export function activeSpeaker(
  speaking: readonly TrackEvidence[],
  path: Path,
  joined: Evidence2D,
  trackIds: Int32Array,
): SpeakerSpan[] {
  const L = joined.lagsMs.length;
  const firstMs = joined.lagsMs[0]!;
  const stepMs = L > 1 ? joined.lagsMs[1]! - firstMs : 1;
  const reaches = new Map(speaking.map(({ trackId, evidence }) => [trackId, reachOf(evidence)]));
  const spans: SpeakerSpan[] = [];
  for (let t = 0; t < joined.timesS.length; t++) {
    const l = Math.round((path.offsetsMs[t]! - firstMs) / stepMs);
    const match = joined.z[t * L + l]!;
    if (joined.weight[t]! < LEAST_WEIGHT || !(match > 0)) continue;
    const timeS = joined.timesS[t]!;
    const trackId = trackIds[t]!;
    // Two faces at the same moment: the better match speaks.
    const rival = rivalMatch(joined, trackIds, t, path, firstMs, stepMs);
    if (rival > match) continue;
    const { fromS, toS } = reaches.get(trackId)!(timeS);
    const last = spans[spans.length - 1];
    if (last && last.trackId === trackId && fromS - last.endS <= JOIN_S) last.endS = toS;
    else spans.push({ trackId, startS: Math.max(fromS, last?.endS ?? 0), endS: toS });
  }
  return spans.filter((span) => span.endS > span.startS);
}

/** What a window speaks for: half way to its neighbours; at the ends of a track, all that it looked at. */
function reachOf({ timesS, freshness }: Evidence2D): (timeS: number) => { fromS: number; toS: number } {
  const first = timesS[0]!;
  const last = timesS[timesS.length - 1]!;
  const halfHopS = timesS.length > 1 ? (last - first) / (timesS.length - 1) / 2 : 0.5;
  const halfWindowS = timesS.length > 1 ? halfHopS / freshness : halfHopS;
  return (timeS) => ({
    fromS: Math.max(0, timeS - (timeS === first ? halfWindowS : halfHopS)),
    toS: timeS + (timeS === last ? halfWindowS : halfHopS),
  });
}

function rivalMatch(
  joined: Evidence2D,
  trackIds: Int32Array,
  t: number,
  path: Path,
  firstMs: number,
  stepMs: number,
): number {
  const L = joined.lagsMs.length;
  let best = Number.NEGATIVE_INFINITY;
  for (const step of [-1, 1]) {
    for (let k = t + step; k >= 0 && k < joined.timesS.length; k += step) {
      if (Math.abs(joined.timesS[k]! - joined.timesS[t]!) > 0.3) break;
      if (trackIds[k] === trackIds[t] || joined.weight[k]! < LEAST_WEIGHT) continue;
      const value = joined.z[k * L + Math.round((path.offsetsMs[k]! - firstMs) / stepMs)]!;
      if (value > best) best = value;
    }
  }
  return best;
}
