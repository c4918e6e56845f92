/** What the page knows about one dub: what was given, what was made of it, and what came of that. */
import type { FitPlan } from '../../../core/dub/fit';
import type { Part } from '../../../core/dub/part';
import type { ErrorData } from '../../../core/errors';
import type {
  BlendOptions,
  DubOptions,
  DubPicture,
  DubPlan,
  DubRuntime,
  DubTrack,
  HeardSpeech,
} from '../../../workers/dub/contract';
import type { PictureInfo, Rotation, SoundInfo } from '../../../workers/media/contract';
import type { KeptDub } from '../kept-mouths';
import type { ReadableStore } from '../store';
import type { DubSound, ExportChoices, ExportState, ScoreState } from './export-types';
import type { Pick as FacePick, Person } from './people';
import type { PreviewBuffer } from './preview-buffer';

export type {
  DubSound,
  ExportChoices,
  ExportResult,
  ExportSettings,
  ExportState,
  NamedText,
  ScoreState,
} from './export-types';

/** The video or photo, and the faces in it as far as it was looked at. */
export interface FaceState {
  readonly id: string;
  readonly file: File;
  readonly status: 'opening' | 'looking' | 'ready' | 'failed';
  readonly info: PictureInfo | null;
  /** Where looking began; then up to where it was looked, and has to be. */
  readonly fromS: number;
  readonly lookedS: number;
  readonly neededS: number;
  /** PTS of every picture looked at. */
  readonly timesS: Float64Array;
  readonly people: readonly Person[];
  /** Who says the first speech: never two at one time. */
  readonly chosen: readonly Person[];
  /** Seconds of speech in its own sound, as far as its pictures are looked at; null when it has none, or before that. */
  readonly footageSpeechS: number | null;
  /** What the visitor clicked, oldest first. */
  readonly picks: readonly FacePick[];
  readonly error: ErrorData | null;
}

export interface SpeechState {
  readonly id: string;
  readonly file: File;
  readonly made: 'file' | 'microphone' | 'typed';
  /** Which of its sound tracks. */
  readonly track: number;
  readonly status: 'opening' | 'listening' | 'ready' | 'failed';
  readonly info: SoundInfo | null;
  /** Up to where it was listened to, and how long the rest takes; null until that can be told. */
  readonly heardS: number;
  readonly remainingS: number | null;
  readonly heard: HeardSpeech | null;
  readonly error: ErrorData | null;
}

/** Somebody who says a speech of their own, in the same pass as those who say the first one. */
export interface Speaker {
  readonly id: string;
  /** Null until one is given. */
  readonly speech: SpeechState | null;
  /** Their faces: one of somebody who is known again, or one for every shot that they are dubbed in. */
  readonly picks: readonly FacePick[];
  /** Where their speech begins in the result; null: where their face comes into view. */
  readonly startS: number | null;
}

/** One of several speeches in one result. */
export interface PlacedSpeech {
  readonly id: string;
  readonly file: File;
  readonly track: number;
  readonly startS: number;
}

/** All that a render depends on; kept with it, so that it can be exported after something was changed. */
export interface Recipe {
  readonly faceFile: File;
  readonly faceInfo: PictureInfo;
  readonly picture: DubPicture;
  readonly tracks: DubTrack[];
  /** Where its faces began to be looked for. */
  readonly lookedFromS: number;
  readonly speechId: string;
  readonly speechFile: File;
  readonly speechTrack: number;
  readonly options: DubOptions;
  /** All speeches of several speakers, the first one as well; null: there is one. */
  readonly several: { readonly voices: readonly PlacedSpeech[]; readonly untilS: number } | null;
  /** How the speech is fitted to the picture, or to the stretch; null: it is as it is. */
  readonly fit: FitPlan | null;
  /** The stretch that alone is dubbed; null: all of it. */
  readonly part: Part | null;
  /** Wav2Lip's weights; null for the own mouth. */
  readonly modelId: string | null;
  /** Two recipes with one key give the same mouths. */
  readonly key: string;
}

