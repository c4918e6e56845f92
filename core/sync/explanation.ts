/** One way to explain a file's lag maps: what both kinds, one offset and several, hand to the estimator. */
import { believe } from './calibration';
import type { Evidence2D } from './lag-curve';
import type { SegmentEstimate } from './segment-estimate';
import type { TrackEvidence } from './track-fusion';
import type { EngineName, Pattern, ProfileName, Segment, SpeakerSpan } from './types';

export interface EstimateOptions {
  engine: EngineName;
  profile: ProfileName;
  fps: number;
  durationS: number;
}

export interface Explanation {
  /** As it is when the match is sure. */
  pattern: Pattern;
  /** In order of time, covering the file; never empty. */
  parts: MeasuredPart[];
  /** The part whose offset stands for the whole. */
  headline: MeasuredPart;
  /** Faces whose lips go with the sound. */
  speaking: TrackEvidence[];
  /** All their windows in order of time, and the track of each. */
  evidence: Evidence2D;
  trackIds: Int32Array;
  /** Offset of the sound against one face at a time, ms. */
  offsetMsAt(trackId: number, timeS: number): number;
  speakers: SpeakerSpan[];
}

export interface MeasuredPart {
  segment: Segment;
  estimate: SegmentEstimate;
}

/** What an estimate says of a segment, whose place is given. */
export function segmentFrom(
  estimate: SegmentEstimate,
  place: Pick<Segment, 'startS' | 'endS' | 'startsAt' | 'group' | 'trackIds'>,
  engine: EngineName,
  offsetMs = estimate.offsetMs,
): Segment {
  return { ...place, offsetMs, ci95Ms: estimate.ci95Ms, ...believe(estimate.signs, engine) };
}
