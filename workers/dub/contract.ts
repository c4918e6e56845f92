/**
 * The dub worker: pictures of a face and new speech in, a preview and then a file out. The page routes the streams:
 * `hear`, `plan`, `beginRender`, then for every run of pictures `render` (makes the mouths) and, for a file, `compose`
 * (puts them in). Two engines: `own` bends the mouth that the picture has, anew wherever a picture is shown; `wav2lip`
 * draws mouths with weights that the visitor brings, once, and they are kept.
 */
import type { Pause } from '../../core/dub/fit';
import type { Part } from '../../core/dub/part';
import type { Extension, Pads } from '../../core/lips/wav2lip';
import type { StoredModel } from '../lib/ort/stored-model';
import type { BlendOptions, ChangedTime, ExportedVideo, ExportOptions } from './export-contract';

export type { BlendOptions, ChangedTime, ExportedVideo, ExportOptions } from './export-contract';

export type DubEngineName = 'own' | 'wav2lip';

/** How the generator runs. */
export interface DubRuntime {
  provider: 'wasm' | 'webgpu';
  threads: number;
  /** Why not on the graphics processor; null when it is. */
  reason: string | null;
  /** True when WebGPU failed its self-check. */
  failedCheck: boolean;
}

export interface HeardSpeech {
  durationS: number;
  /** Seconds in which somebody speaks. */
  speechS: number;
  /** Where nobody does, long enough to be changed unnoticed. */
  pauses: Pause[];
}

/** Of several speeches that are heard in one result, one: silence stands before it and behind it. */
export interface VoicePlace {
  /** From 0. */
  voice: number;
  /** Where it begins in the result. */
  startS: number;
  /** Where the result ends: the same for all of them. */
  untilS: number;
}

/** A face to be dubbed, as the faces worker saw it; where it was not seen, pictures stay as they are. */
export interface DubTrack {
  id: number;
  /** Tracks of one person have the same habits and the same teeth; all are one person's where this is left out. */
  person?: number;
  /** Which of several speeches it says, as `VoicePlace` counts them; the first where this is left out. */
  voice?: number;
  timesS: Float64Array;
  /** Face boxes relative to the displayed picture, 0..1. Float32Array [T, 4] */
  boxes: Float32Array;
  /** FaceTrack.outlines: no pixel outside changes, unless the whole square is wanted. Float32Array [T, 43, 2] */
  outlines: Float32Array;
  /** What the own mouth needs: FaceTrack.lowerFaces [T, 70, 2], lips [T, 46, 2] and quality [T]. */
  lowerFaces?: Float32Array;
  lips?: Float32Array;
  quality?: Float32Array;
}

/** The video or photo that gives the face. */
export interface DubPicture {
  /** PTS of every picture, rising. Float64Array [N]; one for a photo */
  timesS: Float64Array;
  /** End of the last picture. */
  endS: number;
  /** Average rate: windows follow it, as in the original, unless `variable`. A photo has 25. */
  fps: number;
  variable: boolean;
  /** Displayed pixels. */
  width: number;
  height: number;
  /** The stretch of it that alone is dubbed, and is all that is planned and previewed; the speech is as long. */
  part?: Part;
}

export interface DubOptions {
  engine: DubEngineName;
  /** Wav2Lip's alone, as `smoothBoxes` and `shutInSilence`. Pixels around the face box; the original's are 0, 10, 0, 0. */
  pads: Pads;
  /** Boxes averaged over five pictures, as in the original. */
  smoothBoxes: boolean;
  /** When the speech outlasts the video. */
  extension: Extension;
  /** Where nobody speaks, the generator hears silence and shuts the mouth. */
  shutInSilence: boolean;
}

/** A stretch of source pictures, to be streamed in order of time; a `backward` one is used from its end. */
export interface DubRun {
  /** Place of its first picture in the result. */
  first: number;
  startS: number;
  endS: number;
  backward: boolean;
}

export interface DubPlan {
  runs: DubRun[];
  /** Pictures of the result, and how many of them get a new mouth. */
  pictures: number;
  dubbed: number;
  durationS: number;
  /** Of the own mouth: stretches of the source to be streamed into `insides` before anything is painted. */
  insides: { startS: number; endS: number }[];
}

/** Of one mouth: RGB, row by row, as large as the generator draws it. */
export const MOUTH_BYTES = 3 * 96 * 96;

/** Consecutive pictures' mouths, for `compose` and to be kept by the page: the worker may die, they do not. */
export interface Mouths {
  /** Place of the first in the result. */
  first: number;
  /** Pictures. */
  count: number;
  /** Uint8 [count, speeches, 96, 96, 3] RGB: a mouth for each speech; where the face that says it is not seen, zeros. */
  pixels: Blob;
}

