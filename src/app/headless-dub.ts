/** `lipslate.dub`: one dub for scripts, through the Dub room's own session. */
import type { FitPlan } from '../../core/dub/fit';
import { misfitWords } from '../../core/dub/fit-words';
import type { Part } from '../../core/dub/part';
import { type ErrorData, LipslateError } from '../../core/errors';
import { footageFacts } from '../../core/mouth/footage';
import type { CheckRecord } from '../../core/report/record';
import type { DubEngineName } from '../../workers/dub/contract';
import { checkedOf, recordOf } from '../engine/checked';
import { GUIDE_VOICES, type GuideVoice, speakTyped } from '../engine/dub/guide-voice';
import { costWords, misfitOf } from '../engine/dub/recipe';
import { createDubSession } from '../engine/dub/session';
import { missingOfSpeakers } from '../engine/dub/speakers';
import { isMute } from '../engine/dub/speech';
import type { DubSession, DubSound, DubState, ExportResult, FaceState } from '../engine/dub/types';
import { download } from '../engine/fix/save-copies';
import { settled } from '../engine/store';
import {
  addSpeaker,
  faceNumbered,
  type SpeakerRecord,
  type SpeakerWish,
  speakersOf,
} from './headless-speakers';

export interface DubWishes {
  engine?: DubEngineName;
  /** Wav2Lip's weights, as `importModel` gave their id. */
  modelId?: string;
  container?: 'mp4' | 'webm';
  sound?: DubSound;
  /** The speech is made as long as the picture, as far as that goes unnoticed. */
  fit?: boolean;
  /** The stretch of the face's video that alone is dubbed; the rest stays as it is. */
  part?: Part;
  /** Faces that say `speech`, by their numbers; left out, whoever is in sight and says nothing else. */
  faces?: readonly number[];
  /** Who speaks beside, in the same pass. */
  speakers?: readonly SpeakerWish[];
  onProgress?(stage: string, done: number, total: number): void;
}

/** What the guide voice is to say. */
export interface TypedSpeech {
  text: string;
  voice?: GuideVoice;
}

/** What was made, in figures; the file itself is in `result`. */
export interface DubRecord {
  ok: true;
  engine: DubEngineName;
  durationS: number;
  pictures: number;
  /** Of them, with a new mouth. */
  dubbed: number;
  /** Of a stretch that alone was dubbed: pictures of the video that were copied without being encoded anew. */
  copied: number;
  width: number;
  height: number;
  /**
   * What the own mouth could learn from: seconds with lips, seconds of speech with them (null without sound), shapes. Null
   * of a photo, and with Wav2Lip.
   */
  footage: { seenS: number; speechS: number | null; closed: boolean; open: boolean; round: boolean } | null;
  videoCodec: string;
  audioCodec: string | null;
  sound: DubSound;
  /** What alone was dubbed, seconds; null: all of it. */
  part: Part | null;
  /** Of several: the faces of each by their numbers, and where each speech begins; null of one. */
  speakers: SpeakerRecord[] | null;
  /** What was done to the speech to fit: seconds by which pauses grew, times as long as spoken; null: nothing. */
  fit: Pick<FitPlan, 'pausesS' | 'stretch' | 'silenceS' | 'excessS'> | null;
  /** dB by which the new speech was made as loud as the voice that was there; null where it was taken as it is. */
  speechGainDb: number | null;
  sizeBytes: number;
  badge: boolean;
  /** Whether the note in the file was read back as valid. */
  note: boolean;
  /** The written file checked like any other; null when it could not be. */
  check: Pick<CheckRecord & { ok: true }, 'verdict' | 'offsetMs' | 'probability'> | null;
  warnings: string[];
  /** Seconds: faces and speech, mouths, file with note, check. */
  tookS: { look: number; make: number; write: number; check: number };
}

export type DubOutcome = DubRecord | { ok: false; error: Pick<ErrorData, 'code' | 'message'> };

const NO_SPEECH = 'No speech was found in the new speech: the mouth stays shut.';

/** Never rejects. `download` hands the file to the browser's downloads, and does nothing where there is none. */
export async function dub(
  face: File,
  speech: File | TypedSpeech,
  wishes: DubWishes = {},
): Promise<{ record: DubOutcome; download(): void }> {
  const session = createDubSession(wishes.engine ?? 'own');
  const off = session.subscribe(() => report(session.get(), wishes));
  try {
    const { record, result } = await made(session, face, speech, wishes);
    return { record, download: () => download(result.file, result.file.name) };
  } catch (cause) {
    const { code, message, detail } = LipslateError.from(cause).toData();
    if (detail) console.warn(`lipslate: ${face.name}: ${detail}`);
    return { record: { ok: false, error: { code, message } }, download: () => {} };
  } finally {
    off();
    session.dispose();
  }
}

