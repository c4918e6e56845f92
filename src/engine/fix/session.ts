/** The store of corrected copies: one is made at a time, a failure stays with its file, React reads snapshots. */
import { LipslateError } from '../../../core/errors';
import type { Correction } from '../../../core/fix/correction';
import type { PartJob, WrittenPart } from '../../../workers/rewrite/contract';
import type { CheckJob, CheckSession } from '../check-types';
import { JobQueue } from '../job-queue';
import { createStore, type Store } from '../store';
import { isAtHand } from './at-hand';
import { runBatch } from './batch';
import { FixEngine } from './engine';
import { isOfNow } from './of-now';
import { Planner } from './planner';
import { starting } from './progress';
import { copyTo, download } from './save-copies';
import type {
  BatchDestination,
  FixJob,
  FixPlace,
  FixProgress,
  FixSession,
  FixState,
  FixWish,
  SoundJob,
} from './types';

/** @param check whose jobs are fixed; a copy goes when its file leaves the queue */
export function createFixSession(check: CheckSession): FixSession {
  return new Fixes(check);
}

class Fixes implements FixSession {
  readonly #check: CheckSession;
  readonly #engine = new FixEngine();
  readonly #store = createStore<FixState>({
    fixes: new Map(),
    plans: new Map(),
    sounds: new Map(),
    batch: null,
  });
  readonly #planner = new Planner(this.#store, this.#engine);
  readonly #fixes: JobQueue<FixJob>;
  readonly #sounds: JobQueue<SoundJob>;
  /** The last part that was written of each file. */
  readonly #parts = new Map<string, File>();
  readonly #stopWatching: () => void;
  #batchAbort = new AbortController();
  readonly get = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  constructor(check: CheckSession) {
    this.#check = check;
    this.#fixes = fixQueue(this.#store, check, this.#engine);
    this.#sounds = soundQueue(this.#store, check, this.#engine);
    this.#stopWatching = check.subscribe(() => this.#forgetRemoved());
    void this.#engine.clearLeftovers();
  }

  plan(id: string, correction: Correction): void {
    const job = jobOf(this.#check, id);
    if (job) this.#planner.plan(job, correction);
  }

  start(id: string, wish: FixWish): void {
    this.drop(id);
    const job = jobOf(this.#check, id);
    if (!job?.evidence) return;
    this.#fixes.put({
      id,
      wish,
      audioIndex: job.audioIndex,
      before: job.evidence.measurement,
      status: 'waiting',
      progress: starting('waiting'),
      result: null,
      error: null,
      isRecheck: false,
      isTaken: false,
    });
  }

  cancel(id: string): void {
    const fix = this.#fixes.find(id);
    if (fix?.isRecheck && fix.status === 'waiting') {
      this.#fixes.update(id, { status: 'done', progress: null, isRecheck: false });
      return;
    }
    // What is written already stays where the visitor wanted it; only its measurement is broken off.
    const isWritten = fix?.wish.handle !== undefined && fix.progress?.step === 'measuring';
    if (fix?.isRecheck || isWritten) this.#fixes.interrupt(id);
    else this.#fixes.cancel(id);
  }

  recheck(id: string): void {
    const fix = this.#fixes.find(id);
    if (fix?.status !== 'done' || !fix.result || !isAtHand(fix.result)) return;
    this.#fixes.update(id, { status: 'waiting', progress: starting('waiting'), isRecheck: true });
  }

  drop(id: string): void {
    const file = this.#fixes.find(id)?.result?.rewritten.file;
    this.#fixes.remove(id);
    if (file) void this.#engine.drop(file);
  }

  async saveTo(id: string, handle: FileSystemFileHandle): Promise<void> {
    const fix = this.#fixes.find(id);
    if (!fix?.result) throw new LipslateError('internal', `no result of ${id}`);
    await copyTo(fix.result.rewritten.file, handle);
    this.take(id);
  }

  take(id: string): void {
    if (this.#fixes.find(id)) this.#fixes.update(id, { isTaken: true });
  }

  moved(id: string, place: FixPlace): void {
    const result = this.#fixes.find(id)?.result;
    if (!result) return;
    this.#fixes.update(id, { result: { ...result, place } });
    void this.#engine.drop(result.rewritten.file);
  }

  async writePart(
    id: string,
    part: Omit<PartJob, 'output'>,
    signal: AbortSignal,
    onShare: (share: number) => void,
  ): Promise<WrittenPart> {
    const job = jobOf(this.#check, id);
    if (!job) throw new LipslateError('internal', `no job ${id}`);
    const written = await this.#engine.writePart(signal, job.file, part, onShare);
    // The browser has read the one before by now.
    this.#dropPart(id);
    this.#parts.set(id, written.file);
    return written;
  }

  soundAlone(id: string, correction: Correction): void {
    this.#dropSound(id);
    const job = jobOf(this.#check, id);
    if (!job) return;
    const made = { id, correction, audioIndex: job.audioIndex, progress: null, file: null, error: null };
    this.#sounds.put({ ...made, status: 'waiting' });
  }

  cancelSound(id: string): void {
    this.#sounds.cancel(id);
  }

  startBatch(destination: BatchDestination, chosen: ReadonlySet<string>): void {
    if (this.get().batch?.status === 'working') return;
    this.#batchAbort = new AbortController();
    const { signal } = this.#batchAbort;
    const run = { engine: this.#engine, check: this.#check, session: this, destination, chosen, signal };
    void runBatch(run, (batch) => this.#store.set({ batch }));
  }

  cancelBatch(): void {
    this.#batchAbort.abort();
  }

  takeZip(): void {
    const { batch } = this.get();
    if (batch) this.#store.set({ batch: { ...batch, isTaken: true } });
  }

  closeBatch(): void {
    const { batch } = this.get();
    if (batch?.status === 'working') return;
    this.#store.set({ batch: null });
    if (batch?.zip) void this.#engine.drop(batch.zip);
  }

  dispose(): void {
    this.#stopWatching();
    this.#batchAbort.abort();
    this.#planner.dispose();
    this.#fixes.dispose();
    this.#sounds.dispose();
    this.#engine.dispose();
  }

  #dropSound(id: string): void {
    const file = this.#sounds.find(id)?.file;
    this.#sounds.remove(id);
    if (file) void this.#engine.drop(file);
  }

  #dropPart(id: string): void {
    const file = this.#parts.get(id);
    this.#parts.delete(id);
    if (file) void this.#engine.drop(file);
  }

  #forgetRemoved(): void {
    const { fixes, sounds } = this.get();
    const there = new Set(this.#check.get().jobs.map(({ id }) => id));
    for (const id of fixes.keys()) if (!there.has(id)) this.drop(id);
    for (const id of sounds.keys()) if (!there.has(id)) this.#dropSound(id);
    for (const id of this.#parts.keys()) if (!there.has(id)) this.#dropPart(id);
    this.#planner.forgetAllBut(there);
  }
}

function jobOf(check: CheckSession, id: string): CheckJob | undefined {
  return check.get().jobs.find((job) => job.id === id);
}

function fixQueue(store: Store<FixState>, check: CheckSession, engine: FixEngine): JobQueue<FixJob> {
  const queue = new JobQueue<FixJob>(
    { get: () => [...store.get().fixes.values()], set: (jobs) => store.set({ fixes: byId(jobs) }) },
    async (fix, signal, update) => {
      const { id, wish, result, isRecheck, audioIndex, before } = fix;
      const { settings } = check.get();
      const job = jobOf(check, id);
      if (!job || !isOfNow(fix, job)) {
        // Its file is gone, or was measured anew since: what was wished for is no correction of it.
        if (isRecheck) return { isRecheck: false };
        queue.remove(id);
        return {};
      }
      update({ progress: starting() });
      const { file, heard, part, onlyFace } = job;
      const input = { file, audioIndex, mix: heard?.mix ?? null, part, onlyFace, before, settings };
      const tell = (progress: FixProgress) => update({ progress });
      if (isRecheck && result)
        return { result: await engine.recheck(signal, input, result, tell), isRecheck: false };
      return { result: await engine.fix(signal, input, wish, tell) };
    },
  );
  return queue;
}

function soundQueue(store: Store<FixState>, check: CheckSession, engine: FixEngine): JobQueue<SoundJob> {
  return new JobQueue<SoundJob>(
    { get: () => [...store.get().sounds.values()], set: (jobs) => store.set({ sounds: byId(jobs) }) },
    async ({ id, correction, audioIndex }, signal, update) => {
      const job = jobOf(check, id);
      if (!job) throw new LipslateError('cancelled');
      const tell = (progress: number) => update({ progress });
      const file = await engine.soundAlone(signal, job.file, correction, audioIndex, tell);
      download(file, file.name);
      return { file };
    },
  );
}

function byId<T extends { id: string }>(jobs: readonly T[]): ReadonlyMap<string, T> {
  return new Map(jobs.map((job) => [job.id, job]));
}
