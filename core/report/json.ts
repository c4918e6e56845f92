/** The report for programs: every figure with its unit in its name. Its schema is docs/report.schema.json. */

import type { Correction } from '../fix/correction';
import { profileOf } from '../sync/profiles';
import type { Measurement, Pattern, Segment, TrackResult } from '../sync/types';
import { inUseSentence } from './correction-sentence';
import { isTooClose } from './interval';
import { round, roundOrNull, type SyncnetRecord } from './record';
import {
  correctionOf,
  type FixOutcome,
  type MediaFacts,
  nameOf,
  type ReportFacts,
  type SoundTrackFacts,
} from './report-data';
import { plain } from './sanitize';
import { describeMeasurement } from './sentences';

/** Goes up when a field goes or changes its meaning; new fields alone do not raise it. */
export const REPORT_VERSION = 1;

export interface JsonReport {
  format: 'lipslate-report';
  version: typeof REPORT_VERSION;
  /** What the sign of every offsetMs means. */
  sign: string;
  made: { at: string; lipslate: string };
  file: {
    name: string;
    container: string;
    durationS: number;
    video: MediaFacts['video'];
    audioTracks: SoundTrackFacts[];
    /** Which of them was measured. */
    audioIndex: number;
  };
  result: {
    verdict: Measurement['verdict'];
    offsetMs: number | null;
    ci95Ms: number | null;
    confidence: number;
    probability: number;
    engine: Measurement['engine'];
    profile: Measurement['profile'];
    profileLabel: string;
    level: Measurement['level'];
    /** The verdict might be another one within its own interval. */
    tooClose: boolean;
    pattern: Pattern;
    segments: Segment[];
    tracks: (TrackResult & { syncnet: SyncnetRecord | null })[];
    syncnet: SyncnetRecord | null;
    evidence: Measurement['evidence'];
    reasons: Measurement['reasons'];
    warnings: string[];
    /** The result as sentences. */
    words: {
      headline: string;
      pattern: string | null;
      certainty: string;
      level: string | null;
      next: string[];
    };
    wallS: number;
  };
  correction: (Correction & { words: string }) | null;
  /** What of the correction was set by hand on top of what was measured; positive = sound earlier. */
  byHandMs: number;
  fix: FixOutcome | null;
}

/** As text: two blanks a level, and a line break at the end. */
export function toJson(facts: ReportFacts): string {
  return `${JSON.stringify(jsonReport(facts), null, 2)}\n`;
}

export function jsonReport(facts: ReportFacts): JsonReport {
  const { record, measurement, media, audioIndex, made } = facts;
  const correction = correctionOf(facts);
  const { headline, pattern, certainty, level, next } = describeMeasurement(
    measurement,
    media.video.fps,
    media.audioTracks.length,
  );
  return {
    format: 'lipslate-report',
    version: REPORT_VERSION,
    sign: 'offsetMs positive: the sound is late; negative: the sound is early',
    made: { at: made.atIso, lipslate: made.version },
    file: fileOf(nameOf(record.file), media, audioIndex),
    result: {
      verdict: record.verdict,
      offsetMs: record.offsetMs,
      ci95Ms: record.ci95Ms,
      confidence: round(measurement.confidence, 3),
      probability: record.probability,
      engine: record.engine,
      profile: measurement.profile,
      profileLabel: profileOf(measurement.profile, media.video.fps).label,
      level: measurement.level,
      tooClose: isTooClose(measurement, media.video.fps),
      pattern: patternOf(measurement.pattern),
      segments: measurement.segments.map(segmentOf),
      tracks: measurement.tracks.map((track) => ({
        ...trackOf(track),
        syncnet: record.tracks.find(({ id }) => id === track.id)?.syncnet ?? null,
      })),
      syncnet: record.syncnet,
      evidence: evidenceOf(measurement.evidence),
      reasons: [...measurement.reasons],
      warnings: [...record.warnings],
      words: {
        headline: plain(headline),
        pattern: pattern === null ? null : plain(pattern),
        certainty: plain(certainty),
        level: level === null ? null : plain(level),
        next: next.map(plain),
      },
      wallS: record.wallS,
    },
    correction:
      correction === null ? null : { ...roundedCorrection(correction), words: plain(inUseSentence(facts)) },
    byHandMs: round(facts.byHandMs ?? 0, 1),
    fix: fixOf(facts),
  };
}

