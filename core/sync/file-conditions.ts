/** What the file is like besides its lag maps, and what of it keeps anybody from telling. */
import { FEWEST_AGREEING, isForeign, RIVAL, SHORT_SPEECH_S } from './calibration';
import type { Signs } from './segment-estimate';
import type { EngineName, Pattern, Reason } from './types';

/** What is known about the file besides the maps; becomes evidence and reasons. */
export interface FileConditions {
  /** Seconds with a usable face while speech is heard. */
  visibleSpeechS: number;
  /** Seconds of speech, seen or not. */
  speechS: number;
  /** Faces that were followed, usable or not. */
  faces: number;
  /** Median face width in pixels of the largest track; null without a face. */
  faceWidthPx: number | null;
  /** Mean luma change between frames, 0..255. */
  pictureMotion: number;
  /** Per track: when it is seen and how long its lips move while speech is heard. */
  tracks: { id: number; startS: number; endS: number; speakingS: number }[];
  /** First frames of new shots, in order of time. */
  cutsS: ArrayLike<number>;
}

/** Mean luma change, 0..255, below which a picture counts as still. */
const STILL_PICTURE = 0.15;
const SMALL_FACE_PX = 48;
const LOW_FPS = 12;
/** A few words can match by chance at a wrong place, however well: the only sure errors on real clips were shorter. */
const LEAST_SPEECH_S = 1;
/** So much speech by lips that move, in a face of a good size, finds its match where there is one. */
const ENOUGH_SPEECH_S = 3;

/** Every reason that applies, those of the file before those of the measurement. */
export function reasonsOf(
  conditions: FileConditions,
  unsure: (Signs & { isVoiceOver: boolean; isContradicted: boolean }) | null,
  pattern: Pattern,
  /** Ids of the tracks whose lips go with the sound. */
  speaking: readonly number[],
  fps: number,
): Reason[] {
  const reasons: Reason[] = [];
  if (pattern.kind === 'drift') reasons.push('drift');
  if (pattern.kind === 'steps') reasons.push('steps');
  if (fps > 0 && fps < LOW_FPS) reasons.push('low-frame-rate');
  if (!unsure && conditions.visibleSpeechS < SHORT_SPEECH_S) reasons.push('short-clip');
  if (seenTogether(conditions, speaking)) reasons.push('several-speakers');
  if (!unsure) return reasons;
  reasons.push(...blockers(conditions));
  if (unsure.isVoiceOver && !reasons.includes('voice-over')) reasons.push('voice-over');
  if (unsure.atEdge) reasons.push('edge-of-search');
  if (unsure.agreeing < FEWEST_AGREEING) reasons.push('few-windows');
  if (unsure.second >= RIVAL) reasons.push('two-peaks');
  if (unsure.agreement < 0.4 || unsure.isContradicted) reasons.push('windows-disagree');
  // That several people speak tells how it was measured, not why it is unsure.
  if (!reasons.some((reason) => reason !== 'several-speakers')) reasons.push('weak-match');
  return reasons;
}

/** Lips of a few pixels are read with a bias, however well they match. */
export function isFaceTooSmall({ faceWidthPx }: FileConditions): boolean {
  return faceWidthPx !== null && faceWidthPx < SMALL_FACE_PX;
}

/** Too few words to be sure of anything. */
export function isSpeechTooShort({ visibleSpeechS }: FileConditions): boolean {
  return visibleSpeechS < LEAST_SPEECH_S;
}

/**
 * True when lips move while speech is heard, long enough, and yet do not go with it at any offset, or with two alike:
 * the voice is somebody else's.
 */
export function isForeignVoice(
  { second }: Signs,
  confidence: number,
  engine: EngineName,
  conditions: FileConditions,
): boolean {
  return isEnoughToTell(conditions) && isForeign(confidence, second, engine);
}

/** So much speech, in a face of such a size, that it finds its match where there is one. */
export function isEnoughToTell(conditions: FileConditions): boolean {
  return conditions.visibleSpeechS >= ENOUGH_SPEECH_S && !isFaceTooSmall(conditions);
}

/** What keeps anybody from telling, before any number is looked at. */
export function blockers(conditions: FileConditions): Reason[] {
  const reasons: Reason[] = [];
  if (conditions.faces === 0) reasons.push('no-face');
  else if (isFaceTooSmall(conditions)) reasons.push('face-too-small');
  if (conditions.faces > 0 && conditions.pictureMotion < STILL_PICTURE) reasons.push('still-picture');
  const { faces, speechS, visibleSpeechS } = conditions;
  if (speechS < 0.5) reasons.push('no-speech');
  // In a short clip whose lips move with all of the little speech there is, the lips are not what is missing.
  else if (faces > 0 && visibleSpeechS < Math.min(1, speechS / 2)) {
    reasons.push('lips-still');
    // Lips that are seen well and stay shut while somebody talks on.
    if (reasons.length === 1 && speechS >= ENOUGH_SPEECH_S) reasons.push('voice-over');
  } else if (faces > 0 && visibleSpeechS < 2) reasons.push('too-short');
  return reasons;
}

/** True when two of these tracks are in the picture at once: tracks of different shots may be of one person. */
function seenTogether({ tracks }: FileConditions, ids: readonly number[]): boolean {
  const own = tracks.filter((track) => ids.includes(track.id));
  return own.some((a, i) => own.slice(i + 1).some((b) => a.startS < b.endS && b.startS < a.endS));
}