async function made(
  session: DubSession,
  face: File,
  speech: File | TypedSpeech,
  wishes: DubWishes,
): Promise<{ record: DubRecord; result: ExportResult }> {
  const lap = stopwatch();
  const engine = wishes.engine ?? 'own';
  if (engine === 'wav2lip' && wishes.modelId === undefined) throw new LipslateError('model-missing');
  session.setChoices({ container: wishes.container ?? 'mp4', sound: wishes.sound ?? 'new' });
  session.setFit(wishes.fit ?? false);
  session.setPart(wishes.part ?? null);
  session.setFace(face);
  if (speech instanceof File) session.setSpeech(speech, 'file');
  else session.setSpeech(await spoken(speech, wishes), 'typed');
  let told = false;
  const { speakers = [] } = wishes;
  const ids = speakers.map((wish) => addSpeaker(session, wish));
  const ready = await settled(session, ({ face, speech, speakers }) => {
    const error = face?.error ?? speech?.error ?? speakers.find((one) => one.speech?.error)?.speech?.error;
    if (error) throw LipslateError.fromData(error);
    // Far too long speech is refused before it is listened to.
    if (face?.info && !speech?.heard && speakers.length === 0) throwMisfit(session.get());
    const cost = face?.info && costWords(session.get());
    if (cost && !told) console.warn(`lipslate: ${face.file.name}: ${cost}`);
    told ||= Boolean(cost);
    const heard = [speech, ...speakers.map((one) => one.speech)].every((one) => one?.status === 'ready');
    return face?.status === 'ready' && heard ? face : undefined;
  });
  for (const face of wishes.faces ?? []) session.pick(faceNumbered(face, ready));
  for (const [n, { faces }] of speakers.entries())
    for (const face of faces) session.speakers.setFace(ids[n]!, faceNumbered(face, ready), true);
  // Of speech that begins later more of the video is needed.
  const given = await settled(session, ({ face }) => {
    if (face?.error) throw LipslateError.fromData(face.error);
    return face?.status === 'ready' ? face : undefined;
  });
  if (given.chosen.length === 0) throw new LipslateError('no-face');
  if (wishes.part && given.info?.still)
    throw new LipslateError('stretch-outside', undefined, 'A photo has no stretch that could be replaced.');
  throwMisfit(session.get());
  const missing = missingOfSpeakers(session.get());
  if (missing) throw new LipslateError('speakers-unusable', undefined, missing);
  const look = lap();
  session.render(wishes.modelId ?? null);
  const render = await settled(session, ({ render }) => {
    if (render?.error) throw LipslateError.fromData(render.error);
    return render?.status === 'done' || render?.status === 'stopped' ? render : undefined;
  });
  const make = lap();
  session.export();
  const result = await settled(session, ({ exporting }) => {
    if (exporting?.error) throw LipslateError.fromData(exporting.error);
    return exporting?.status === 'done' && exporting.result ? exporting.result : undefined;
  });
  const write = lap();
  const score = await settled(session, ({ score }) =>
    score && score.status !== 'working' ? score : undefined,
  );
  const checked = score.after?.status === 'done' ? checkedOf(score.after, result.file.name) : null;
  const check = checked && recordOf(checked);
  const { video, signed, settings, speechGainDb, file } = result;
  const { speech: words } = session.get();
  const mute = words?.heard && isMute(words.heard);
  const leftOver = render.recipe.fit && misfitWords(render.recipe.fit, wishes.fit ?? false);
  const record: DubRecord = {
    ok: true,
    engine,
    durationS: round(video.durationS),
    pictures: video.pictures,
    dubbed: render.plan?.dubbed ?? 0,
    copied: video.copied,
    width: render.recipe.picture.width,
    height: render.recipe.picture.height,
    footage: engine === 'own' && !given.info?.still ? footageOf(session.get().face ?? given) : null,
    videoCodec: video.videoCodec,
    audioCodec: video.audioCodec,
    sound: settings.sound,
    part: render.recipe.part,
    speakers: speakersOf(session.get(), render.recipe),
    fit: fitRecord(render.recipe.fit),
    speechGainDb: speechGainDb && round(speechGainDb),
    sizeBytes: file.size,
    badge: settings.badge,
    note: signed?.readBack.valid ?? false,
    check: check?.ok
      ? { verdict: check.verdict, offsetMs: check.offsetMs, probability: check.probability }
      : null,
    warnings: [...(mute ? [NO_SPEECH] : []), ...(leftOver ? [leftOver] : []), ...video.warnings],
    tookS: { look, make, write, check: lap() },
  };
  return { record, result };
}

function throwMisfit(state: DubState): void {
  const misfit = misfitOf(state);
  if (misfit) throw misfit;
}

function spoken({ text, voice }: TypedSpeech, { onProgress }: DubWishes): Promise<File> {
  const { signal } = new AbortController();
  return speakTyped(signal, text, voice ?? GUIDE_VOICES[0], (share) => onProgress?.('speaking', share, 1));
}

function footageOf({ chosen, footageSpeechS }: FaceState): DubRecord['footage'] {
  const { seenS, ...shapes } = footageFacts(chosen.flatMap(({ tracks }) => tracks));
  return { seenS: round(seenS), speechS: footageSpeechS && round(footageSpeechS), ...shapes };
}

function fitRecord(plan: FitPlan | null): DubRecord['fit'] {
  if (plan === null) return null;
  const { pausesS, stretch, silenceS, excessS } = plan;
  return {
    pausesS: round(pausesS),
    stretch: Math.round(stretch * 1e4) / 1e4,
    silenceS: round(silenceS),
    excessS: round(excessS),
  };
}

function report({ face, speech, render, exporting }: DubState, { onProgress }: DubWishes): void {
  if (exporting?.step === 'mixing') onProgress?.('mixing', exporting.done, 100);
  else if (exporting) onProgress?.('writing', exporting.done, exporting.total);
  else if (render && render.share !== null) onProgress?.(render.step, Math.round(100 * render.share), 100);
  else if (render) onProgress?.(render.step, render.made, render.plan?.pictures ?? 0);
  else if (face && face.status !== 'ready') onProgress?.('faces', face.lookedS, face.neededS);
  else if (speech?.status === 'listening')
    onProgress?.('listening', speech.heardS, speech.info?.durationS ?? 0);
}

/** @returns seconds since it was asked last */
function stopwatch(): () => number {
  let sinceMs = performance.now();
  return () => {
    const tookMs = performance.now() - sinceMs;
    sinceMs = performance.now();
    return round(tookMs / 1000);
  };
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