/** The preview as a stream: before (left) beside after (right), without the badge. */
export interface PreviewFormat {
  /** As MediaSource wants it. */
  mimeType: string;
  /** Size of one half. */
  width: number;
  height: number;
  /** The visible mark as the file will have it, to be laid over the right half, and where. */
  badge: { image: ImageBitmap; x: number; y: number };
}

/** What is heard in a preview: a sound track from a time of its file on. */
export interface HeardFile {
  file: File;
  track: number;
  startS: number;
}

/** A preview with another sound, in pieces as `PreviewEvents` gives them. */
export interface Resounded {
  mimeType: string;
  pieces: ArrayBuffer[];
}

/** Pushed while rendering; a fragmented mp4 or webm in pieces, for MediaSource: before (left) beside after (right). */
export interface PreviewEvents {
  /**
   * Before the first piece. Never called when this browser encodes no video: the mouths come all the same.
   */
  onPreviewStart(format: PreviewFormat): void;
  onPreviewPiece(piece: ArrayBuffer): void;
  onMouths(mouths: Mouths): void;
  /** Pictures made, and milliseconds that one dubbed picture took on average so far. */
  onProgress(done: number, msPerPicture: number): void;
}

export interface DubWorkerApi {
  /** Makes the session; the model may be closed afterwards. The same model again costs nothing. */
  load(model: StoredModel): Promise<DubRuntime>;
  /**
   * Pulls the new speech (SoundMessage, 16 kHz mono) until 'end'.
   * @param onHeard gets the time up to which it was listened to
   * @param place of one of several speeches: once for each
   * @throws LipslateError no-speech when it is empty
   */
  hear(port: MessagePort, onHeard?: (heardS: number) => void, place?: VoicePlace): Promise<HeardSpeech>;
  /**
   * Pulls the sound of the face's own video, by which the own mouth learns this speaker's habits; without it, it takes
   * those of most people. Forgotten with the next `forgetFootage`.
   * @param fromS what comes earlier or later is not listened to
   */
  hearFootage(port: MessagePort, fromS: number, untilS: number): Promise<HeardSpeech>;
  /** The next face has no sound of its own. */
  forgetFootage(): Promise<void>;
  /**
   * After `hear`, and for the own mouth after `hearFootage` where there is any.
   * @param onProgress gets shares, 0..1: of long speech the own mouth takes a while
   * @throws LipslateError no-face when no track has a box, no-mouth when none can be bent, model-load-failed
   */
  plan(
    picture: DubPicture,
    tracks: DubTrack[],
    options: DubOptions,
    onProgress?: (share: number) => void,
  ): Promise<DubPlan>;
  /** Pulls the pictures of one of the plan's `insides`, and keeps what lies between the lips there. */
  insides(index: number, port: MessagePort): Promise<void>;
  /**
   * After `plan` and, for Wav2Lip, `load`. A `stop` from here on ends the render, also before its first run.
   * @param made mouths of this very plan that were made before, from the first picture on: they are only put in. The
   * own mouth has none
   * @param blend for the preview
   * @param heard in the preview
   */
  beginRender(made: Mouths[], blend: BlendOptions, heard: HeardFile): Promise<void>;
  /** Makes the mouths of one run, in the order of `plan`. Resolves early after `stop`. */
  render(run: number, port: MessagePort, events: PreviewEvents): Promise<void>;
  /** Ends the preview stream after the last run, or after `stop`. Resolves with the number of pictures made. */
  finishRender(): Promise<number>;
  /**
   * Lets `render` end after the picture in work; what was made stays. The stream of its frames never ends then: close
   * the media worker's file, or end that worker.
   */
  stop(): Promise<void>;
  /** Starts a preview of mouths made before, with another blend; their model need not be loaded. */
  beginReblend(mouths: Mouths[], pictures: number, blend: BlendOptions, heard: HeardFile): Promise<void>;
  /** Pulls the pictures of one run again. Of `events` all but `onMouths` come. */
  reblend(run: number, port: MessagePort, events: PreviewEvents): Promise<void>;
  finishReblend(): Promise<void>;
  /** The pictures of a preview that was made, with another sound. Throws LipslateError what reading the sound throws. */
  resound(preview: Blob, heard: HeardFile): Promise<Resounded>;
  /** Starts a file of the first `pictures` of the plan. `mouths` as `render` gave them. */
  beginExport(mouths: Mouths[], pictures: number, options: ExportOptions): Promise<ChangedTime>;
  /** Pulls the pictures of one run again and writes them. */
  compose(run: number, port: MessagePort, onProgress: (done: number) => void): Promise<void>;
  /**
   * Instead of `compose`, for a `part`: pulls all pictures of the time that `beginExport` told, of which those outside of
   * the part stay as they are.
   */
  composeAround(port: MessagePort, onProgress: (done: number) => void): Promise<void>;
  finishExport(): Promise<ExportedVideo>;
}
