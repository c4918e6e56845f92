/** Picture and corrected sound laid out in frames: what OTIO, FCPXML and EDL have in common. */

import { type LinearPart, linearParts } from '../fix/correction';
import { levelOf, profileOf } from '../sync/profiles';
import { offsetWords } from './format';
import { type FrameRate, frameMs, frameRateOf, framesPerSecond, wholeFrames } from './frame-rate';
import { segmentSentence } from './pattern-sentences';
import { correctionOf, type ReportFacts } from './report-data';
import { describeMeasurement, verdictParagraph } from './sentences';

export interface ReportTimeline {
  rate: FrameRate;
  /** Length of the picture. */
  frames: number;
  stretches: readonly LinearPart[];
  sound: readonly SoundPiece[];
  markers: readonly TimelineMarker[];
}

/** Edges on whole frames, as editors want them; the place in the sound is exact. */
export interface SoundPiece {
  /** Timeline [startFrame, endFrame). */
  startFrame: number;
  endFrame: number;
  /** Where in the file's sound it begins, seconds. */
  sourceStartS: number;
  /** Seconds of sound per second of timeline; 1 unless a drift is corrected. */
  speed: number;
}

/** Everything in whole frames. */
export interface WholeFramePiece {
  startFrame: number;
  endFrame: number;
  sourceStartFrame: number;
  /** What whole frames leave uncorrected: positive = sound still late. In the middle of the piece. */
  remainderMs: number;
}

export interface TimelineMarker {
  startFrame: number;
  endFrame: number;
  /** `120 ms late`. */
  name: string;
  /** Place, band and certainty in words. */
  note: string;
  /** Good: viewers do not notice. */
  tone: 'good' | 'warn' | 'bad' | 'unsure';
  offsetMs: number | null;
}

/** Above this a list of cuts serves nobody (and CMX 3600 ends at 999 events). */
const MOST_PIECES = 900;

/** @returns picture, sound and markers in frames of the picture. The sound never outlasts the picture. */
export function timelineOf(facts: ReportFacts): ReportTimeline {
  const { media } = facts;
  const rate = frameRateOf(media.video.fps, media.video.variableFrameRate);
  const frames = Math.max(1, wholeFrames(media.durationS, rate));
  const stretches = linearParts(correctionOf(facts), media.durationS);
  const sound = stretches.map((stretch) => pieceOf(stretch, media.durationS, frames, rate));
  return {
    rate,
    frames,
    stretches,
    sound: sound.filter((piece) => piece.endFrame > piece.startFrame),
    markers: markersOf(facts, frames, rate),
  };
}

/** The same sound for editors that know whole frames only: a drift becomes steps of one frame. */
export function wholeFramePieces({ stretches, frames, rate }: ReportTimeline): WholeFramePiece[] {
  const fps = framesPerSecond(rate);
  const pieces = stretches.flatMap(({ startS, endS, offsetS, slope }) => {
    const offsetAt = (frame: number) => offsetS * fps + slope * frame;
    const [from, to] = [edge(startS, frames, rate), edge(endS, frames, rate)];
    const unit = Math.max(1, Math.ceil(Math.abs(offsetAt(to) - offsetAt(from)) / MOST_PIECES));
    const level = (frame: number) => Math.round(offsetAt(frame) / unit);
    const levels = Math.abs(level(to) - level(from));
    const up = Math.sign(slope);
    return Array.from({ length: levels + 1 }, (_, i): WholeFramePiece => {
      const shift = (level(from) + up * i) * unit;
      const crossing = (side: number) => Math.round((shift + (side * up * unit) / 2 - offsetS * fps) / slope);
      const first = Math.max(i === 0 ? from : crossing(-1), -shift);
      const end = Math.min(i === levels ? to : crossing(1), frames - shift);
      const middle = offsetAt((first + end) / 2);
      return {
        startFrame: first,
        endFrame: end,
        sourceStartFrame: first + shift,
        remainderMs: (middle - shift) * frameMs(rate),
      };
    });
  });
  return pieces.filter((piece) => piece.endFrame > piece.startFrame);
}

function pieceOf(
  { startS, endS, offsetS, slope }: LinearPart,
  durationS: number,
  frames: number,
  rate: FrameRate,
): SoundPiece {
  const speed = 1 + slope;
  // The sound of picture time t lies at t + offset(t) in the file; before 0 and after its end there is none.
  const timeOf = (sourceS: number) => (sourceS - offsetS) / speed;
  const firstWithSound = Math.ceil(timeOf(0) * framesPerSecond(rate) - 1e-6);
  const startFrame = Math.max(edge(startS, frames, rate), firstWithSound);
  const endFrame = Math.min(edge(endS, frames, rate), wholeFrames(timeOf(durationS), rate));
  const startsS = startFrame / framesPerSecond(rate);
  return { startFrame, endFrame, sourceStartS: Math.max(0, startsS * speed + offsetS), speed };
}

function markersOf({ measurement, media }: ReportFacts, frames: number, rate: FrameRate): TimelineMarker[] {
  const { verdict, segments, offsetMs } = measurement;
  const profile = profileOf(measurement.profile, media.video.fps);
  if (verdict === 'unsure' || segments.length === 0) {
    const text = describeMeasurement(measurement, media.video.fps);
    const name = verdict === 'unsure' || offsetMs === null ? 'Not sure' : offsetWords(offsetMs);
    const tone = name === 'Not sure' ? 'unsure' : toneOf(offsetMs ?? 0);
    return [{ startFrame: 0, endFrame: frames, name, note: verdictParagraph(text), tone, offsetMs }];
  }
  return segments.map((segment) => {
    const startFrame = Math.min(frames - 1, edge(segment.startS, frames, rate));
    return {
      startFrame,
      endFrame: Math.max(startFrame + 1, edge(segment.endS, frames, rate)),
      name: offsetWords(segment.offsetMs),
      note: segmentSentence(segment),
      tone: toneOf(segment.offsetMs),
      offsetMs: segment.offsetMs,
    };
  });

  function toneOf(ms: number): 'good' | 'warn' | 'bad' {
    return ({ unnoticeable: 'good', acceptable: 'warn', wrong: 'bad' } as const)[levelOf(ms, profile)];
  }
}

function edge(seconds: number, frames: number, rate: FrameRate): number {
  return Math.min(frames, Math.max(0, Math.round(seconds * framesPerSecond(rate))));
}
