/** The sync worker: keeps one file's sound features and face tracks, and turns them into a measurement. */
import type { DrawnTrack, FaceChunk } from '../../core/lips/types';
import type { SoundRows } from '../../core/sound/rows';
import type { WaveformPeaks } from '../../core/sound/types';
import type { EngineName, LagMap, Measurement, ProfileName } from '../../core/sync/types';
import type { SyncnetFigures, SyncnetOutcome, SyncnetRuntime } from '../syncnet/contract';

export interface MeasureOptions {
  /** 'auto' is lipslate, or motion where its network could not be loaded; 'syncnet' needs addSyncnet before. */
  engine: EngineName | 'auto';
  profile: ProfileName;
  /** First search range, +- seconds; widened when the best lag lies at the edge, unless fixed. */
  searchS: number;
  /** Duration of the picture, seconds, for 'strict' (one frame) and for segment ends. */
  durationS: number;
  fps: number;
  /** Displayed width of the picture, to tell how large faces are. */
  pictureWidthPx: number;
  /** Measured by this face alone; null or absent: by all. */
  onlyFace?: number | null;
}

/** Everything the page draws, and everything a report holds. */
export interface CheckEvidence {
  measurement: Measurement;
  /** Tracks merged over ranges, as measured. */
  tracks: DrawnTrack[];
  /** One map per measured track, the speaking one first. */
  lagMaps: LagMap[];
  /** Speech presence 0..1 on the 10 ms grid and its start. */
  speech: { startS: number; values: Float32Array };
  /** Loudness in dB on the same grid, for the curve under the waveform. */
  energyDb: Float32Array;
  cutsS: Float64Array;
  /** PTS of every picture that was looked at. */
  frameTimesS: Float64Array;
  /** The reference network's own figures; null unless it ran. */
  syncnet: SyncnetEvidence | null;
}

/** `syncnet` of the evidence: the figures of the speaking face, and of every face. */
export interface SyncnetEvidence {
  offsetFrames: number;
  minDist: number;
  confidence: number;
  tracks: SyncnetFigures[];
  runtime: SyncnetRuntime;
}

export interface SyncWorkerApi {
  /** Forgets everything and starts a new file. */
  reset(): Promise<void>;
  /**
   * Pulls 16 kHz mono sound (SoundMessage) until 'end', computing features on the way.
   * onPeaks gets growing waveform peaks, each time some 15 % more of them.
   */
  addSound(port: MessagePort, onPeaks: (peaks: WaveformPeaks, doneS: number) => void): Promise<void>;
  /** Hands out the sound that was heard, and forgets it: the worker may end. */
  takeSound(): Promise<SoundRows>;
  /** The sound that was taken out. */
  giveSound(rows: SoundRows): Promise<void>;
  /** Adds one analysed range; ranges may come in any order and are merged by time. */
  addFaces(chunk: FaceChunk): Promise<void>;
  /** All ranges are there: they are joined once and for all, as those of hours would else be held twice while measuring. */
  joinFaces(): Promise<void>;
  /** What the SyncNet worker found in this file. */
  addSyncnet(outcome: SyncnetOutcome): Promise<void>;
  /** Measures what is there so far; may be called again as more arrives. */
  measure(options: MeasureOptions): Promise<CheckEvidence>;
}
