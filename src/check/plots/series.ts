/** From evidence to what is drawn: the speaking face's lips over time, stretches of speech, the offset at a time. */
import type { DrawnTrack } from '../../../core/lips/types';
import { SOUND_HOP_S } from '../../../core/sound/types';
import type { Measurement } from '../../../core/sync/types';
import type { CheckEvidence } from '../../../workers/sync/contract';
import type { TimeRange } from '../../engine/ranges';

/** Lips of whoever speaks, one row per frame in which they are seen. */
export interface LipSeries {
  /** Strictly rising. */
  readonly timesS: Float64Array;
  /** 0 (this face's lips closed) to 1 (as wide as this face opens them). */
  readonly opening: Float32Array;
  /** 0..1 */
  readonly quality: Float32Array;
  readonly trackId: Int32Array;
}

/** Below this the lips are drawn as doubtful. */
export const LOW_QUALITY = 0.5;
/** Above this a 10 ms step counts as speech. */
export const SPEECH_PRESENT = 0.5;
/** A face unseen for longer than this is drawn as a gap. */
export const LIP_GAP_S = 0.25;

/** Frames sit in slots of this length while faces are merged. */
const SLOT_S = 0.01;

/**
 * Merges all faces into one curve: the active speaker where there is one, else the face that speaks most among
 * those in the picture. Each face is scaled by its own range, as an opening means nothing across faces.
 */
export function lipSeries(evidence: CheckEvidence): LipSeries {
  const { tracks, measurement } = evidence;
  const endS = tracks.reduce((latest, t) => Math.max(latest, t.timesS[t.timesS.length - 1] ?? 0), 0);
  const slots = Math.ceil(endS / SLOT_S) + 1;
  const owner = new Int32Array(slots).fill(-1);
  const frame = new Int32Array(slots);
  const order = byImportance(evidence);
  // The least important first, so that the more important overwrite them.
  for (const index of order.toReversed())
    claim(tracks[index]!, index, 0, Number.POSITIVE_INFINITY, owner, frame);
  const indexOf = new Map(tracks.map((track, index) => [track.id, index]));
  for (const span of measurement.activeSpeaker) {
    const index = indexOf.get(span.trackId);
    if (index !== undefined) claim(tracks[index]!, index, span.startS, span.endS, owner, frame);
  }
  const ranges = tracks.map((track) => openingRange(track.opening));
  const n = owner.reduce((count, index) => (index >= 0 ? count + 1 : count), 0);
  const series = {
    timesS: new Float64Array(n),
    opening: new Float32Array(n),
    quality: new Float32Array(n),
    trackId: new Int32Array(n),
  };
  let at = 0;
  for (let slot = 0; slot < slots; slot++) {
    const index = owner[slot]!;
    if (index < 0) continue;
    const track = tracks[index]!;
    const f = frame[slot]!;
    const [low, high] = ranges[index]!;
    series.timesS[at] = track.timesS[f]!;
    series.opening[at] = Math.min(1, Math.max(0, (track.opening[f]! - low) / (high - low)));
    series.quality[at] = track.quality[f]!;
    series.trackId[at] = track.id;
    at += 1;
  }
  return series;
}

/** Stretches in which speech is present. Gaps shorter than 0.15 s (within a word) are closed. */
export function speechStretches(speech: CheckEvidence['speech']): TimeRange[] {
  const stretches: { startS: number; endS: number }[] = [];
  const { startS, values } = speech;
  for (let i = 0; i < values.length; i++) {
    if (!(values[i]! >= SPEECH_PRESENT)) continue;
    const fromS = startS + (i - 0.5) * SOUND_HOP_S;
    const last = stretches[stretches.length - 1];
    if (last && fromS - last.endS < 0.15) last.endS = fromS + SOUND_HOP_S;
    else stretches.push({ startS: fromS, endS: fromS + SOUND_HOP_S });
  }
  return stretches;
}

/** Where a face is seen; misses shorter than half a second are closed. */
export function seenStretches(track: DrawnTrack): TimeRange[] {
  const stretches: { startS: number; endS: number }[] = [];
  for (const timeS of track.timesS) {
    const last = stretches[stretches.length - 1];
    if (last && timeS - last.endS < 0.5) last.endS = timeS;
    else stretches.push({ startS: timeS, endS: timeS });
  }
  return stretches;
}

/** Quiet and loud end for the loudness curve, dB: the 5th percentile (silence held off) and the loudest 1 %. */
export function loudnessRange(energyDb: Float32Array): [number, number] {
  const sorted = sampleSorted(energyDb);
  const high = sorted[Math.round(0.99 * (sorted.length - 1))] ?? 0;
  const low = Math.max(sorted[Math.round(0.05 * (sorted.length - 1))] ?? -60, high - 50);
  return high - low > 1 ? [low, high] : [high - 50, high];
}

/** The offset at a time: along the drift, of the stretch it lies in, or the headline. Null when nothing is known. */
export function offsetAtMs(measurement: Measurement, timeS: number): number | null {
  const { segments, pattern, offsetMs } = measurement;
  const first = segments[0];
  const last = segments[segments.length - 1];
  if (!first || !last) return offsetMs;
  if (pattern.kind === 'drift') {
    const share = (timeS - first.startS) / (last.endS - first.startS || 1);
    return pattern.startMs + (pattern.endMs - pattern.startMs) * Math.min(1, Math.max(0, share));
  }
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle]!.startS <= timeS) low = middle;
    else high = middle - 1;
  }
  return segments[low]!.offsetMs;
}

/** The stretches that overlap startS..endS, found without walking the whole list (sorted, not overlapping). */
export function visibleStretches<T extends TimeRange>(
  stretches: readonly T[],
  startS: number,
  endS: number,
): T[] {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.endS < startS) low = middle + 1;
    else high = middle;
  }
  const visible: T[] = [];
  for (let i = low; i < stretches.length && stretches[i]!.startS <= endS; i++) visible.push(stretches[i]!);
  return visible;
}

/** Track indices, the one that speaks most first; more frames break ties. */
function byImportance({ tracks, measurement }: CheckEvidence): number[] {
  const speakingS = new Map(measurement.tracks.map((t) => [t.id, t.speakingS]));
  const worth = tracks.map((t) => (speakingS.get(t.id) ?? 0) * 1e6 + t.timesS.length);
  return tracks.map((_, index) => index).sort((a, b) => worth[b]! - worth[a]!);
}

function claim(
  track: DrawnTrack,
  index: number,
  startS: number,
  endS: number,
  owner: Int32Array,
  frame: Int32Array,
): void {
  for (let f = 0; f < track.timesS.length; f++) {
    const timeS = track.timesS[f]!;
    if (timeS < startS || timeS > endS || timeS < 0) continue;
    const slot = Math.round(timeS / SLOT_S);
    owner[slot] = index;
    frame[slot] = f;
  }
}

/** Closed and wide open for this face: 2nd and 98th percentile, never so close that noise fills the picture. */
function openingRange(opening: Float32Array): [number, number] {
  const sorted = sampleSorted(opening);
  const low = sorted[Math.round(0.02 * (sorted.length - 1))] ?? 0;
  const high = sorted[Math.round(0.98 * (sorted.length - 1))] ?? 1;
  return [low, Math.max(high, low + 0.08)];
}

function sampleSorted(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.floor(values.length / 4000));
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += step) if (Number.isFinite(values[i]!)) sample.push(values[i]!);
  return Float32Array.from(sample).sort();
}
