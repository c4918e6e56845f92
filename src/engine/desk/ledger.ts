/** What of the list is written down: by job, so that only what changed is written again. */
import { isEnded } from '../check-job';
import type { CheckJob } from '../check-types';
import { type Entry, fitting } from './unkept';

/** What of a job decides whether it has to be written anew. */
type Written = Pick<CheckJob, 'id' | 'status' | 'evidence' | 'nudgeMs' | 'file'>;

export interface Line extends Entry {
  order: number;
  job: Written;
  /** As it lies in the database; null: it does not. */
  stored: Written | null;
  /** As it is being put there; null: it is not. */
  writing: Written | null;
}

export class Ledger {
  readonly #lines = new Map<string, Line>();
  #nextOrder = 0;
  #letGo = 0;

  /** Behind what is kept from earlier visits. */
  startAt(order: number): void {
    this.#nextOrder = order;
  }

  get all(): readonly Line[] {
    return [...this.#lines.values()];
  }

  /** Earlier checks that were let go for newer ones. */
  get letGo(): number {
    return this.#letGo;
  }

  isDue(job: CheckJob): boolean {
    const line = this.#lines.get(job.id);
    return !line || line.fate === 'due' || !isSame(line.job, job);
  }

  /** It is to be written as it is now, at its place in the list or behind all others. */
  note({ id, status, evidence, nudgeMs, file }: CheckJob, order?: number): Line {
    const before = this.#lines.get(id);
    const job = { id, status, evidence, nudgeMs, file };
    const stored = before?.stored ?? null;
    const line: Line = {
      order: order ?? before?.order ?? this.#nextOrder,
      fate: 'due',
      loss: lossOf(job, stored),
      job,
      stored,
      writing: null,
    };
    this.#lines.set(id, line);
    this.#nextOrder = Math.max(this.#nextOrder, line.order + 1);
    return line;
  }

  /** The line that was noted is put into the database now. */
  writingBegan(line: Line): void {
    line.writing = line.job;
  }

  /** It came to nothing, or to what `wasStored` tells. */
  writingEnded(line: Line): void {
    line.writing = null;
  }

  /** Taken out with its result, it is in the list again: it still lies in the database, at another place. */
  wasPutBack(job: CheckJob): void {
    const line = this.#lines.get(job.id) ?? this.note(job);
    line.stored ??= line.job;
    line.loss = lossOf(line.job, line.stored);
  }

  /** The line that was noted lies in the database. It may have been noted anew meanwhile, or taken out. */
  wasStored({ job }: Line): void {
    const line = this.#lines.get(job.id);
    if (!line) return;
    line.stored = job;
    line.loss = lossOf(line.job, job);
    if (line.job === job) line.fate = 'kept';
  }

  /** No longer in the database, for a newer one. */
  wasLetGo(id: string): void {
    const line = this.#lines.get(id);
    if (line) Object.assign(line, { fate: 'let go', stored: null, loss: 'all' });
    else this.#letGo++;
  }

  /** What did not fit may fit now. */
  tryAgain(): void {
    for (const line of fitting(this.all)) line.fate = 'due';
  }

  /** Forgets those that are not in the list any more. @returns which, and whether a result of theirs is stored, or about to be */
  takeOut(isGone: (id: string) => boolean): { id: string; hasResult: boolean }[] {
    const gone = this.all.filter(({ job }) => isGone(job.id));
    for (const { job } of gone) this.#lines.delete(job.id);
    return gone.map((line) => ({ id: line.job.id, hasResult: hasResult(line.writing ?? line.stored) }));
  }
}

/** @param stored as it lies in the database, which may be from before it was finished */
export function hasResult(stored: Written | null): boolean {
  return stored !== null && isEnded(stored);
}

/** What a check finds on its way is not written: an unfinished one is checked again. */
function isSame(before: Written, { status, evidence, nudgeMs, file }: Written): boolean {
  return (
    before.status === status &&
    before.nudgeMs === nudgeMs &&
    before.file === file &&
    (!isEnded({ status }) || before.evidence === evidence)
  );
}

/** A video that is found again, or another profile, takes nothing from what is stored. */
function lossOf(now: Written, stored: Written | null): Entry['loss'] {
  if (stored === null) return 'all';
  const isFoundAnew =
    isEnded(now) && (now.status !== stored.status || now.evidence?.lagMaps !== stored.evidence?.lagMaps);
  return isFoundAnew || now.nudgeMs !== stored.nudgeMs ? 'changes' : 'nothing';
}
