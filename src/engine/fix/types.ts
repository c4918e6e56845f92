/** What the page knows about the corrected copy of one file, and about those of a whole queue. */
import type { ErrorData } from '../../../core/errors';
import type { Correction } from '../../../core/fix/correction';
import type { Mix } from '../../../core/sound/downmix';
import type { Measurement } from '../../../core/sync/types';
import type { MediaInfo } from '../../../workers/media/contract';
import type {
  PartJob,
  RewritePlan,
  RewriteProgress,
  Rewritten,
  WrittenPart,
} from '../../../workers/rewrite/contract';
import type { CheckEvidence } from '../../../workers/sync/contract';
import type { CheckSettings, Stage } from '../check-types';
import type { Job } from '../job-queue';
import type { TimeRange } from '../ranges';
import type { ReadableStore } from '../store';
import type { Judgement } from './verify-copy';

export type FixMode = 'lossless' | 'baked';

/** What is to be done to a file. */
export interface FixWish {
  mode: FixMode;
  correction: Correction;
  /** measured: what the check found; hand: as nudged; again: a second try after one that left something. */
  by: 'measured' | 'hand' | 'again';
  /** What the copy should measure, ms: 0, or what remains on purpose of a value by hand. Null: not known. */
  targetMs: number | null;
  /** Written there at once; kept in the browser's private storage when left out. */
  handle?: FileSystemFileHandle;
}

/** The checked file, as far as a fix needs it. */
export interface FixInput {
  file: File;
  audioIndex: number;
  /** What of the track was listened to; null: whatever has the speech. */
  mix: Mix | null;
  /** What of the picture was looked at; null: all of it. */
  part: TimeRange | null;
  /** By which face alone it was measured; null: by all. */
  onlyFace: number | null;
  before: Measurement;
  /** The copy is measured in the same way. */
  settings: CheckSettings;
}

/** What the visitor waits for now. */
export type FixStep = 'waiting' | 'starting' | RewriteProgress['stage'] | 'measuring';

export interface FixProgress {
  step: FixStep;
  doneS: number;
  totalS: number;
  /** While measuring: the stage of that check. */
  check: Stage | null;
  remainingS: number | null;
}

/** The copy's own check. */
export interface Recheck {
  media: MediaInfo;
  evidence: CheckEvidence;
  /** False: it has the original's picture, packet for packet, whose lips were known. */
  isWatched: boolean;
}

/** browser: in private storage, until the page is closed. disk: where the visitor said. zip: in that file. */
export type FixPlace = { kind: 'browser' } | { kind: 'disk'; name: string } | { kind: 'zip'; name: string };

export interface FixResult {
  readonly wish: FixWish;
  readonly rewritten: Rewritten;
  readonly place: FixPlace;
  /** What it was made of: the sound that was measured then, and what was found. */
  readonly audioIndex: number;
  readonly before: Measurement;
  /** Null when the copy could not be measured; `recheckError` says why. */
  readonly recheck: Recheck | null;
  readonly recheckError: ErrorData | null;
  readonly judgement: Judgement;
}

/** `id` is that of the check's job. */
export interface FixJob extends Job {
  readonly wish: FixWish;
  /** What it is made of: the sound that was measured when it was asked for, and what was found. */
  readonly audioIndex: number;
  readonly before: Measurement;
  readonly progress: FixProgress | null;
  readonly result: FixResult | null;
  /** The copy is there, and its own pictures are being watched. */
  readonly isRecheck: boolean;
  /** The visitor has the copy: it was downloaded or saved. */
  readonly isTaken: boolean;
}

/** What can be had for a file. */
export interface PlanState {
  /** Of which correction; see `planKey`. */
  readonly key: string;
  readonly status: 'working' | 'ready' | 'failed';
  readonly plans: Readonly<Record<FixMode, RewritePlan>> | null;
  readonly error: ErrorData | null;
}

/** The corrected sound alone. `id` is that of the check's job. */
export interface SoundJob extends Job {
  /** What it is made of. */
  readonly correction: Correction;
  readonly audioIndex: number;
  /** Share done, 0..1. */
  readonly progress: number | null;
  readonly file: File | null;
}

export type BatchDestination =
  | { to: 'folder'; folder: FileSystemDirectoryHandle }
  | { to: 'zip' }
  | { to: 'downloads' };

export interface BatchItem {
  readonly jobId: string;
  readonly name: string;
  readonly state: 'waiting' | 'working' | 'delivered' | 'not-good' | 'failed' | 'cancelled';
  /** One sentence; null while there is nothing to say. */
  readonly note: string | null;
}

export interface BatchState {
  readonly status: 'working' | 'done' | 'cancelled' | 'failed';
  readonly destination: BatchDestination;
  readonly items: readonly BatchItem[];
  /** Files that are not touched, and why. */
  readonly leftAlone: readonly { jobId: string; name: string; why: string }[];
  /** The finished zip. */
  readonly zip: File | null;
  /** The visitor has the zip. */
  readonly isTaken: boolean;
  readonly error: ErrorData | null;
}

export interface FixState {
  /** By the id of the check's job. */
  readonly fixes: ReadonlyMap<string, FixJob>;
  readonly plans: ReadonlyMap<string, PlanState>;
  readonly sounds: ReadonlyMap<string, SoundJob>;
  readonly batch: BatchState | null;
}

/** The page's handle on all corrected copies; React reads it through useFix(). */
export interface FixSession extends ReadableStore<FixState> {
  /** Finds out what can be had. Costs nothing when it is known. */
  plan(jobId: string, correction: Correction): void;
  /** One file at a time; a second fix of the same file takes the place of the first. */
  start(jobId: string, wish: FixWish): void;
  cancel(jobId: string): void;
  /** Measures a copy once more from its own pictures. Cancelled, its first result stays. */
  recheck(jobId: string): void;
  /** Forgets the copy and frees its room. What lies on the visitor's disk stays. */
  drop(jobId: string): void;
  /** Copies the result to a file that the visitor chose. @throws LipslateError */
  saveTo(jobId: string, handle: FileSystemFileHandle): Promise<void>;
  /** The result lies elsewhere now: its room in private storage is freed. */
  moved(jobId: string, place: FixPlace): void;
  soundAlone(jobId: string, correction: Correction): void;
  /**
   * Writes a part of a file as a file of its own. It lies in private storage until the next one is written,
   * or the file leaves the list.
   * @param onShare 0..1 @throws LipslateError
   */
  writePart(
    jobId: string,
    part: Omit<PartJob, 'output'>,
    signal: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<WrittenPart>;
  /** The visitor downloads the copy: leaving the page would lose it no more. */
  take(jobId: string): void;
  cancelSound(jobId: string): void;
  /** @param chosen ids of the jobs to fix; what is not off, or not surely so, is left alone all the same */
  startBatch(destination: BatchDestination, chosen: ReadonlySet<string>): void;
  cancelBatch(): void;
  takeZip(): void;
  closeBatch(): void;
  dispose(): void;
}
