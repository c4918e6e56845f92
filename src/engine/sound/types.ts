/** What the Sound room shows and can ask for. */
import type { ErrorData } from '../../../core/errors';
import type { WrittenLoudness } from '../../../core/loudness/kept-loudness';
import type { Speakers } from '../../../core/sync/speaker-places';
import type { SoundInfo } from '../../../workers/media/contract';
import type { Rewritten, SoundGoes } from '../../../workers/rewrite/contract';
import type {
  Bed,
  MixedMicrophones,
  PreparedSound,
  PrepareJob,
  PrepareProgress,
  SoundAsIs,
  SoundChain,
  SoundFormat,
} from '../../../workers/sound/contract';
import type { ReadableStore } from '../store';
import type { QueuePlan, SoundQueueState } from './queue-types';

/** Of a file that is a mix. */
export interface MixedFrom extends Omit<MixedMicrophones, 'wav'> {
  /** As they stood in the list. */
  files: readonly File[];
}

/** The file whose sound is prepared. */
export interface SourceState {
  file: File;
  /** Who speaks when and where, as the check tells that it came from. */
  speakers: Speakers;
  /** Where it is a mix of microphones. */
  mixed: MixedFrom | null;
  status: 'opening' | 'ready' | 'failed';
  info: SoundInfo | null;
  /** Among the sound tracks, from 0. */
  track: number;
  error: ErrorData | null;
}

/** What was measured of it before anything was done to it. */
export interface AsIsState {
  status: 'working' | 'done' | 'failed';
  /** 0..1 */
  share: number;
  sound: SoundAsIs | null;
  error: ErrorData | null;
}

export interface WorkState {
  status: 'working' | 'done' | 'failed';
  progress: Pick<PrepareProgress, 'doneS' | 'totalS'> & { stage: PrepareProgress['stage'] | 'opening' };
  error: ErrorData | null;
}

/** What was made, and of what. */
export interface MadeSound {
  id: string;
  sound: PreparedSound;
  track: number;
  chain: SoundChain;
  bed: Bed | null;
}

/** A step of the chain, or what lies under it. */
export type LeftOut = Exclude<keyof SoundChain, 'noiseBy'> | 'bed';

/** What was made once more, without one of its steps. */
export interface WithoutState {
  step: LeftOut;
  status: 'working' | 'done' | 'failed';
  progress: WorkState['progress'];
  sound: PreparedSound | null;
  error: ErrorData | null;
}

export interface CopyState {
  goes: SoundGoes;
  status: 'working' | 'done' | 'failed';
  /** 0..1 */
  share: number;
  result: Rewritten | null;
  error: ErrorData | null;
}

/** The prepared sound in another format than WAV. */
export interface EncodedState {
  format: SoundFormat;
  status: 'working' | 'done' | 'failed';
  /** 0..1 */
  share: number;
  file: File | null;
  /** See EncodedFile. */
  measured: WrittenLoudness | null;
  error: ErrorData | null;
}

/** Files of the list that are brought into one. */
export interface MixingState {
  status: 'working' | 'failed';
  /** 0..1 */
  share: number;
  error: ErrorData | null;
}

export interface SoundState {
  source: SourceState | null;
  /** Until something is made of it; null: not measured, or nobody looks. */
  asIs: AsIsState | null;
  chain: SoundChain;
  /** Music or room tone that goes under the one file. */
  bed: Bed | null;
  work: WorkState | null;
  made: MadeSound | null;
  /** To be heard beside it; null: nobody asked for it. */
  without: WithoutState | null;
  /** The video with the prepared sound. */
  copy: CopyState | null;
  encoded: EncodedState | null;
  /** Instead of the one file: several. */
  queue: SoundQueueState | null;
  mixing: MixingState | null;
}

export interface SoundSession extends ReadableStore<SoundState> {
  setFile(file: File, speakers?: Speakers): void;
  /** The file that could not be opened is tried again, with what is known of it. */
  reopen(): void;
  /** What could not be measured is measured once more. */
  measureAgain(): void;
  /** One alone is prepared as `setFile` has it, several become a queue; those that come later join it. */
  addFiles(files: readonly File[]): void;
  /** Prepares the queue's files by the chain that is set: all, or those of which nothing was made. */
  prepareQueue(plan: Omit<QueuePlan, 'chain'>, only: 'all' | 'missing'): void;
  removeFromQueue(id: string): void;
  clearQueue(): void;
  /** The queue's files, microphones of one recording, become the one file. @param first id of the job that gives the time */
  mixMicrophones(first?: string): void;
  /** The file that is a mix becomes the files again that it was made of. */
  unmix(): void;
  setTrack(track: number): void;
  setChain(change: Partial<SoundChain>): void;
  /** Null takes it out again. */
  setBed(change: Partial<Bed> | null): void;
  /** What was made before stays until there is something new. @param wanted see PrepareJob; what was taken, when left out */
  prepare(wanted?: Pick<PrepareJob, 'withTaken' | 'withStems'>): void;
  /** The preparation, the copy, the sound in another format, the queue, and the mixing. */
  cancel(): void;
  /** To hear what was made beside the same without one step, which is made beside all else; null ends that. */
  compareWithout(step: LeftOut | null): void;
  cancelCopy(): void;
  cancelEncoded(): void;
  /** @param goes instead of the old sound, when left out */
  writeCopy(goes?: SoundGoes): void;
  encode(format: SoundFormat): void;
  dispose(): void;
}
