/** Sentences of the Dub room that more than one place says. */
import { listWords } from '../../core/list-words';
import { countWords, durationWords } from '../../core/report/format';
import type { ModelInfo } from '../../workers/models/contract';
import { mustChoose, type Person, placeWord, type Sighted } from '../engine/dub/people';
import { peopleOfSpeaker, speakerName } from '../engine/dub/speakers';
import type { ExportState, FaceState, RenderState, Speaker } from '../engine/dub/types';
import { faceNumber, faceNumbers, whoIsThere } from '../engine/dub/who';

const NBSP = '\u00a0';
/** More are counted. */
const MOST_NAMES = 3;

export const EXPORT_STEPS: Record<ExportState['step'], string> = {
  mixing: 'Mixing the sound',
  composing: 'Writing the video',
  signing: 'Signing the file',
};

/** `Face 2, right`; the place only where several are in sight. @param apart as in faceNumber */
export function faceName(sighted: readonly Sighted[], index: number, apart: boolean): string {
  const place = placeWord(sighted, index);
  return `Face ${faceNumber(sighted[index]!.person, apart)}${place ? `, ${place}` : ''}`;
}

/** What was found, and who will speak. @param speakers who says another speech than the first */
export function facesSentence(face: FaceState, speakers: readonly Speaker[] = []): string {
  const { people, status } = face;
  if (people.length === 0) return status === 'looking' ? 'No face found so far.' : 'No face was found.';
  const count = whoIsThere(people, false).length;
  const again = count < people.length ? `, seen ${people.length} times in all` : '';
  const found = `${countWords(count, 'face')} found${again}.`;
  if (speakers.length > 0) return `${found} ${speakersSentences(face, speakers)}`;
  if (count === 1) return `${found} It will speak.`;
  if (!mustChoose(people)) return `${found} Whoever is in view will speak.`;
  return `${found} ${speakersWords(face)} Choose another face to change that.`;
}

/** A sentence for each speech. */
function speakersSentences({ people, chosen }: FaceState, speakers: readonly Speaker[]): string {
  const said = speakers.map((speaker, n) => {
    const own = peopleOfSpeaker(people, speaker);
    return own.length > 0 ? `${namesOf(own, people)}: the speech of ${speakerName(n).toLowerCase()}.` : '';
  });
  const first = chosen.length > 0 ? `${namesOf(chosen, people)}: the first speech.` : '';
  return [first, ...said].filter(Boolean).join(' ');
}

function speakersWords({ chosen, people }: FaceState): string {
  const names = faceNumbers(chosen, people);
  if (names.length > MOST_NAMES) return `${names.length} of them will speak, one at a time.`;
  return `${namesOf(chosen, people)} will speak.`;
}

/** `Face 1, Face 2 and Face 4` */
function namesOf(some: readonly Person[], people: readonly Person[]): string {
  const names = faceNumbers(some, people).map((number) => `Face${NBSP}${number}`);
  return names.length > MOST_NAMES ? `${names.length} faces` : listWords(names);
}

/** Which weights can be used now. */
export type ModelChoice =
  | { state: 'unknown' }
  | { state: 'missing' }
  | { state: 'not-accepted'; model: ModelInfo }
  | { state: 'ready'; model: ModelInfo; others: readonly ModelInfo[] };

export function modelChoice(models: readonly ModelInfo[] | null, wantedId: string | null): ModelChoice {
  if (!models) return { state: 'unknown' };
  const stored = models.filter(({ network }) => network === 'wav2lip-96');
  const usable = stored.filter(({ licence }) => !licence.mustAccept || licence.acceptedAt !== null);
  const model = usable.find(({ id }) => id === wantedId) ?? usable.at(-1);
  if (model) return { state: 'ready', model, others: usable };
  const waiting = stored.at(-1);
  return waiting ? { state: 'not-accepted', model: waiting } : { state: 'missing' };
}

/** `75 frames, 3.0 s`; `the first 1.2 s (30 of 75 frames)` when it was stopped. */
export function madeWords({ made, madeS, plan }: RenderState): string {
  if (!plan) return '';
  if (made >= plan.pictures) return `${countWords(made, 'frame')}, ${durationWords(plan.durationS)}`;
  return `the first ${durationWords(madeS)} (${made} of ${countWords(plan.pictures, 'frame')})`;
}

/** `285 ms a frame, about 12 s left` */
export function paceWords({ msPerPicture, remainingS }: RenderState): string | null {
  const pace = msPerPicture > 0 ? `${Math.round(msPerPicture)}${NBSP}ms a frame` : null;
  const left =
    remainingS === null
      ? null
      : remainingS < 1
        ? 'nearly done'
        : `about ${durationWords(Math.max(1, Math.ceil(remainingS)))} left`;
  return [pace, left].filter((words) => words !== null).join(', ') || null;
}
