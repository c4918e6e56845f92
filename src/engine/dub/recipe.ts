/** What a render is made of, and when two are the same. */
import { type FitPlan, planAsIs, planFit } from '../../../core/dub/fit';
import { tooLongWords } from '../../../core/dub/fit-words';
import { lengthWords } from '../../../core/dub/length-words';
import { type Part, partProblem } from '../../../core/dub/part';
import { LipslateError } from '../../../core/errors';
import type { BlendOptions, DubOptions, DubPicture, DubTrack } from '../../../workers/dub/contract';
import type { Person } from './people';
import { lengthOf } from './picture-length';
import {
  misfitOfSpeakers,
  missingOfSpeakers,
  peopleOfSpeaker,
  saidUntilS,
  severalKey,
  severalOf,
  whoKey,
} from './speakers';
import { partOf } from './stretch';
import type { DubState, FaceState, Recipe } from './types';

export const DEFAULT_OPTIONS: DubOptions = {
  engine: 'own',
  pads: { top: 0, bottom: 10, left: 0, right: 0 },
  smoothBoxes: true,
  extension: 'ping-pong',
  shutInSilence: true,
};

export const DEFAULT_BLEND: BlendOptions = { feather: 0.15, strength: 1, mouthOnly: true, detail: true };

const PHOTO_FPS = 25;
/** Some files only guess their length. */
const ANNOUNCED_ERROR = 0.05;

/** Null while a face or speech is not ready. @param modelId Wav2Lip's weights; the own mouth has none */
export function recipeOf(state: DubState, modelId: string | null): Recipe | null {
  const { face, speech, options } = state;
  const part = partOf(state);
  if (face?.status !== 'ready' || !face.info || face.chosen.length === 0) return null;
  if (speech?.status !== 'ready' || misfitOf(state) !== null) return null;
  if (missingOfSpeakers(state) !== null) return null;
  if (options.engine === 'wav2lip' && modelId === null) return null;
  return {
    faceFile: face.file,
    faceInfo: face.info,
    picture: { ...pictureOf(face, face.info), ...(part && { part }) },
    tracks: tracksOf(state, face),
    lookedFromS: face.fromS,
    speechId: speech.id,
    speechFile: speech.file,
    speechTrack: speech.track,
    options,
    several: severalOf(state),
    fit: fitOf(state),
    part,
    modelId: options.engine === 'own' ? null : modelId,
    key: recipeKey(state, modelId),
  };
}

/** Two recipes with the same key give the same mouths. */
export function recipeKey(state: DubState, modelId: string | null): string {
  const { face, speech, options } = state;
  const who = face?.chosen && whoKey(face.chosen);
  const made = options.engine === 'own' ? ownOptions(options) : [options, modelId];
  return JSON.stringify([face?.id, who, speech?.id, made, fitOf(state), partOf(state), severalKey(state)]);
}

/**
 * How the speech is made as long as the picture, or as the stretch; null when it need not be, or nothing is known yet: a
 * photo is as long as it has to be. Of several speeches none is: they would no longer answer each other.
 */
export function fitOf(state: DubState): FitPlan | null {
  const { face, speech, fit, speakers } = state;
  const part = partOf(state);
  const info = face?.info;
  if (speakers.length > 0 || !(fit || part) || !info || info.still || !speech?.heard) return null;
  const targetS = part ? part.endS - part.startS : info.durationS - Math.max(0, info.video.startS);
  if (!(targetS > 0)) return null;
  return (fit ? planFit : planAsIs)(speech.heard.durationS, speech.heard.pauses, targetS);
}

/** Why the stretch or these speakers cannot be dubbed, as an error; null when they can. */
export function misfitOf(state: DubState): LipslateError | null {
  const { face } = state;
  const part = partOf(state);
  const problem = part && face?.info && partProblem(part, lengthOf(face.info));
  if (problem) return new LipslateError('stretch-outside', undefined, problem);
  const ofSpeakers = misfitOfSpeakers(state);
  if (ofSpeakers || !part || !face?.info) return ofSpeakers;
  const plan = fitOf(state) ?? announcedPlan(state, part);
  if (!plan || plan.excessS === 0) return null;
  return new LipslateError('speech-too-long', undefined, tooLongWords(plan, state.fit));
}

/** Of speech that nobody has listened to yet, as its file says how long it is: far too long is told before the wait. */
function announcedPlan({ speech, fit }: DubState, { startS, endS }: Part): FitPlan | null {
  const announcedS = speech?.info?.durationS ?? 0;
  if (fit || speech?.heard || announcedS < (1 + ANNOUNCED_ERROR) * (endS - startS) + 1) return null;
  return planAsIs(announcedS, [], endS - startS);
}

/** What all that is said costs where it is long; null where it is not, is not used as it is, or not known yet. */
export function costWords(state: DubState): string | null {
  const { face, speech, speakers, options, fit } = state;
  const speeches = 1 + speakers.length;
  const saidS = saidUntilS(state);
  if (saidS === null || speech?.status === 'failed' || (fit && speeches === 1) || partOf(state)) return null;
  const info = face?.info;
  const filmS = !info || info.still ? null : info.durationS;
  const fps = info?.video.fps || PHOTO_FPS;
  return lengthWords({ saidS, speeches, filmS, fps, engine: options.engine });
}

/** What the own mouth knows of the options. */
function ownOptions({ engine, extension }: DubOptions): Partial<DubOptions> {
  return { engine, extension };
}

/** What the pictures that were looked at are. */
export function pictureOf({ timesS, lookedS }: FaceState, info: NonNullable<FaceState['info']>): DubPicture {
  const { fps: measured, width, height, variableFrameRate } = info.video;
  const last = timesS.at(-1) ?? 0;
  const fps = info.still ? PHOTO_FPS : measured || rateOf(timesS);
  return {
    timesS,
    endS: info.still ? info.durationS : Math.max(last + 1 / fps, Math.min(lookedS, last + 2 / fps)),
    fps,
    variable: variableFrameRate && !info.still,
    width,
    height,
  };
}

/** Lips for the own mouth alone: Wav2Lip's tracks are stored with its mouths. */
function tracksOf({ options, speakers }: DubState, { chosen, people }: FaceState): DubTrack[] {
  const own = options.engine === 'own';
  const saying = (who: readonly Person[], voice: number) =>
    who.flatMap(({ id: person, tracks }) =>
      tracks.map(({ id, timesS, boxes, outlines, lowerFaces, lips, quality }) => {
        const track = { id, person, voice, timesS, boxes, outlines };
        return own ? { ...track, lowerFaces, lips, quality } : track;
      }),
    );
  return [chosen, ...speakers.map((speaker) => peopleOfSpeaker(people, speaker))].flatMap(saying);
}

/** For files that do not say: what the pictures themselves show. */
function rateOf(timesS: Float64Array): number {
  const spanS = (timesS.at(-1) ?? 0) - (timesS[0] ?? 0);
  return spanS > 0 ? (timesS.length - 1) / spanS : PHOTO_FPS;
}
