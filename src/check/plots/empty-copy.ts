/** Why a plot shows nothing, or nothing yet. */
import type { Reason } from '../../../core/sync/types';
import type { CheckJob } from '../../engine/check-types';

export type PlotKind = 'sound' | 'lips' | 'match' | 'faces';

const YET: Record<PlotKind, string> = {
  sound: 'The waveform appears as soon as the sound is read.',
  lips: 'Lips appear here as soon as the first faces are found.',
  faces: 'Faces appear here as soon as they are found.',
  match: 'The comparison appears here after the first few seconds of speech.',
};

const NONE: Record<PlotKind, string> = {
  sound: 'No sound was read from this file.',
  lips: 'Without a face there are no lips to compare the sound with.',
  faces: 'No face was found in this file.',
  match: 'Nothing could be compared: no stretch shows moving lips while speech is heard.',
};

const BECAUSE: Partial<Record<Reason, string>> = {
  'no-face': 'Nothing could be compared: no face was found.',
  'face-too-small': 'Nothing could be compared: the faces are too small to see their lips.',
  'no-speech': 'Nothing could be compared: no speech was heard.',
  'lips-still': 'Nothing could be compared: the lips do not move.',
  'still-picture': 'Nothing could be compared: the picture does not move.',
  'too-short': 'Nothing could be compared: the file is too short.',
};

export function emptyWords(job: CheckJob, kind: PlotKind): string {
  if (job.status === 'waiting' || job.status === 'working') return YET[kind];
  if (job.status === 'failed') return 'Nothing to show: this file could not be measured.';
  if (job.status === 'cancelled') return 'Nothing to show: this check was cancelled.';
  const reason = job.evidence?.measurement.reasons.find((r) => BECAUSE[r] !== undefined);
  return kind === 'match' && reason ? BECAUSE[reason]! : NONE[kind];
}
