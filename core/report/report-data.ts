/** Everything a report is made of: what the check found, the file it found it in, and what was done about it. */

import { type Correction, correctionFor } from '../fix/correction';
import type { WaveformPeaks } from '../sound/types';
import type { LagMap, Measurement } from '../sync/types';
import type { MeasuredRecord } from './record';

export interface ReportFacts {
  /** The figures, rounded to what they mean, with file name and warnings. */
  record: MeasuredRecord;
  /** The same measurement with bands and votes. */
  measurement: Measurement;
  media: MediaFacts;
  /** The sound that was measured, from 0 among the sound tracks. */
  audioIndex: number;
  /** The correction in use. Left out: what was fixed, or what the measurement calls for; null: nothing. */
  correction?: Correction | null;
  /** What of it was set by hand on top of what was measured, ms; positive = sound earlier. Left out or 0: nothing. */
  byHandMs?: number;
  /** What became of a fix; left out or null when there was none. */
  fix?: FixOutcome | null;
  /** For the pictures of the HTML report; without it only the figures are drawn. */
  plots?: PlotFacts | null;
  /** Absolute file URL of the video where it is known; else editors look for its name beside their own file. */
  mediaUrl?: string;
  /** When, by which version of Lipslate. */
  made: { atIso: string; version: string };
}

/** The media worker's MediaInfo fits. */
export interface MediaFacts {
  container: string;
  durationS: number;
  video: {
    codec: string;
    /** Displayed size in pixels. */
    width: number;
    height: number;
    /** Frames per second; 0 when unknown. */
    fps: number;
    variableFrameRate: boolean;
    startS: number;
  };
  audioTracks: readonly SoundTrackFacts[];
}

export interface SoundTrackFacts {
  index: number;
  codec: string;
  channels: number;
  sampleRateHz: number;
  language: string | null;
  title: string | null;
  startS: number;
}

/** A corrected copy, measured again. Signs as everywhere: positive = sound late. */
export interface FixOutcome {
  /** Name of the corrected copy. */
  file: string;
  mode: 'lossless' | 'baked';
  correction: Correction;
  /** One sentence: what was done. */
  how: string;
  /** What was put right, as the container could hold it, ms; null for drift and steps. */
  appliedMs: number | null;
  beforeMs: number | null;
  /** What the copy measures, and its 95 % half width. */
  afterMs: number | null;
  afterCi95Ms: number | null;
  /** The largest offset that is left anywhere, with its sign. */
  residualMs: number | null;
  /** Whether the copy may be called in sync. */
  good: boolean;
}

/** The sync worker's CheckEvidence fits, with the waveform's peaks added. */
export interface PlotFacts {
  lagMaps: readonly LagMap[];
  tracks: readonly LipTrack[];
  peaks?: WaveformPeaks | null;
}

export interface LipTrack {
  id: number;
  /** Float64Array [T], seconds */
  timesS: Float64Array;
  /** Inner lip gap over the distance of the eyes. Float32Array [T] */
  opening: Float32Array;
}

/** Last part of a path, whichever way its slashes lean: reports name the file, not where it lies. */
export function nameOf(path: string): string {
  return path.split(/[\\/]/).pop() || path;
}

/** What files for editors and commands apply: what was chosen, what was fixed, or what the measurement calls for. */
export function correctionOf({ correction, fix, measurement }: ReportFacts): Correction | null {
  if (correction !== undefined) return correction;
  return fix ? fix.correction : correctionFor(measurement);
}

/** The track that was measured; the usual one where the file does not tell. */
export function soundTrackOf({
  media,
  audioIndex,
}: ReportFacts): Pick<SoundTrackFacts, 'channels' | 'sampleRateHz'> {
  return media.audioTracks[audioIndex] ?? { channels: 2, sampleRateHz: 48_000 };
}
