/** What a render is made of, and when two are the same. */
import { type FitPlan, planFit } from '../../../core/dub/fit';
import type { BlendOptions, DubOptions, DubPicture, DubTrack } from '../../../workers/dub/contract';
import type { DubState, FaceState, Recipe } from './types';

export const DEFAULT_OPTIONS: DubOptions = {
  engine: 'own',
  pads: { top: 0, bottom: 10, left: 0, right: 0 },
  smoothBoxes: true,
  extension: 'ping-pong',
  shutInSilence: true,
};

export const DEFAULT_BLEND: BlendOptions = { feather: 0.15, strength: 1, mouthOnly: true };

const PHOTO_FPS = 25;

/** Null while face or speech is not ready. @param modelId Wav2Lip's weights; the own mouth has none */
export function recipeOf(state: DubState, modelId: string | null): Recipe | null {
  const { face, speech, options } = state;
  if (face?.status !== 'ready' || !face.info || face.chosen.length === 0) return null;
  if (speech?.status !== 'ready') return null;
  if (options.engine === 'wav2lip' && modelId === null) return null;
  return {
    faceFile: face.file,
    faceInfo: face.info,
    picture: pictureOf(face, face.info),
    tracks: tracksOf(face, options),
    speechId: speech.id,
    speechFile: speech.file,
    speechTrack: speech.track,
    options,
    fit: fitOf(state),
    modelId: options.engine === 'own' ? null : modelId,
    key: recipeKey(state, modelId),
  };
}

/** Two recipes with the same key give the same mouths. */
export function recipeKey(state: DubState, modelId: string | null): string {
  const { face, speech, options } = state;
  const who = face?.chosen.map(({ tracks }) => tracks.map(({ timesS }) => timesS[0]));
  const made = options.engine === 'own' ? ownOptions(options) : [options, modelId];
  return JSON.stringify([face?.id, who, speech?.id, made, fitOf(state)?.targetS]);
}

/** How the speech is to be fitted; null when it is not, or nothing is known yet: a photo is as long as it has to be. */
export function fitOf({ face, speech, fit }: DubState): FitPlan | null {
  const info = face?.info;
  if (!fit || !info || info.still || !speech?.heard) return null;
  const targetS = info.durationS - Math.max(0, info.video.startS);
  return targetS > 0 ? planFit(speech.heard.durationS, speech.heard.pauses, targetS) : null;
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
function tracksOf({ chosen }: FaceState, { engine }: DubOptions): DubTrack[] {
  return chosen.flatMap(({ id: person, tracks }) =>
    tracks.map(({ id, timesS, boxes, outlines, lowerFaces, lips, quality }) => {
      const track = { id, person, timesS, boxes, outlines };
      return engine === 'own' ? { ...track, lowerFaces, lips, quality } : track;
    }),
  );
}

/** For files that do not say: what the pictures themselves show. */
function rateOf(timesS: Float64Array): number {
  const spanS = (timesS.at(-1) ?? 0) - (timesS[0] ?? 0);
  return spanS > 0 ? (timesS.length - 1) / spanS : PHOTO_FPS;
}
