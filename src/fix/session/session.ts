/** The store of corrected copies: one is made at a time, a failure stays with its file, React reads snapshots. */
import { LipslateError } from '../../../core/errors';
import type { CheckSession } from '../../engine/check-types';
import { JobQueue } from '../../engine/job-queue';
import { createStore, type Store } from '../../engine/store';
import { runBatch } from './batch';
import { FixEngine } from './engine';
import { Planner } from './planner';
import { starting } from './progress';
import { copyTo, download } from './save-copies';
import type { FixJob, FixSession, FixState, FixWish, SoundJob } from './types';

/** @param check whose jobs are fixed; a copy goes when its file leaves the queue */
export function createFixSession(check: CheckSession): FixSession {
  const engine = new FixEngine();
  const store = createStore<FixState>({ fixes: new Map(), plans: new Map(), sounds: new Map(), batch: null });
  const { get, subscribe } = store;
  const fixes = fixQueue(store, check, engine);
  const sounds = soundQueue(store, check, engine);
  const planner = new Planner(store, engine);
  let batchAbort = new AbortController();
  const jobOf = (id: string) => check.get().jobs.find((job) => job.id === id);

  const drop = (id: string) => {
    const file = fixes.find(id)?.result?.rewritten.file;
    fixes.remove(id);
    if (file) void engine.drop(file);
  };
  const dropSound = (id: string) => {
    const file = sounds.find(id)?.file;
    sounds.remove(id);
    if (file) void engine.drop(file);
  };
  const start = (id: string, wish: FixWish) => {
    drop(id);
    fixes.put({ id, status: 'waiting', wish, progress: starting('waiting'), result: null, error: null });
  };
  const cancel = (id: string) => {
    const fix = fixes.find(id);
    // What is written already stays where the visitor wanted it; only its measurement is broken off.
    if (fix?.wish.handle !== undefined && fix.progress?.step === 'measuring') fixes.interrupt(id);
    else fixes.cancel(id);
  };
  const forgetRemoved = () => {
    const { fixes, sounds } = get();
    const there = new Set(check.get().jobs.map(({ id }) => id));
    for (const id of fixes.keys()) if (!there.has(id)) drop(id);
    for (const id of sounds.keys()) if (!there.has(id)) dropSound(id);
    planner.forgetAllBut(there);
  };
  const stopWatching = check.subscribe(forgetRemoved);
  void engine.clearLeftovers();

  const session: FixSession = {
    get,
    subscribe,
    plan(id, correction) {
      const job = jobOf(id);
      if (job) planner.plan(job, correction);
    },
    start,
    cancel,
    drop,
    async saveTo(id, handle) {
      const fix = fixes.find(id);
      if (!fix?.result) throw new LipslateError('internal', `no result of ${id}`);
      await copyTo(fix.result.rewritten.file, handle);
    },
    moved(id, place) {
      const result = fixes.find(id)?.result;
      if (!result) return;
      fixes.update(id, { result: { ...result, place } });
      void engine.drop(result.rewritten.file);
    },
    soundAlone(id, correction) {
      dropSound(id);
      sounds.put({ id, status: 'waiting', correction, progress: null, file: null, error: null });
    },
    cancelSound: (id) => sounds.cancel(id),
    startBatch(destination) {
      if (get().batch?.status === 'working') return;
      batchAbort = new AbortController();
      void runBatch({ engine, check, session, destination, signal: batchAbort.signal }, (batch) =>
        store.set({ batch }),
      );
    },
    cancelBatch: () => batchAbort.abort(),
    closeBatch() {
      const { batch } = get();
      if (batch?.status === 'working') return;
      store.set({ batch: null });
      if (batch?.zip) void engine.drop(batch.zip);
    },
    dispose() {
      stopWatching();
      batchAbort.abort();
      planner.dispose();
      fixes.dispose();
      sounds.dispose();
      engine.dispose();
    },
  };
  return session;
}

function fixQueue(store: Store<FixState>, check: CheckSession, engine: FixEngine): JobQueue<FixJob> {
  const queue = new JobQueue<FixJob>(
    { get: () => [...store.get().fixes.values()], set: (jobs) => store.set({ fixes: byId(jobs) }) },
    async ({ id, wish }, signal, update) => {
      const { jobs, settings } = check.get();
      const job = jobs.find((each) => each.id === id);
      const before = job?.evidence?.measurement;
      if (!job || !before) {
        // Its file is gone, or is being measured anew: there is nothing that could be fixed.
        queue.remove(id);
        return {};
      }
      update({ progress: starting() });
      const { file, audioIndex } = job;
      const input = { file, audioIndex, before, settings };
      return { result: await engine.fix(signal, input, wish, (progress) => update({ progress })) };
    },
  );
  return queue;
}

function soundQueue(store: Store<FixState>, check: CheckSession, engine: FixEngine): JobQueue<SoundJob> {
  return new JobQueue<SoundJob>(
    { get: () => [...store.get().sounds.values()], set: (jobs) => store.set({ sounds: byId(jobs) }) },
    async ({ id, correction }, signal, update) => {
      const job = check.get().jobs.find((each) => each.id === id);
      if (!job) throw new LipslateError('cancelled');
      const tell = (progress: number) => update({ progress });
      const file = await engine.soundAlone(signal, job.file, correction, job.audioIndex, tell);
      download(file, file.name);
      return { file };
    },
  );
}

function byId<T extends { id: string }>(jobs: readonly T[]): ReadonlyMap<string, T> {
  return new Map(jobs.map((job) => [job.id, job]));
}