export interface RenderState {
  readonly id: string;
  readonly status: 'working' | 'stopping' | 'done' | 'stopped' | 'failed';
  readonly step: 'model' | 'fitting' | 'planning' | 'mixing' | 'drawing';
  /** Of a step before drawing, how much of it is done, 0..1; null when that is not known. */
  readonly share: number | null;
  readonly recipe: Recipe;
  readonly runtime: DubRuntime | null;
  readonly plan: DubPlan | null;
  /** Pictures that an earlier render of the same had made. */
  readonly before: number;
  /** Pictures made; after the end of the work, those that can be played and exported. */
  readonly made: number;
  readonly madeS: number;
  /** They are stored as they are made: a reload loses none. */
  readonly safe: boolean;
  /** Milliseconds that one dubbed picture took on average; 0 before the first. */
  readonly msPerPicture: number;
  readonly remainingS: number | null;
  readonly feed: PreviewBuffer | null;
  /** How the mouths in the preview are blended. */
  readonly blend: BlendOptions;
  /** Pictures blended again for the preview so far; null when that is not running. */
  readonly reblended: number | null;
  /** What is heard in the preview. */
  readonly sound: DubSound;
  /** Another sound is put into the preview: how much of it is made, 0..1; null when that is not running. */
  readonly resounded: number | null;
  /** Why the preview has not the sound that was chosen. */
  readonly soundError: ErrorData | null;
  readonly error: ErrorData | null;
}

export interface DubState {
  readonly face: FaceState | null;
  /** The first speech. */
  readonly speech: SpeechState | null;
  /** Who speaks beside. */
  readonly speakers: readonly Speaker[];
  /** Faces are chosen in every shot by itself, also of people who are known again. */
  readonly apart: boolean;
  readonly options: DubOptions;
  /** The speech is to be as long as the picture, or as the stretch. */
  readonly fit: boolean;
  /** The stretch of the face's video that gets the new speech, and that the result consists of; null: all of it. */
  readonly part: Part | null;
  readonly blend: BlendOptions;
  readonly choices: ExportChoices;
  /** Dubs of earlier visits that can be gone on with. */
  readonly kept: readonly KeptDub[];
  readonly render: RenderState | null;
  readonly exporting: ExportState | null;
  readonly score: ScoreState | null;
}

/** Gives and takes what further speakers have. Does nothing while something is under way. */
export interface Speakers {
  /** One more, with the first face that says nothing yet. @returns its id; null while something is under way */
  add(): string | null;
  remove(id: string): void;
  setSpeech(id: string, file: File, made: SpeechState['made']): void;
  setTrack(id: string, track: number): void;
  cancelSpeech(id: string): void;
  retrySpeech(id: string): void;
  /** Gives them the face around this point, or takes it from them. A face has one speaker at most. */
  setFace(id: string, pick: FacePick, isTheirs: boolean): void;
  /** @param startS null: where their face comes into view */
  setStart(id: string, startS: number | null): void;
}

export interface DubSession extends ReadableStore<DubState> {
  readonly speakers: Speakers;
  setFace(file: File): void;
  setSpeech(file: File, made: SpeechState['made']): void;
  /** Another sound track of the same file. */
  setSpeechTrack(track: number): void;
  /** Listens no further to speech that is not ready yet: it is no longer given. */
  cancelSpeech(): void;
  /** Tries what failed once more. */
  retryFace(): void;
  retrySpeech(): void;
  /** Who says the first speech: the face around this point (0..1 of the displayed picture) at this time. */
  pick(pick: FacePick): void;
  setApart(apart: boolean): void;
  /** The decoded picture shown at this time; the receiver closes it. Null when a later call came first. */
  pictureAt(timeS: number): Promise<MomentPicture | null>;
  setOptions(options: Partial<DubOptions>): void;
  setFit(fit: boolean): void;
  setPart(part: Part | null): void;
  setBlend(blend: Partial<BlendOptions>): void;
  resetOptions(): void;
  /** True when face, speech, options or model changed since the last render. */
  isStale(modelId: string | null): boolean;
  /**
   * Makes the mouths with the engine of the options. Does nothing while face or speech is not ready, or something is
   * under way.
   * @param modelId Wav2Lip's weights; not looked at for the own mouth
   */
  render(modelId: string | null): void;
  /** Lists in `kept` what earlier visits left. */
  lookForKept(): void;
  /** Removes what an earlier visit left. */
  forgetKept(key: string): void;
  /** Ends the render after the picture in work; what was made stays. */
  stop(): void;
  /** Puts the mouths in again as the blend options are now, for the preview alone. */
  reblend(): void;
  /** The preview gets the sound that is chosen. */
  setChoices(choices: Partial<ExportChoices>): void;
  /** Puts the chosen sound into the preview, when that was cancelled or went wrong. */
  resound(): void;
  cancelResound(): void;
  /** Writes the file as `choices` are now. */
  export(): void;
  /** Signs the exported file, when that went wrong. */
  sign(): void;
  cancelExport(): void;
  cancelScore(): void;
  dispose(): void;
}

export interface MomentPicture {
  frame: VideoFrame;
  /** Clockwise, still to be applied. */
  rotation: Rotation;
}
