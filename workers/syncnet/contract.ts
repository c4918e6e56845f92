/** The SyncNet worker: faces and sound of one file in, the original's figures and lag maps out. See README.md. */
import type { LagMap } from '../../core/sync/types';
import type { StoredModel } from '../lib/ort/stored-model';

/** The reference network's figures of one face. */
export interface SyncnetFigures {
  trackId: number;
  /** Frames of 25 fps; positive: sound EARLY, the original's sign, opposite to offsetMs. */
  offsetFrames: number;
  /** LSE-D. */
  minDist: number;
  /** LSE-C. */
  confidence: number;
  /** Standard error of `confidence` from the scatter of the windows that were looked at. */
  confidenceError: number;
  /** Mean distance at every shift. Float32Array [31], sound moving from early to late in the file */
  curve: Float32Array;
  /** Windows looked at, and how many the original would look at. */
  windows: number;
  windowsInFull: number;
  /** The original's confidence of each window looked at, for drawing. Centres and values, Float32Array [windows] */
  windowTimesS: Float64Array;
  windowConfidence: Float32Array;
}

/** How the towers run. */
export interface SyncnetRuntime {
  provider: 'wasm' | 'webgpu';
  threads: number;
  /** Why not on the graphics processor; null when it is. */
  reason: string | null;
  /** True when WebGPU failed its self-check. */
  failedCheck: boolean;
}

export interface SyncnetOutcome {
  modelId: string;
  runtime: SyncnetRuntime;
  /** The speaking face first. */
  figures: SyncnetFigures[];
  lagMaps: LagMap[];
}

/** A face that may speak, as the faces worker saw it. */
export interface SyncnetTrack {
  id: number;
  timesS: Float64Array;
  /** Float32Array [T, 4], relative to the displayed picture. */
  boxes: Float32Array;
  /** Seconds in which its lips move while speech is heard. */
  speakingS: number;
}

export interface SyncnetOptions {
  /** 'thinned': as many windows as a confidence needs; 'full': every one, as in the paper. */
  windows: 'thinned' | 'full';
  /** Lags of the maps, +- seconds. */
  searchS: number;
  durationS: number;
  /** The part of the picture that is checked; null: all of it. */
  part: { startS: number; endS: number } | null;
  /** Displayed pixels. */
  width: number;
  height: number;
}

/** Frames that `watch` wants, in order. */
export interface SyncnetRun {
  startS: number;
  endS: number;
}

export interface SyncnetWorkerApi {
  /** Makes sessions of both towers; the model may be closed afterwards. The same model again costs nothing. */
  load(model: StoredModel): Promise<SyncnetRuntime>;
  /** Starts a file: pulls its sound (SoundMessage) until 'end'. */
  listen(port: MessagePort): Promise<void>;
  /** Which stretches of the picture must be watched. After `listen`. */
  plan(tracks: SyncnetTrack[], options: SyncnetOptions): Promise<SyncnetRun[]>;
  /** Pulls the frames (FrameMessage) of one run, unthinned. onProgress gets the share of all runs' windows, 0..1. */
  watch(run: number, port: MessagePort, onProgress: (share: number) => void): Promise<void>;
  /** Everything watched so far. */
  result(): Promise<SyncnetOutcome>;
}
