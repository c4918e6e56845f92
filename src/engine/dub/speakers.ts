/** Several speakers in one pass: who says what, where each speech begins, and what is still missing. */
import { type FitPlan, planAsIs } from '../../../core/dub/fit';
import { tooLongWords } from '../../../core/dub/fit-words';
import { LipslateError } from '../../../core/errors';
import { faceKey } from './face-key';
import { chosenPeople, type Pick as FacePick, meantBy, type Person } from './people';
import { firstSeenS, partOf, seenIn } from './stretch';
import type { DubState, PlacedSpeech, Recipe, Speaker } from './types';
import { whoIsThere } from './who';

/** Silence before words that nobody waits for; each second of it is held in memory, and drawn. */
const LONGEST_WAIT_S = 600;
/** A face that comes into view by then was there from the start, as far as its speech goes. */
const FROM_START_S = 1;

/** The faces of a further speaker. */
export function peopleOfSpeaker(people: readonly Person[], { picks }: Pick<Speaker, 'picks'>): Person[] {
  const found = picks.flatMap((pick) => meantBy(people, pick));
  return [...new Set(found)].toSorted((a, b) => a.startS - b.startS);
}

/** Who says the first speech: never two at one time, and nobody who says another one. */
export function firstPeople(
  people: readonly Person[],
  picks: readonly FacePick[],
  speakers: readonly Speaker[],
): Person[] {
  const others = new Set(speakers.flatMap((speaker) => peopleOfSpeaker(people, speaker)));
  return chosenPeople(
    people.filter((person) => !others.has(person)),
    picks,
  );
}

/** The faces that can be given a speech, each as all that it is chosen with: of a stretch those that are seen in it. */
export function whoMaySpeak(state: DubState, apart = state.apart): Person[][] {
  return whoIsThere(seenIn(state.face?.people ?? [], partOf(state)), apart);
}

/** Why there is nobody for one more speech; null where there is somebody. */
export function noFurtherFace(state: DubState): string | null {
  const wanted = state.speakers.length + 2;
  const count = whoMaySpeak(state).length;
  if (count >= wanted) return null;
  const none = `No ${count >= 2 ? 'further' : 'second'} face was found${partOf(state) ? ' in this part of the video' : ''}.`;
  const isEnoughApart = whoMaySpeak(state, true).length >= wanted;
  return isEnoughApart
    ? `${none} Chosen in every shot by itself, the same one can say several speeches.`
    : none;
}

/** Where a speaker's words begin in the result. */
export function beginS({ face, part }: DubState, speaker: Speaker): number {
  if (speaker.startS !== null) return speaker.startS;
  if (!face || face.info?.still) return 0;
  const seenS = peopleOfSpeaker(face.people, speaker)
    .map((person) => firstSeenS(person, part))
    .filter((timeS) => timeS !== null);
  const firstS = Math.min(...seenS) - (part?.startS ?? face.timesS[0] ?? 0);
  return seenS.length === 0 || firstS < FROM_START_S ? 0 : firstS;
}

/** All speeches with where they begin. */
function placed(state: DubState): { speech: DubState['speech']; startS: number }[] {
  return [
    { speech: state.speech, startS: 0 },
    ...state.speakers.map((speaker) => ({ speech: speaker.speech, startS: beginS(state, speaker) })),
  ];
}

/** How long the result is by all that is said, as far as that is known; null while nothing is. */
export function saidUntilS(state: DubState): number | null {
  const ends = placed(state).flatMap(({ speech, startS }) => {
    const lengthS = spokenS(speech);
    return lengthS === null ? [] : [startS + lengthS];
  });
  return ends.length > 0 ? Math.max(...ends) : null;
}

function spokenS(speech: DubState['speech']): number | null {
  if (!speech || speech.status === 'failed') return null;
  return speech.heard?.durationS ?? speech.info?.durationS ?? null;
}

/** All speeches and where they stand; null where there is one, or something is missing. */
export function severalOf(state: DubState): Recipe['several'] {
  const { speakers } = state;
  const part = partOf(state);
  const untilS = part ? part.endS - part.startS : saidUntilS(state);
  if (speakers.length === 0 || untilS === null) return null;
  const voices: PlacedSpeech[] = [];
  for (const { speech, startS } of placed(state)) {
    if (speech?.status !== 'ready') return null;
    voices.push({ id: speech.id, file: speech.file, track: speech.track, startS });
  }
  return { voices, untilS };
}

/** What two recipes have in common that give the same mouths. */
export function severalKey(state: DubState): unknown[] {
  return state.speakers.map((speaker) => {
    const people = peopleOfSpeaker(state.face?.people ?? [], speaker);
    return [whoKey(people), speaker.speech?.id, beginS(state, speaker)];
  });
}

/** Who somebody is, whatever numbers their faces have. */
export function whoKey(people: readonly Person[]): unknown[] {
  return people.map(({ tracks }) => tracks.map(faceKey));
}

/** What the visitor or the page still has to do for further speakers; null when nothing. */
export function missingOfSpeakers(state: DubState): string | null {
  const { face, speakers } = state;
  const part = partOf(state);
  for (const [n, speaker] of speakers.entries()) {
    const name = speakerName(n);
    const people = peopleOfSpeaker(face?.people ?? [], speaker);
    if (people.length === 0) return `${name} has no face yet.`;
    if (seenIn(people, part).length === 0) return `${name} has no face in this part.`;
    const { speech } = speaker;
    if (!speech || speech.status === 'failed') return `The speech of ${name.toLowerCase()} is still needed.`;
    if (speech.status !== 'ready') return `Still listening to the speech of ${name.toLowerCase()}.`;
    if (beginsTooLate(state, speaker))
      return `${name} begins more than ten minutes after the last word before it.`;
  }
  return null;
}

/** After a silence too long to be meant. A stretch has an end, behind which nobody begins. */
export function beginsTooLate(state: DubState, speaker: Speaker): boolean {
  if (partOf(state)) return false;
  const startS = beginS(state, speaker);
  const before = state.speakers.filter((other) => beginS(state, other) < startS);
  const untilS = saidUntilS({ ...state, speakers: before });
  return untilS !== null && startS > untilS + LONGEST_WAIT_S;
}

/** Why several speakers cannot be dubbed like this; null when they can, or there is one. */
export function misfitOfSpeakers(state: DubState): LipslateError | null {
  const { speakers, face } = state;
  if (speakers.length === 0) return null;
  const part = partOf(state);
  const refusal = (sentence: string) => new LipslateError('speakers-unusable', undefined, sentence);
  if (face?.status === 'ready' && face.people.length > 0 && seenIn(face.chosen, part).length === 0)
    return refusal('No face is left for the first speech.');
  for (const [n, speaker] of speakers.entries())
    if (part && beginS(state, speaker) >= part.endS - part.startS)
      return refusal(`${speakerName(n)} begins after the end of this part.`);
  const plans = placed(state).map(({ speech, startS }) => inPart(part, speech, startS));
  const tooLong = plans.find((plan) => plan && plan.excessS > 0);
  return tooLong ? new LipslateError('speech-too-long', undefined, tooLongWords(tooLong, false)) : null;
}

/** How a speech stands in the stretch from where it begins; null of all of the video, and before it is heard. */
function inPart(part: DubState['part'], speech: DubState['speech'], startS: number): FitPlan | null {
  if (!part || !speech?.heard) return null;
  return planAsIs(speech.heard.durationS, speech.heard.pauses, part.endS - part.startS - startS);
}

/** `Speaker 2`: the first is whoever says the first speech. @param index among the further ones */
export function speakerName(index: number): string {
  return `Speaker ${index + 2}`;
}
