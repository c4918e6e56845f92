/** The one-line record of a checked file: what the headless command prints and a report holds (docs/headless.md). */
import type { ErrorCode, ErrorData } from '../errors';
import type { EngineName, Measurement, Pattern, Verdict } from '../sync/types';

export interface TrackRecord {
  id: number;
  startS: number;
  endS: number;
  /** ms, positive = sound late; null when this face could not be measured. */
  offsetMs: number | null;
  probability: number;
  speakingS: number;
  /** SyncNet's figures of this face; null when it was not looked at. */
  syncnet: SyncnetRecord | null;
}

export interface SegmentRecord {
  startS: number;
  endS: number;
  offsetMs: number;
  probability: number;
}

/** What was listened to. Tracks are counted from 1. */
export interface SoundRecord {
  track: number;
  codec: string;
  channels: number;
  /** `downmix`, or the channel or difference of channels that was listened to alone. */
  mix: string;
  /** Another track in which speech was heard, where this one could not be measured; else null. */
  speechTrack: number | null;
}

export interface SyncnetRecord {
  /** SyncNet's own sign and unit: positive = sound early, frames of 40 ms. */
  offsetFrames: number;
  minDist: number;
  confidence: number;
}

export interface MeasuredRecord {
  file: string;
  ok: true;
  verdict: Verdict;
  /** ms, positive = sound late; null when nothing could be compared. */
  offsetMs: number | null;
  /** Half width of the 95 % interval. */
  ci95Ms: number | null;
  /** That the error of offsetMs is at most 40 ms. */
  probability: number;
  pattern: Pattern['kind'];
  engine: EngineName;
  durationS: number;
  sound: SoundRecord;
  tracks: TrackRecord[];
  segments: SegmentRecord[];
  /** The reference network's own figures; null unless its checkpoint was imported. */
  syncnet: SyncnetRecord | null;
  /** Sentences: what the reader of the file and the measurement found worth saying. */
  warnings: string[];
  wallS: number;
}

export interface FailedRecord {
  file: string;
  ok: false;
  error: { code: ErrorCode; message: string };
}

export type CheckRecord = MeasuredRecord | FailedRecord;

/** A finished job as far as a record needs it; the page's CheckJob holds all of it. */
export interface RecordInput {
  file: string;
  durationS: number;
  sound: SoundRecord;
  measurement: Measurement;
  /** Of the speaking face, and of every face that was looked at. */
  syncnet?: (SyncnetRecord & { tracks: readonly (SyncnetRecord & { trackId: number })[] }) | null;
  warnings: readonly string[];
  wallS: number;
}

/** Figures are rounded to what they mean: 0.1 ms, 1 ms of time, 0.001 of probability. */
export function toRecord({
  file,
  durationS,
  sound,
  measurement,
  syncnet,
  warnings,
  wallS,
}: RecordInput): MeasuredRecord {
  const { verdict, offsetMs, ci95Ms, probability, pattern, engine, tracks, segments } = measurement;
  return {
    file,
    ok: true,
    verdict,
    offsetMs: roundOrNull(offsetMs, 1),
    ci95Ms: roundOrNull(ci95Ms, 1),
    probability: round(probability, 3),
    pattern: pattern.kind,
    engine,
    durationS: round(durationS, 3),
    sound,
    tracks: tracks.map((track) => ({
      id: track.id,
      startS: round(track.startS, 3),
      endS: round(track.endS, 3),
      offsetMs: roundOrNull(track.offsetMs, 1),
      probability: round(track.probability, 3),
      speakingS: round(track.speakingS, 2),
      syncnet: syncnetRecord(syncnet?.tracks.find(({ trackId }) => trackId === track.id)),
    })),
    segments: segments.map((segment) => ({
      startS: round(segment.startS, 3),
      endS: round(segment.endS, 3),
      offsetMs: round(segment.offsetMs, 1),
      probability: round(segment.probability, 3),
    })),
    syncnet: syncnetRecord(syncnet),
    warnings: [...warnings],
    wallS: round(wallS, 2),
  };
}

/** As many digits as the original prints. */
function syncnetRecord(figures: SyncnetRecord | null | undefined): SyncnetRecord | null {
  if (!figures) return null;
  const { offsetFrames, minDist, confidence } = figures;
  return { offsetFrames, minDist: round(minDist, 3), confidence: round(confidence, 3) };
}

export function toFailedRecord(file: string, error: ErrorData): FailedRecord {
  return { file, ok: false, error: { code: error.code, message: error.message } };
}

export function roundOrNull(value: number | null, decimals: number): number | null {
  return value === null ? null : round(value, decimals);
}

export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  // `+ 0` turns -0 into 0: nobody wants to read that sound is late by -0 ms.
  return Math.round(value * scale) / scale + 0;
}
