/** The simpler explanation: one offset for the whole file, or one that drifts along a line. */
import { driftPriceOf, floorMsOf } from './calibration';
import { type EstimateOptions, type Explanation, type MeasuredPart, segmentFrom } from './explanation';
import type { Evidence2D } from './lag-curve';
import { findPaths, lineOf, type Path } from './pattern';
import { estimateSegment } from './segment-estimate';
import { speakersByWindows } from './speaker-windows';
import { joinEvidence, type TrackEvidence } from './track-fusion';

/** Share of the constant path's own gain that a drift must add besides its price. */
const DRIFT_SHARE = 0.03;
/** A drift smaller than this over the whole file is called constant. */
const LEAST_DRIFT_MS = 40;
/** A drift is shown as so many pieces of equal length. */
const DRIFT_PIECES = 8;

/**
 * @param speaking the tracks that it is measured by
 * @param tracks all of them, to tell who speaks
 */
export function explainByOneOffset(
  speaking: readonly TrackEvidence[],
  tracks: readonly TrackEvidence[],
  options: EstimateOptions,
): Explanation | null {
  const { evidence, trackIds } = joinEvidence(speaking);
  const path = choosePath(evidence, options);
  if (!path) return null;
  const line = lineOf(evidence.timesS, path);
  const isDrift = path.kind === 'drift';
  const estimate = estimateSegment(
    evidence,
    isDrift ? path.offsetsMs : null,
    () => true,
    floorMsOf(options.engine),
  );
  if (!estimate) return null;
  const place = {
    startsAt: 'file',
    group: 1,
    trackIds: speaking.map(({ trackId }) => trackId).sort((a, b) => a - b),
  } as const;
  const offsetMsOf = (timeS: number) => estimate.offsetMs + (isDrift ? line.at(timeS) : 0);
  const pieces = isDrift ? DRIFT_PIECES : 1;
  const parts: MeasuredPart[] = Array.from({ length: pieces }, (_, i) => {
    const startS = (i * options.durationS) / pieces;
    const endS = ((i + 1) * options.durationS) / pieces;
    const offsetMs = offsetMsOf((startS + endS) / 2);
    return { estimate, segment: segmentFrom(estimate, { ...place, startS, endS }, options.engine, offsetMs) };
  });
  // Windows are drawn and named by the path, which lies on the grid of lags; the estimate lies between its points.
  const offsetMsAt = (_: number, timeS: number) => line.at(timeS);
  return {
    pattern: isDrift
      ? {
          kind: 'drift',
          ppm: line.slopeMsPerS * 1000,
          startMs: offsetMsOf(0),
          endMs: offsetMsOf(options.durationS),
        }
      : { kind: 'constant' },
    parts,
    headline: parts[pieces >> 1]!,
    speaking: [...speaking],
    evidence,
    trackIds,
    offsetMsAt,
    speakers: speakersByWindows(tracks, offsetMsAt),
  };
}

/** The simplest path that explains the map: a drift must earn clearly more than it costs. */
function choosePath(evidence: Evidence2D, { engine }: EstimateOptions): Path | null {
  const paths = findPaths(evidence);
  if (!paths) return null;
  const { constant, drift } = paths;
  const driftMs = Math.abs(drift.offsetsMs[drift.offsetsMs.length - 1]! - drift.offsetsMs[0]!);
  const extra = drift.gain - constant.gain - driftPriceOf(engine) - DRIFT_SHARE * constant.gain;
  return extra > 0 && driftMs >= LEAST_DRIFT_MS ? drift : constant;
}
