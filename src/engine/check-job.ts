/** The job of one check: a fresh one, whether it has ended, and what of it outlives the page. */
import type { AwayFile, CheckJob, SoundChoice } from './check-types';
import type { TimeRange } from './ranges';

export function newJob(
  file: File,
  { audioIndex, mix }: SoundChoice = { audioIndex: 0, mix: null },
  part: TimeRange | null = null,
): CheckJob {
  return {
    id: crypto.randomUUID(),
    file,
    away: null,
    nudgeMs: 0,
    status: 'waiting',
    progress: null,
    audioIndex,
    mix,
    part,
    onlyFace: null,
    seenS: null,
    ...NOTHING_FOUND,
  };
}

export function isEnded({ status }: Pick<CheckJob, 'status'>): boolean {
  return status === 'done' || status === 'failed';
}

/** One that waits to be measured again has its result until that begins. */
export function asItStands(job: CheckJob): CheckJob {
  const { status, evidence, seenS } = job;
  return status === 'waiting' && evidence !== null && seenS === null ? { ...job, status: 'done' } : job;
}

/** What is kept of how it went. `open`: it was not finished. */
export type KeptStatus = 'done' | 'failed' | 'open';

export function keptStatusOf({ status }: Pick<CheckJob, 'status'>): KeptStatus {
  return status === 'done' || status === 'failed' ? status : 'open';
}

/** All that is kept of what was asked and found. */
export type Findings = Pick<
  CheckJob,
  'audioIndex' | 'mix' | 'part' | 'onlyFace' | keyof typeof NOTHING_FOUND
>;

/** What was found on the way of an unfinished one is left out: it is checked again. */
export function findingsOf(job: CheckJob): Findings {
  const { audioIndex, mix, part, onlyFace, media, heard, peaks, evidence, error, wallS } = job;
  const found = isEnded(job) ? { media, heard, peaks, evidence, error, wallS } : NOTHING_FOUND;
  return { audioIndex, mix, part, onlyFace, ...found };
}

type NamedFile = AwayFile & Pick<File, 'name' | 'type' | 'lastModified'>;

/** The job as it was, its file away; one that was not finished stands as cancelled until the file is found. */
export function awayJob(
  id: string,
  { name, type, lastModified, ...away }: NamedFile,
  status: KeptStatus,
  rest: Findings & Pick<CheckJob, 'nudgeMs'>,
): CheckJob {
  return {
    ...rest,
    id,
    file: new File([], name, { type, lastModified }),
    away,
    status: status === 'open' ? 'cancelled' : status,
    progress: null,
    seenS: null,
  };
}

const NOTHING_FOUND = { media: null, heard: null, peaks: null, evidence: null, error: null, wallS: null };
