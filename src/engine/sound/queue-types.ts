/** Several files that are prepared by one chain. */
import type { ErrorData } from '../../../core/errors';
import type {
  EarlyEnd,
  MissedTarget,
  PrepareProgress,
  SoundChain,
  SoundFigures,
  SoundFormat,
} from '../../../workers/sound/contract';
import type { BatchDestination } from '../fix/types';
import type { Job } from '../job-queue';

/** A copy of the file with the new sound instead of the old or beside it, which is a WAV of what has nothing but sound; or the sound alone. */
export type MadeAs = 'copy' | 'copy-beside' | 'wav' | SoundFormat;

export interface QueuePlan {
  chain: SoundChain;
  as: MadeAs;
  destination: BatchDestination;
}

export interface SoundJob extends Job {
  readonly file: File;
  /** `share`: 0..1, null while it cannot be known. */
  readonly progress: { stage: PrepareProgress['stage'] | 'opening' | 'saving'; share: number | null } | null;
  /** Null until it is made. */
  readonly figures: { before: SoundFigures; after: SoundFigures } | null;
  readonly missed: MissedTarget | null;
  readonly endsEarly: EarlyEnd | null;
  /** The name that it got; null until it is where it belongs. */
  readonly savedAs: string | null;
}

export interface SoundQueueState {
  /** `listed`: nothing was started yet. */
  readonly status: 'listed' | 'working' | 'ended';
  readonly jobs: readonly SoundJob[];
  /** The finished zip. */
  readonly zip: File | null;
  /** Of the place that all go to. */
  readonly error: ErrorData | null;
}
