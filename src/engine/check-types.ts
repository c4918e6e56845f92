/** What the page knows about one dropped file, from waiting to result. */
import type { Mix } from '../../core/sound/downmix';
import type { HeardSound } from '../../core/sound/heard';
import type { WaveformPeaks } from '../../core/sound/types';
import type { ProfileName } from '../../core/sync/types';
import type { MediaInfo } from '../../workers/media/contract';
import type { CheckEvidence } from '../../workers/sync/contract';
import type { Job } from './job-queue';
import type { TimeRange } from './ranges';
import type { ReadableStore } from './store';

export type Stage = 'opening' | 'listening' | 'watching' | 'comparing' | 'syncnet';

/** Monotone and true. `doneS` of `totalS` seconds of the file; `remainingS` is null until it can be estimated. */
export interface Progress {
  stage: Stage;
  doneS: number;
  totalS: number;
  remainingS: number | null;
}

/** A file of an earlier visit that the page may not read any more, and how it is known again. */
export interface AwayFile {
  readonly size: number;
  /** desk/fingerprint.ts; null where it could not be had: then its name and size have to do. */
  readonly fingerprint: string | null;
  readonly handle: FileSystemFileHandle | null;
}

export interface CheckJob extends Job, Readonly<SoundChoice> {
  /** While it is away: an empty one of the same name. */
  readonly file: File;
  readonly away: AwayFile | null;
  /** By hand on top of what was measured, ms; positive = the sound moves earlier. */
  readonly nudgeMs: number;
  readonly progress: Progress | null;
  readonly media: MediaInfo | null;
  /** What was listened to; null until it is done. */
  readonly heard: HeardSound | null;
  readonly peaks: WaveformPeaks | null;
  /** Only this part of its picture is looked at; null: all of it. */
  readonly part: TimeRange | null;
  /** It is measured by this face alone; null: by all that speak. */
  readonly onlyFace: number | null;
  /** Present early and sharpened while the rest is read; final once status is 'done'. */
  readonly evidence: CheckEvidence | null;
  /** Seconds of picture that a first estimate rests on; null when all of it was looked at. */
  readonly seenS: number | null;
  readonly wallS: number | null;
}

/** Which track to listen to, and what of it; `mix` null: whatever has the speech. */
export interface SoundChoice {
  audioIndex: number;
  mix: Mix | null;
}

export interface CheckSettings {
  profile: ProfileName;
  /** 'auto' measures by the built-in model, and adds SyncNet's figures when its weights are stored. */
  engine: 'auto' | 'lipslate' | 'motion' | 'syncnet';
  /** How many windows SyncNet looks at: as many as its figures need, or every one, as in the paper. */
  syncnetWindows: 'thinned' | 'full';
  searchS: number;
}

export interface CheckState {
  /** In the order the files were dropped. */
  readonly jobs: readonly CheckJob[];
  readonly settings: CheckSettings;
  /** No other check begins. */
  readonly paused: boolean;
}

/** The page's handle on all checks. */
export interface CheckSession extends ReadableStore<CheckState> {
  /**
   * @param sound left out: the first track
   * @param part left out: all of it
   * @param onlyFace left out: all faces that speak
   */
  add(files: Iterable<File>, sound?: SoundChoice, part?: TimeRange | null, onlyFace?: number | null): void;
  cancel(id: string): void;
  /** Checks a file again. @param sound another track, or other channels of it, than before */
  retry(id: string, sound?: SoundChoice): void;
  /** Checks a part of a file alone, or all of it again. */
  checkPart(id: string, part: TimeRange | null): void;
  /** Measures a file by one face alone, or by all again. */
  judgeBy(id: string, onlyFace: number | null): void;
  remove(id: string): void;
  /** The video in work is finished; the others wait until it is false again. */
  pause(paused: boolean): void;
  /** A video that waits is checked before the others that do. */
  bringForward(id: string): void;
  /** Adds jobs as they are: of an earlier visit, or taken out by mistake. */
  restore(jobs: readonly CheckJob[]): void;
  /** Gives a job whose file is away its file; what was not finished is checked. */
  found(id: string, file: File): void;
  /** @param nudgeMs by hand on top of what was measured; positive = the sound moves earlier */
  nudge(id: string, nudgeMs: number): void;
  /**
   * A new profile judges every result at once.
   * @param measuresAgain whether a new search range or engine measures finished files again
   */
  configure(settings: Partial<CheckSettings>, measuresAgain?: boolean): void;
  /**
   * For a file that the <video> element cannot play: a small copy on the same timeline.
   * @param onProgress share done, 0..1
   * @throws LipslateError
   */
  makePreview(id: string, signal: AbortSignal, onProgress: (share: number) => void): Promise<Blob>;
  /** Ends all workers and jobs. */
  dispose(): void;
}
