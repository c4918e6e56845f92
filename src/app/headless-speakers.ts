/** Several speakers of one dub for scripts: faces by their numbers. */

import { LipslateError } from '../../core/errors';
import { round } from '../../core/report/record';
import { type Pick, pickOf } from '../engine/dub/people';
import { peopleOfSpeaker } from '../engine/dub/speakers';
import type { DubSession, DubState, FaceState, Recipe } from '../engine/dub/types';
import { faceNumber, faceNumbers } from '../engine/dub/who';

/** `2` is somebody in every shot in which they are known again, `'2.3'` their third appearance alone. */
export type FaceNumber = number | string;

/** A speech, and the faces that say it, by their numbers. */
export interface SpeakerWish {
  faces: readonly FaceNumber[];
  speech: File;
  /** Where it begins in the result; left out, where its face comes into view. */
  startS?: number;
}

/** As it was made. */
export interface SpeakerRecord {
  faces: FaceNumber[];
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

/**
 * @param number of somebody, `2`, in every shot in which they are known again; or of one appearance, `2.3`
 * @throws LipslateError no-face that tells who was found
 */
export function faceNumbered(number: FaceNumber, { people, lookedS }: FaceState): Pick {
  const person = people.find((one) => faceNumber(one, isAlone(number)) === `${number}`);
  if (person) return pickOf(person, isAlone(number));
  const found = people.map((one) => {
    const { x, y } = pickOf(one);
    const place = `${Math.round(100 * x)} % from the left, ${Math.round(100 * y)} % from the top`;
    return `face ${faceNumber(one, true)} (${place}, ${round(one.startS, 2)} to ${round(one.endS, 2)} s)`;
  });
  const all = found.length > 0 ? found.join(', ') : 'none';
  throw new LipslateError(
    'no-face',
    undefined,
    `There is no face ${number}. Found in the first ${round(lookedS, 2)} s: ${all}.`,
  );
}

/** Single appearances come behind the people whose they are, so that they count. */
export function inOrder<T extends { face: FaceNumber }>(wishes: readonly T[]): T[] {
  return wishes.toSorted((a, b) => Number(isAlone(a.face)) - Number(isAlone(b.face)));
}

const isAlone = (number: FaceNumber) => `${number}`.includes('.');

export function speakersOf({ face, speakers }: DubState, { several }: Recipe): SpeakerRecord[] | null {
  if (!several || !face) return null;
  const who = [face.chosen, ...speakers.map((speaker) => peopleOfSpeaker(face.people, speaker))];
  return several.voices.map(({ file, startS }, n) => ({
    faces: faceNumbers(who[n]!, face.people).map((number) => (isAlone(number) ? number : Number(number))),
    speech: file.name,
    startS: round(startS, 2),
  }));
}
