/**
 * The language of the measurement. Sign everywhere: positive = the sound is late, negative = the sound is early.
 */

/** What every engine returns, for one face track, so that the estimator knows no engine. */
export interface LagMap {
  trackId: number;
  /** Centre of each window on the presentation timeline of the picture. Float64Array [T], seconds */
  timesS: Float64Array;
  /** Lags tried, in rising order. Float32Array [L], ms; positive = sound late */
  lagsMs: Float32Array;
  /** Float32Array [T, L]. NaN where sound or picture is missing for that lag. */
  score: Float32Array;
  higherIsBetter: boolean;
  /** How much each window may be trusted a priori, 0..1 (speech, visible and moving lips). Float32Array [T] */
  weight: Float32Array;
  /** Length of a window, seconds. */
  windowS: number;
}

/** How an engine makes lag maps, where it can be asked. */
export interface MapOptions {
  /** Length of the windows of a second, finer map, seconds; there is none when absent. */
  finerS?: number | undefined;
  /** Lags are measured from a sound that falls behind by so many microseconds per second of picture. */
  ppm?: number;
}

export type EngineName = 'motion' | 'lipslate' | 'syncnet';

export type Verdict = 'in-sync' | 'early' | 'late' | 'varies' | 'unsure';

/** `own:40/60` carries its own limits: at most 40 ms early, 60 ms late. */
export type ProfileName = 'itu' | 'atsc' | 'ebu' | 'netflix' | 'strict' | `own:${number}/${number}`;

/** How bad an offset is under the chosen profile. */
export type Level = 'unnoticeable' | 'acceptable' | 'wrong';

/** Why a measurement is what it is: a closed union, each with a sentence in core/report/sentences.ts. */
export type Reason =
  | 'no-face'
  | 'face-too-small'
  | 'no-speech'
  | 'lips-still'
  | 'still-picture'
  | 'too-short'
  | 'few-windows'
  | 'windows-disagree'
  | 'weak-match'
  | 'two-peaks'
  | 'edge-of-search'
  | 'engines-disagree'
  | 'voice-over'
  | 'several-speakers'
  | 'drift'
  | 'steps'
  | 'low-frame-rate'
  | 'short-clip';

export type Pattern =
  | { kind: 'constant' }
  /** The offset grows by `ppm` microseconds per second (positive: the sound falls further behind). */
  | { kind: 'drift'; ppm: number; startMs: number; endMs: number }
  /** Parts with different offsets: `atS` are the starts of all segments but the first (cuts, speakers, swaps). */
  | { kind: 'steps'; atS: number[] }
  | { kind: 'mixed' };

/**
 * A part of the file with one offset. `Measurement.segments` are in order of time and cover the whole file without gap
 * or overlap: each starts where the one before ends, the first at 0, the last ends with the file. With the pattern
 * 'steps' neighbouring segments have different offsets, and a fix moves the sound of each by its own `offsetMs`
 * (positive = the sound is late).
 */
export interface Segment {
  startS: number;
  endS: number;
  offsetMs: number;
  ci95Ms: number;
  /** Why the segment starts where it does; its start is exact at a cut, and within about 0.3 s elsewhere. */
  startsAt: SegmentStart;
  /**
   * Segments of one group share one offset (one camera, one device, one person) as far as can be told, and were
   * measured together: their interval and confidence are equal, their offsets nearly. From 1, by first appearance.
   */
  group: number;
  /** Faces whose lips it was measured by, in order of appearance. */
  trackIds: number[];
  /** Probability that the right match was found at all. */
  confidence: number;
  /** Probability that the error is at most 40 ms. */
  probability: number;
}

/** 'speaker': another face starts to speak; 'within-shot': the offset jumps while one face goes on speaking. */
export type SegmentStart = 'file' | 'cut' | 'speaker' | 'within-shot';

/** What one face says on its own. */
export interface TrackResult {
  id: number;
  startS: number;
  endS: number;
  /** Best lag even when nothing is sure; null when the track could not be looked at. */
  offsetMs: number | null;
  confidence: number;
  probability: number;
  /** Seconds during which this face's lips move and speech is heard. */
  speakingS: number;
}

export interface SpeakerSpan {
  startS: number;
  endS: number;
  trackId: number;
}

/** One window's vote, for drawing the offset over time. */
export interface WindowVote {
  trackId: number;
  timeS: number;
  offsetMs: number;
  /** Share in the result, 0..1. */
  weight: number;
  /** True when it lies within the result's band. */
  agrees: boolean;
}

export interface Evidence {
  /** Seconds in which a face with visible lips is seen while speech is heard. */
  visibleSpeechS: number;
  windows: number;
  windowsAgreeing: number;
  /** Windows whose best lag lay at the edge of the search. */
  edgeHits: number;
  /** Search range finally used, +- seconds. */
  searchS: number;
  /** Height of the fused peak over the background, in standard deviations of the background. */
  peakZ: number;
  /** Second best peak's height as a share of the best, 0..1. */
  secondPeak: number;
}

export interface Measurement {
  verdict: Verdict;
  engine: EngineName;
  /** Headline offset; null only when nothing at all could be compared. Shown as "not sure" when the verdict is. */
  offsetMs: number | null;
  /** Half width of the 95 % interval. */
  ci95Ms: number | null;
  /** Probability that the right match was found at all; this is what "sure" means. Calibrated on real clips. */
  confidence: number;
  /** Probability that the error of offsetMs is at most 40 ms, calibrated on real clips. */
  probability: number;
  profile: ProfileName;
  level: Level | null;
  pattern: Pattern;
  segments: Segment[];
  tracks: TrackResult[];
  activeSpeaker: SpeakerSpan[];
  votes: WindowVote[];
  evidence: Evidence;
  reasons: Reason[];
}
