/** Several speakers of one dub for scripts: faces by their numbers. */

import { LipslateError } from '../../core/errors';
import { round } from '../../core/report/record';
import { type Pick, pickOf } from '../engine/dub/people';
import { peopleOfSpeaker } from '../engine/dub/speakers';
import type { DubSession, DubState, FaceState, Recipe } from '../engine/dub/types';

/** A speech, and the faces that say it, by their numbers. */
export interface SpeakerWish {
  faces: readonly number[];
  speech: File;
  /** Where it begins in the result; left out, where its face comes into view. */
  startS?: number;
}

/** As it was made. */
export interface SpeakerRecord {
  faces: number[];
  /** Name of the file. */
  speech: string;
  startS: number;
}

/** Without faces, which are not found yet. @returns its id */
export function addSpeaker({ speakers }: DubSession, { speech, startS }: SpeakerWish): string {
  const id = speakers.add();
  if (id === null) throw new LipslateError('internal', 'A speaker comes before the work');
  speakers.setSpeech(id, speech, 'file');
  speakers.setStart(id, startS ?? null);
  return id;
}

/** @throws LipslateError no-face that tells who was found */
export function faceNumbered(number: number, { people, lookedS }: FaceState): Pick {
  const person = people.find(({ id }) => id === number);
  if (person) return pickOf(person);
  const found = people.map((one) => {
    const { x, y } = pickOf(one);
    const place = `${Math.round(100 * x)} % from the left, ${Math.round(100 * y)} % from the top`;
    return `face ${one.id} (${place}, ${round(one.startS, 2)} to ${round(one.endS, 2)} s)`;
  });
  const all = found.length > 0 ? found.join(', ') : 'none';
  throw new LipslateError(
    'no-face',
    undefined,
    `There is no face ${number}. Found in the first ${round(lookedS, 2)} s: ${all}.`,
  );
}

export function speakersOf({ face, speakers }: DubState, { several }: Recipe): SpeakerRecord[] | null {
  if (!several || !face) return null;
  const who = [face.chosen, ...speakers.map((speaker) => peopleOfSpeaker(face.people, speaker))];
  return several.voices.map(({ file, startS }, n) => ({
    faces: who[n]!.map(({ id }) => id),
    speech: file.name,
    startS: round(startS, 2),
  }));
}
