/** What the plots say in words: one sentence per plot, for those who cannot see it and those who want it read out. */
import type { DrawnTrack } from '../../../core/lips/types';
import {
  countWords,
  durationWords,
  measuredWords,
  percentWords,
  thousands,
} from '../../../core/report/format';
import { intervalOf, intervalWords } from '../../../core/report/interval';
import type { LagMap, Measurement, TrackResult } from '../../../core/sync/types';
import type { CheckEvidence } from '../../../workers/sync/contract';
import type { SyncnetFigures } from '../../../workers/syncnet/contract';
import type { TimeRange } from '../../engine/ranges';

/** Keeps a number and its unit on one line. */
const NBSP = '\u00a0';

export function soundSentence(speech: readonly TimeRange[], totalS: number): string {
  if (speech.length === 0) return 'No speech was heard.';
  const heardS = speech.reduce((sum, s) => sum + s.endS - s.startS, 0);
  return `Speech is heard for ${durationWords(heardS)} of ${durationWords(totalS)}.`;
}

/**
 * @param corrected whether the sound is drawn where it belongs
 * @param final false while more of the file is being read: "no match yet" says nothing then
 */
export function lipsSentence(measurement: Measurement, corrected: boolean, final = true): string {
  const { verdict, offsetMs, ci95Ms } = measurement;
  if (offsetMs === null || (verdict === 'unsure' && !final))
    return 'How wide the lips are open, with the loudness of the sound behind.';
  if (verdict === 'unsure') return 'Lips and sound show no clear match: compare the peaks yourself.';
  if (corrected) return 'With the sound moved, its peaks should stand where the lips open.';
  if (verdict === 'in-sync') return 'The peaks of the sound stand where the lips open.';
  if (verdict === 'varies') return 'How far the sound stands from the lips changes over time.';
  return `The sound follows the same pattern as the lips, but ${measuredWords(offsetMs, ci95Ms)}.`;
}

export function lagMapSentence(map: LagMap, measurement: Measurement): string {
  const compared = map.weight.reduce((n, weight) => (weight > 0 ? n + 1 : n), 0);
  const windows = countWords(compared, 'stretch', 'stretches');
  const reach = Math.max(Math.abs(map.lagsMs[0] ?? 0), Math.abs(map.lagsMs[map.lagsMs.length - 1] ?? 0));
  const found = measurement.offsetMs;
  const base = `${windows} compared at every shift up to ±${(reach / 1000).toFixed(1)}${NBSP}s`;
  if (found === null) return `${base}; no best match.`;
  const best = patternWords(measurement);
  return `${base}; the best match ${measurement.verdict === 'unsure' ? 'may be' : 'is'} ${best}.`;
}

/** Moving the sound changes what is drawn of it, and nothing of what was measured. */
export function asMeasured(sentence: string, corrected: boolean): string {
  return corrected ? `${sentence} “Corrected” moves nothing here: this is what was measured.` : sentence;
}

export function offsetSentence(measurement: Measurement): string {
  const { evidence, offsetMs } = measurement;
  if (offsetMs === null || evidence.windows === 0) return 'No stretch could be compared.';
  const votes = `${thousands(evidence.windowsAgreeing)} of ${countWords(evidence.windows, 'stretch', 'stretches')} agree`;
  const interval = intervalOf(measurement);
  const band = interval === null || measurement.verdict === 'varies' ? '' : `, ${intervalWords(interval)}`;
  return `${votes}: ${patternWords(measurement)}${band}.`;
}

/** `120 ms late`, `40 ms early drifting to 60 ms late`, `0 ms, then 300 ms late`. */
function patternWords(measurement: Measurement): string {
  const { pattern, segments, ci95Ms } = measurement;
  const words = (ms: number) => measuredWords(ms, ci95Ms);
  if (pattern.kind === 'drift') return `${words(pattern.startMs)} drifting to ${words(pattern.endMs)}`;
  if (pattern.kind === 'constant' || segments.length < 2) return words(measurement.offsetMs ?? 0);
  if (segments.length > 4) return `changing ${countWords(segments.length - 1, 'time')}`;
  return segments.map((s) => measuredWords(s.offsetMs, s.ci95Ms)).join(', then ');
}

/**
 * @param varies the sound jumps or drifts, so that no one figure stands for the face's whole time
 * @param ci95Ms of the whole file: a face alone is no more exact
 */
export function faceSentence(
  track: DrawnTrack | TrackResult,
  result: TrackResult | undefined,
  varies = false,
  ci95Ms: number | null = null,
): string {
  if (!result) return `Face ${track.id}: not measured`;
  const speaks = result.speakingS >= 0.5 ? `speaks for ${durationWords(result.speakingS)}` : 'does not speak';
  if (result.offsetMs === null) return `Face ${track.id} ${speaks}, could not be compared`;
  if (varies && result.speakingS >= 0.5) return `Face ${track.id} ${speaks}; how far it is off changes`;
  return `Face ${track.id} ${speaks}, ${measuredWords(result.offsetMs, ci95Ms)}, ${percentWords(result.confidence)} sure`;
}

export function facesSentence(evidence: CheckEvidence): string {
  const n = evidence.tracks.length;
  if (n === 0) return 'No face was seen.';
  const speaking = evidence.measurement.tracks.filter((t) => t.speakingS >= 0.5).length;
  return `${countWords(n, 'face')} seen, ${speaking === n ? (n === 1 ? 'it speaks' : 'all speak') : `${speaking} speaking`}.`;
}

/** `7.8`, `−0.4`: a figure without a unit. */
export function figureWords(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

export function confidenceSentence({
  confidence,
  windows,
  windowsInFull,
  windowConfidence,
}: Pick<SyncnetFigures, 'confidence' | 'windows' | 'windowsInFull' | 'windowConfidence'>): string {
  const low = windowConfidence.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = windowConfidence.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const looked =
    windows === windowsInFull
      ? `all ${countWords(windows, 'window')}`
      : `${thousands(windows)} of ${countWords(windowsInFull, 'window')} looked at`;
  return (
    `Higher means more certain: ${figureWords(confidence)} for all together (LSE-C), ` +
    `${figureWords(low)} to ${figureWords(high)} one by one; ${looked}.`
  );
}
