/** Several files, prepared one after the other by one chain; what comes of each is delivered at once, and a failure stays with its file. */
import { LipslateError } from '../../../core/errors';
import type { Delivered, Delivery } from '../fix/save-copies';
import type { BatchDestination } from '../fix/types';
import { hasEnded, JobQueue } from '../job-queue';
import { type Store, until } from '../store';
import type { QueuePlan, SoundJob, SoundQueueState } from './queue-types';

/** What came of one file. */
export interface QueueResult extends Pick<SoundJob, 'figures' | 'missed' | 'endsEarly'> {
  result: Delivered;
}

export interface QueueTools {
  make(
    file: File,
    plan: QueuePlan,
    signal: AbortSignal,
    onProgress: (progress: NonNullable<SoundJob['progress']>) => void,
  ): Promise<QueueResult>;
  /** @throws LipslateError */
  open(destination: BatchDestination): Promise<Delivery>;
  /** Frees the room of a result or a zip. */
  drop(file: File): void;
}

type QueueStore = Store<{ queue: SoundQueueState | null }>;

/** What goes on between a press on the button and its end. */
interface Run {
  plan: QueuePlan;
  delivery: Delivery;
  delivered: number;
  /** The job that is worked on. */
  current: Promise<unknown>;
}

export class SoundQueue {
  readonly #store: QueueStore;
  readonly #tools: QueueTools;
  readonly #jobs: JobQueue<SoundJob>;
  #run: Run | null = null;
  /** Results that a download still reads. */
  #kept: File[] = [];

  constructor(store: QueueStore, tools: QueueTools) {
    this.#store = store;
    this.#tools = tools;
    this.#jobs = new JobQueue<SoundJob>(
      {
        get: () => this.#store.get().queue?.jobs ?? [],
        set: (jobs) => this.#change({ jobs }),
      },
      (job, signal, update) => this.#work(job, signal, update),
    );
    this.#jobs.pause(true);
  }

  add(files: readonly File[]): void {
    if (this.#store.get().queue === null)
      this.#store.set({ queue: { status: 'listed', jobs: [], zip: null, error: null } });
    this.#jobs.add(files.map(listed));
  }

  remove(id: string): void {
    this.#jobs.remove(id);
    if (this.#store.get().queue?.jobs.length === 0) this.clear();
  }

  /** @param only `missing`: those that were not made, into a folder or downloads. Resolves when all have ended. */
  async start(plan: QueuePlan, only: 'all' | 'missing'): Promise<void> {
    const { queue } = this.#store.get();
    if (!queue || queue.status === 'working') return;
    this.#change({ status: 'working', error: null });
    let hasBegun = false;
    try {
      const delivery = await this.#tools.open(plan.destination);
      if (this.#store.get().queue === null) return await delivery.abort();
      if (only === 'all') this.#dropZip();
      hasBegun = true;
      await this.#runAll({ plan, delivery, delivered: 0, current: Promise.resolve() }, only);
    } catch (cause) {
      this.#change({ error: LipslateError.from(cause).toData() });
      // Nothing of a broken zip is saved.
      if (hasBegun && plan.destination.to === 'zip') this.#jobs.map(lost);
    }
    this.#change({ status: 'ended' });
  }

  /** What was delivered stays. */
  cancel(): void {
    this.#cancelAll('waiting', 'working');
  }

  /** The list is gone, and what was not saved with it. */
  clear(): void {
    this.cancel();
    this.#dropZip();
    for (const file of this.#kept) this.#tools.drop(file);
    this.#kept = [];
    this.#store.set({ queue: null });
  }

  async #runAll(run: Run, only: 'all' | 'missing'): Promise<void> {
    this.#run = run;
    this.#jobs.map((job) => (only === 'missing' && job.status === 'done' ? job : again(job)));
    this.#jobs.pause(false);
    await until(this.#store, ({ queue }) => (queue?.jobs.every(hasEnded) ?? true) || undefined);
    this.#jobs.pause(true);
    // Of a cancelled one the work comes to its end a moment later.
    await run.current.catch(() => undefined);
    this.#run = null;
    if (run.delivered === 0) return run.delivery.abort();
    const zip = await run.delivery.finish();
    if (zip === null) return;
    if (this.#store.get().queue) this.#change({ zip });
    else this.#tools.drop(zip);
  }

  #work(job: SoundJob, signal: AbortSignal, update: (change: Partial<SoundJob>) => void) {
    const run = this.#run;
    if (run === null) throw new LipslateError('cancelled');
    const work = this.#make(run, job, signal, update);
    run.current = work;
    return work;
  }

  async #make(
    run: Run,
    { file }: SoundJob,
    signal: AbortSignal,
    update: (change: Partial<SoundJob>) => void,
  ): Promise<Partial<SoundJob>> {
    const { result, ...figures } = await this.#tools.make(file, run.plan, signal, (progress) =>
      update({ progress }),
    );
    const { to } = run.plan.destination;
    try {
      const savedAs = await run.delivery.deliver(result, signal);
      run.delivered += 1;
      return { ...figures, savedAs };
    } catch (cause) {
      // A zip that cannot grow takes nothing more.
      if (to === 'zip' && !signal.aborted) {
        this.#change({ error: LipslateError.from(cause).toData() });
        this.#cancelAll('waiting');
      }
      throw cause;
    } finally {
      if (to === 'downloads') this.#kept.push(result.file);
      else this.#tools.drop(result.file);
    }
  }

  #cancelAll(...which: SoundJob['status'][]): void {
    for (const { id, status } of this.#store.get().queue?.jobs ?? [])
      if (which.includes(status)) this.#jobs.cancel(id);
  }

  #dropZip(): void {
    const zip = this.#store.get().queue?.zip;
    if (!zip) return;
    this.#change({ zip: null });
    this.#tools.drop(zip);
  }

  #change(change: Partial<SoundQueueState>): void {
    const { queue } = this.#store.get();
    if (queue) this.#store.set({ queue: { ...queue, ...change } });
  }
}

function lost(job: SoundJob): SoundJob {
  return job.status === 'done' ? { ...job, status: 'cancelled', ...NOTHING_MADE } : job;
}

function listed(file: File): SoundJob {
  const id = crypto.randomUUID();
  return { id, file, status: 'waiting', progress: null, error: null, ...NOTHING_MADE };
}

const NOTHING_MADE = { figures: null, missed: null, endsEarly: null, savedAs: null };

function again(job: SoundJob): SoundJob {
  return { ...job, status: 'waiting', error: null, ...NOTHING_MADE };
}
