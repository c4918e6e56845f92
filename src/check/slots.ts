/** What other rooms add to this one. The shell fills them in, so that this room knows none of them. */
import type { ReactNode } from 'react';
import type { Measurement } from '../../core/sync/types';
import type { CheckJob } from '../engine/check-types';
import type { TimeRange } from '../engine/ranges';

export interface CheckSlots {
  /** Under the verdict of a finished check. `nudgeMs`: by hand, positive = the sound moves earlier. */
  underVerdict(job: CheckJob, measurement: Measurement, nudgeMs: number): ReactNode;
  /** Beside the buttons for a part of a film, from in to out. */
  besidePart(job: CheckJob, part: TimeRange, nudgeMs: number): ReactNode;
  /** After the evidence of a finished check. */
  afterEvidence(job: CheckJob, nudgeMs: number): ReactNode;
  /** Below the list of files. */
  belowQueue(jobs: readonly CheckJob[]): ReactNode;
  /** Not visible: announces to screen readers what happens in the other slots. */
  announcer(jobs: readonly CheckJob[]): ReactNode;
  /** A hook. Corrected copies that were made here, by the id of the job. */
  useCopies(jobs: readonly CheckJob[]): ReadonlyMap<string, FixedCopy>;
  /** A hook. What the list says of files beside their verdicts, by the id of the job. */
  useNotes(jobs: readonly CheckJob[]): ReadonlyMap<string, QueueNote>;
}

export interface FixedCopy {
  name: string;
  /** Null when it could not be measured, or when the file was measured in another way since. */
  measurement: Measurement | null;
  /** Null when the page has let it go: into a folder or a zip. */
  file: File | null;
}

export interface QueueNote {
  /** Instead of the verdict; null leaves that. */
  words: string | null;
  /** The file needs no more attention. */
  settled: boolean;
  /** Work on the file; null while there is none. Its share is 0..1, or null while that is unknown. */
  work: { label: string; share: number | null } | null;
}
