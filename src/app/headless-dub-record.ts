/** What came of one dub for scripts, in figures. */
import type { FitPlan } from '../../core/dub/fit';
import { misfitWords } from '../../core/dub/fit-words';
import type { Part } from '../../core/dub/part';
import { footageFacts } from '../../core/mouth/footage';
import { type CheckRecord, round } from '../../core/report/record';
import type { DubEngineName } from '../../workers/dub/contract';
import { checkedOf, recordOf } from '../engine/checked';
import { isMute } from '../engine/dub/speech';
import type {
  DubSound,
  DubState,
  ExportResult,
  FaceState,
  Recipe,
  RenderState,
  ScoreState,
} from '../engine/dub/types';
import { type SpeakerRecord, speakersOf } from './headless-speakers';

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

const NO_SPEECH = 'No speech was found in the new speech: the mouth stays shut.';

/**
 * @param state after all of it
 * @param face as it was when the mouths were begun
 */
export function dubRecord(
  state: DubState,
  face: FaceState,
  { recipe, plan }: RenderState,
  { video, signed, settings, speechGainDb, file }: ExportResult,
  score: ScoreState,
  tookS: DubRecord['tookS'],
): DubRecord {
  const { engine } = recipe.options;
  const still = face.info?.still;
  return {
    ok: true,
    engine,
    durationS: round(video.durationS, 2),
    pictures: video.pictures,
    dubbed: plan?.dubbed ?? 0,
    copied: video.copied,
    width: recipe.picture.width,
    height: recipe.picture.height,
    footage: engine === 'own' && !still ? footageOf(state.face ?? face) : null,
    videoCodec: video.videoCodec,
    audioCodec: video.audioCodec,
    sound: settings.sound,
    part: recipe.part,
    speakers: speakersOf(state, recipe),
    fit: fitRecord(recipe.fit),
    speechGainDb: speechGainDb && round(speechGainDb, 2),
    sizeBytes: file.size,
    badge: settings.badge,
    note: signed?.readBack.valid ?? false,
    check: checkOf(score, file.name),
    warnings: [...warningsOf(state, recipe), ...video.warnings],
    tookS,
  };
}

function checkOf({ after }: ScoreState, name: string): DubRecord['check'] {
  const checked = after?.status === 'done' ? checkedOf(after, name) : null;
  const check = checked && recordOf(checked);
  if (!check?.ok) return null;
  const { verdict, offsetMs, probability } = check;
  return { verdict, offsetMs, probability };
}

function warningsOf({ speech, fit }: DubState, recipe: Recipe): string[] {
  const mute = speech?.heard && isMute(speech.heard);
  const leftOver = recipe.fit && misfitWords(recipe.fit, fit);
  return [...(mute ? [NO_SPEECH] : []), ...(leftOver ? [leftOver] : [])];
}

function footageOf({ chosen, footageSpeechS }: FaceState): DubRecord['footage'] {
  const { seenS, ...shapes } = footageFacts(chosen.flatMap(({ tracks }) => tracks));
  return { seenS: round(seenS, 2), speechS: footageSpeechS && round(footageSpeechS, 2), ...shapes };
}

function fitRecord(plan: FitPlan | null): DubRecord['fit'] {
  if (plan === null) return null;
  const { pausesS, stretch, silenceS, excessS } = plan;
  return {
    pausesS: round(pausesS, 2),
    stretch: round(stretch, 4),
    silenceS: round(silenceS, 2),
    excessS: round(excessS, 2),
  };
}