function fileOf(name: string, { container, durationS, video, audioTracks }: MediaFacts, audioIndex: number) {
  const { codec, width, height, fps, variableFrameRate, startS } = video;
  return {
    name,
    container,
    durationS: round(durationS, 3),
    video: { codec, width, height, fps: round(fps, 6), variableFrameRate, startS: round(startS, 6) },
    audioTracks: audioTracks.map(({ index, codec, channels, sampleRateHz, language, title, startS }) => ({
      index,
      codec,
      channels,
      sampleRateHz,
      language,
      title,
      startS: round(startS, 6),
    })),
    audioIndex,
  };
}

function fixOf({ fix }: ReportFacts): FixOutcome | null {
  if (!fix) return null;
  return {
    file: nameOf(fix.file),
    mode: fix.mode,
    correction: roundedCorrection(fix.correction),
    how: fix.how,
    appliedMs: roundOrNull(fix.appliedMs, 3),
    beforeMs: roundOrNull(fix.beforeMs, 1),
    afterMs: roundOrNull(fix.afterMs, 1),
    afterCi95Ms: roundOrNull(fix.afterCi95Ms, 1),
    residualMs: roundOrNull(fix.residualMs, 1),
    good: fix.good,
  };
}

function roundedCorrection(correction: Correction): Correction {
  switch (correction.kind) {
    case 'shift':
      return { kind: 'shift', offsetMs: round(correction.offsetMs, 1) };
    case 'drift':
      return { kind: 'drift', startMs: round(correction.startMs, 1), endMs: round(correction.endMs, 1) };
    case 'steps':
      return {
        kind: 'steps',
        segments: correction.segments.map(({ startS, endS, offsetMs }) => ({
          startS: round(startS, 3),
          endS: round(endS, 3),
          offsetMs: round(offsetMs, 1),
        })),
      };
  }
}

function patternOf(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case 'drift': {
      const { ppm, startMs, endMs } = pattern;
      return { kind: 'drift', ppm: round(ppm, 1), startMs: round(startMs, 1), endMs: round(endMs, 1) };
    }
    case 'steps':
      return { kind: 'steps', atS: pattern.atS.map((s) => round(s, 3)) };
    default:
      return { kind: pattern.kind };
  }
}

function segmentOf(segment: Segment): Segment {
  const { startS, endS, offsetMs, ci95Ms, confidence, probability, startsAt, group, trackIds } = segment;
  return {
    startS: round(startS, 3),
    endS: round(endS, 3),
    offsetMs: round(offsetMs, 1),
    ci95Ms: round(ci95Ms, 1),
    confidence: round(confidence, 3),
    probability: round(probability, 3),
    startsAt,
    group,
    trackIds: [...trackIds],
  };
}

function trackOf({
  id,
  startS,
  endS,
  offsetMs,
  confidence,
  probability,
  speakingS,
}: TrackResult): TrackResult {
  return {
    id,
    startS: round(startS, 3),
    endS: round(endS, 3),
    offsetMs: roundOrNull(offsetMs, 1),
    confidence: round(confidence, 3),
    probability: round(probability, 3),
    speakingS: round(speakingS, 2),
  };
}

function evidenceOf(evidence: Measurement['evidence']): Measurement['evidence'] {
  const { visibleSpeechS, windows, windowsAgreeing, edgeHits, searchS, peakZ, secondPeak } = evidence;
  return {
    visibleSpeechS: round(visibleSpeechS, 2),
    windows,
    windowsAgreeing,
    edgeHits,
    searchS: round(searchS, 3),
    peakZ: round(peakZ, 2),
    secondPeak: round(secondPeak, 3),
  };
}
