/** What one dub for scripts is made from: given to the Dub room's session, and awaited until it can be made. */
import type { Part } from '../../core/dub/part';
import { LipslateError } from '../../core/errors';
import type { DubEngineName } from '../../workers/dub/contract';
import { GUIDE_VOICES, type GuideVoice, speakTyped } from '../engine/dub/guide-voice';
import { costWords, misfitOf } from '../engine/dub/recipe';
import { missingOfSpeakers } from '../engine/dub/speakers';
import type { DubSession, DubSound, DubState, FaceState } from '../engine/dub/types';
import { settled } from '../engine/store';
import { addSpeaker, type FaceNumber, faceNumbered, inOrder, type SpeakerWish } from './headless-speakers';

export interface DubWishes {
  engine?: DubEngineName;
  /** Wav2Lip's weights, as `importModel` gave their id. */
  modelId?: string;
  container?: 'mp4' | 'webm';
  sound?: DubSound;
  /** Of Wav2Lip's mouths, taken from the picture; true when left out. */
  detail?: boolean;
  /** The speech is made as long as the picture, as far as that goes unnoticed. */
  fit?: boolean;
  /** The stretch of the face's video that alone is dubbed; the rest stays as it is. */
  part?: Part;
  /** Faces that say `speech`, by their numbers; left out, whoever is in sight and says nothing else. */
  faces?: readonly FaceNumber[];
  /** Who speaks beside, in the same pass. */
  speakers?: readonly SpeakerWish[];
  onProgress?(stage: string, done: number, total: number): void;
}

/** What the guide voice is to say. */
export interface TypedSpeech {
  text: string;
  voice?: GuideVoice;
}

/** @returns the face, when all can be made as it was wished @throws LipslateError */
export async function given(
  session: DubSession,
  face: File,
  speech: File | TypedSpeech,
  wishes: DubWishes,
): Promise<FaceState> {
  if (wishes.engine === 'wav2lip' && wishes.modelId === undefined) throw new LipslateError('model-missing');
  session.setChoices({ container: wishes.container ?? 'mp4', sound: wishes.sound ?? 'new' });
  session.setBlend({ detail: wishes.detail ?? true });
  session.setFit(wishes.fit ?? false);
  session.setPart(wishes.part ?? null);
  session.setFace(face);
  if (speech instanceof File) session.setSpeech(speech, 'file');
  else session.setSpeech(await spoken(speech, wishes), 'typed');
  const { speakers = [], faces = [], part } = wishes;
  const ids = speakers.map((wish) => addSpeaker(session, wish));
  const found = await heard(session);
  const wished = [
    ...faces.map((face) => ({ face, id: null })),
    ...speakers.flatMap(({ faces }, n) => faces.map((face) => ({ face, id: ids[n]! }))),
  ];
  for (const { face, id } of inOrder(wished)) {
    const pick = faceNumbered(face, found);
    if (id === null) session.pick(pick);
    else session.speakers.setFace(id, pick, true);
  }
  // Of speech that begins later more of the video is needed.
  const ready = await settled(session, ({ face }) => {
    if (face?.error) throw LipslateError.fromData(face.error);
    return face?.status === 'ready' ? face : undefined;
  });
  if (ready.chosen.length === 0) throw new LipslateError('no-face');
  if (part && ready.info?.still)
    throw new LipslateError('stretch-outside', undefined, 'A photo has no part that could be replaced.');
  throwMisfit(session.get());
  const missing = missingOfSpeakers(session.get());
  if (missing) throw new LipslateError('speakers-unusable', undefined, missing);
  return ready;
}

/** Until faces are found and all speeches are listened to; what that costs is told as soon as it is known. */
function heard(session: DubSession): Promise<FaceState> {
  let told = false;
  return settled(session, (state) => {
    const { face, speech, speakers } = state;
    const speeches = [speech, ...speakers.map((speaker) => speaker.speech)];
    const error = face?.error ?? speeches.find((one) => one?.error)?.error;
    if (error) throw LipslateError.fromData(error);
    // Far too long speech is refused before it is listened to.
    if (face?.info && !speech?.heard && speakers.length === 0) throwMisfit(state);
    const cost = face?.info && costWords(state);
    if (cost && !told) console.warn(`lipslate: ${face.file.name}: ${cost}`);
    told ||= Boolean(cost);
    return face?.status === 'ready' && speeches.every((one) => one?.status === 'ready') ? face : undefined;
  });
}

function throwMisfit(state: DubState): void {
  const misfit = misfitOf(state);
  if (misfit) throw misfit;
}

function spoken({ text, voice }: TypedSpeech, { onProgress }: DubWishes): Promise<File> {
  const { signal } = new AbortController();
  return speakTyped(signal, text, voice ?? GUIDE_VOICES[0], (share) => onProgress?.('speaking', share, 1));
}
