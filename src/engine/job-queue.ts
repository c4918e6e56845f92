/** Jobs that are worked off one at a time: queued, working, then done, failed or cancelled. A failure stays with its job. */
import { type ErrorData, LipslateError } from '../../core/errors';

export type JobStatus = 'waiting' | 'working' | 'done' | 'failed' | 'cancelled';

export interface Job {
  readonly id: string;
  readonly status: JobStatus;
  /** How far it is; null unless it is worked on. */
  readonly progress: unknown;
  readonly error: ErrorData | null;
}

/** Nothing more becomes of it by itself. */
export function hasEnded({ status }: Pick<Job, 'status'>): boolean {
  return status !== 'waiting' && status !== 'working';
}

/** Where the jobs are kept: a part of its owner's store. */
export interface JobList<T> {
  get(): readonly T[];
  set(jobs: readonly T[]): void;
}

/**
 * Works on one job. What it returns is set when the job is done; what it throws becomes the job's error.
 * @param update does nothing any more once the job was cancelled, removed or put anew
 */
export type RunJob<T extends Job> = (
  job: T,
  signal: AbortSignal,
  update: (change: Partial<T>) => void,
) => Promise<Partial<T>>;

export class JobQueue<T extends Job> {
  readonly #list: JobList<T>;
  readonly #run: RunJob<T>;
  #current: { id: string; abort: AbortController } | null = null;
  #pumping = false;
  #paused = false;
  #disposed = false;

  constructor(list: JobList<T>, run: RunJob<T>) {
    this.#list = list;
    this.#run = run;
  }

  /** True while jobs are worked on. */
  get working(): boolean {
    return this.#pumping;
  }

  find(id: string): T | undefined {
    return this.#list.get().find((job) => job.id === id);
  }

  add(jobs: readonly T[]): void {
    this.#list.set([...this.#list.get(), ...jobs]);
    void this.#pump();
  }

  /** Adds a job, in the place of the one of the same id if there is one, whose work ends. */
  put(job: T): void {
    this.#abort(job.id);
    if (this.find(job.id)) this.update(job.id, job);
    else this.#list.set([...this.#list.get(), job]);
    void this.#pump();
  }

  /** Changes what is known of a job without touching its work. */
  update(id: string, change: Partial<T>): void {
    if (this.find(id)) this.map((job) => (job.id === id ? { ...job, ...change } : job));
  }

  /** As `update`, for all jobs at once. One that becomes 'waiting' is worked on again. */
  map(change: (job: T) => T): void {
    this.#list.set(this.#list.get().map(change));
    void this.#pump();
  }

  /** Shown at once; the work ends with its signal. Nothing happens to a job that has ended. */
  cancel(id: string): void {
    const job = this.find(id);
    if (!job || hasEnded(job)) return;
    this.update(id, { status: 'cancelled', progress: null } as Partial<T>);
    this.#abort(id);
  }

  /** Aborts the work but leaves it to that work what becomes of the job: it may have something to hand over yet. */
  interrupt(id: string): void {
    if (this.#current?.id === id) this.#current.abort.abort();
  }

  /** The job leaves the list; its work ends. */
  remove(id: string): void {
    this.#abort(id);
    if (this.find(id)) this.#list.set(this.#list.get().filter((job) => job.id !== id));
  }

  /** Work that goes on is finished; no other begins until it is false again. */
  pause(paused: boolean): void {
    this.#paused = paused;
    void this.#pump();
  }

  /** A job that waits is worked on before all others that do. */
  bringForward(id: string): void {
    const jobs = this.#list.get();
    const job = jobs.find((each) => each.id === id && each.status === 'waiting');
    const first = jobs.find(({ status }) => status === 'waiting');
    if (!job || !first || job === first) return;
    this.#list.set(jobs.flatMap((each) => (each === job ? [] : each === first ? [job, first] : [each])));
  }

  /** Ends all work and forgets all jobs. */
  dispose(): void {
    this.#disposed = true;
    if (this.#current) this.#abort(this.#current.id);
    this.#list.set([]);
  }

  #abort(id: string): void {
    const current = this.#current;
    if (current?.id !== id) return;
    // It counts no more: a new job of the same id must not be taken for it while its work comes to its end.
    this.#current = null;
    current.abort.abort();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let job = this.#next(); job; job = this.#next()) await this.#work(job);
    this.#pumping = false;
  }

  #next(): T | undefined {
    if (this.#disposed || this.#paused) return undefined;
    return this.#list.get().find(({ status }) => status === 'waiting');
  }

  async #work(job: T): Promise<void> {
    const current = { id: job.id, abort: new AbortController() };
    const { signal } = current.abort;
    this.#current = current;
    const update = (change: Partial<T>) => {
      if (this.#current === current) this.update(job.id, change);
    };
    update({ status: 'working', progress: null, error: null } as Partial<T>);
    try {
      const change = await this.#run(job, signal, update);
      update({ ...change, status: 'done', progress: null });
    } catch (cause) {
      const status = signal.aborted ? 'cancelled' : 'failed';
      const error = status === 'failed' ? LipslateError.from(cause).toData() : null;
      update({ status, error, progress: null } as Partial<T>);
    } finally {
      if (this.#current === current) this.#current = null;
    }
  }
}
