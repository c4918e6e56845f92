/** The store of corrected copies: one is made at a time, a failure stays with its file, React reads snapshots. */
import { LipslateError } from '../../../core/errors';
import type { Correction } from '../../../core/fix/correction';
import type { CheckJob } from '../../engine/check-types';
import type { CheckSessionStore } from '../../engine/use-check';
import { runBatch } from './batch';
import { FixEngine } from './engine';
import { planKey } from './plan-key';
import { starting } from './progress';
import { copyTo, download } from './save-copies';
import type { FixJob, FixSession, FixState, FixWish, PlanState, SoundState } from './types';

/** @param check whose jobs are fixed; a copy goes when its file leaves the queue */
export function createFixSession(check: CheckSessionStore): FixSession {
  const listeners = new Set<() => void>();
  const aborts = new Map<string, AbortController>();
  const soundAborts = new Map<string, AbortController>();
  const life = new AbortController();
  const engine = new FixEngine();
  let state: FixState = { fixes: new Map(), plans: new Map(), sounds: new Map(), batch: null };
  let running = false;
  let batchAbort = new AbortController();

  const set = (change: Partial<FixState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const jobOf = (id: string) => check.jobs.find((job) => job.id === id);
  const putFix = (id: string, fix: FixJob | null) => set({ fixes: withEntry(state.fixes, id, fix) });
  const changeFix = (id: string, wish: FixWish, change: Partial<FixJob>) => {
    const fix = state.fixes.get(id);
    // Another one may have taken its place.
    if (fix?.wish === wish) putFix(id, { ...fix, ...change });
  };
  const putSound = (id: string, sound: SoundState | null) =>
    set({ sounds: withEntry(state.sounds, id, sound) });

  const runOne = async (id: string, { wish }: FixJob): Promise<void> => {
    const job = jobOf(id);
    const before = job?.evidence?.measurement;
    if (!job || !before) return putFix(id, null);
    const abort = new AbortController();
    aborts.set(id, abort);
    changeFix(id, wish, { status: 'working', progress: starting() });
    const { file, audioIndex } = job;
    const input = { file, audioIndex, before, settings: check.settings };
    try {
      const result = await engine.fix(abort.signal, input, wish, (progress) =>
        changeFix(id, wish, { progress }),
      );
      // Cancelled or removed at the last moment.
      if (state.fixes.get(id)?.wish !== wish) await engine.drop(result.rewritten.file);
      else changeFix(id, wish, { status: 'done', progress: null, result });
    } catch (cause) {
      if (abort.signal.aborted) return;
      const error = LipslateError.from(cause).toData();
      changeFix(id, wish, { status: 'failed', progress: null, error });
    } finally {
      if (aborts.get(id) === abort) aborts.delete(id);
    }
  };
  const pump = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let next = nextWaiting(); next; next = nextWaiting()) await runOne(...next);
    running = false;
  };
  const nextWaiting = () => [...state.fixes].find(([, fix]) => fix.status === 'waiting');

  const drop = (id: string) => {
    aborts.get(id)?.abort();
    const file = state.fixes.get(id)?.result?.rewritten.file;
    if (state.fixes.has(id)) putFix(id, null);
    if (file) void engine.drop(file);
  };
  const dropSound = (id: string) => {
    soundAborts.get(id)?.abort();
    const file = state.sounds.get(id)?.file;
    if (state.sounds.has(id)) putSound(id, null);
    if (file) void engine.drop(file);
  };
  const start = (id: string, wish: FixWish) => {
    drop(id);
    putFix(id, { status: 'waiting', wish, progress: starting('waiting'), result: null, error: null });
    void pump();
  };
  const cancel = (id: string) => {
    const fix = state.fixes.get(id);
    if (fix?.status !== 'waiting' && fix?.status !== 'working') return;
    const onDisk = fix.wish.handle !== undefined && fix.progress?.step === 'measuring';
    // Shown at once; the workers end with the signal. What is written already stays where the visitor wanted it.
    if (!onDisk) putFix(id, { ...fix, status: 'cancelled', progress: null });
    aborts.get(id)?.abort();
  };

  const makePlan = async (job: CheckJob, correction: Correction, key: string): Promise<void> => {
    const put = (change: Omit<PlanState, 'key'>) => {
      if (state.plans.get(job.id)?.key === key)
        set({ plans: withEntry(state.plans, job.id, { key, ...change }) });
    };
    try {
      const plans = await engine.plan(life.signal, job.file, correction, job.audioIndex);
      put({ status: 'ready', plans, error: null });
    } catch (cause) {
      put({ status: 'failed', plans: null, error: LipslateError.from(cause).toData() });
    }
  };

  const forgetRemoved = () => {
    const there = new Set(check.jobs.map(({ id }) => id));
    for (const id of state.fixes.keys()) if (!there.has(id)) drop(id);
    for (const id of state.sounds.keys()) if (!there.has(id)) dropSound(id);
    const gone = [...state.plans.keys()].filter((id) => !there.has(id));
    if (gone.length > 0)
      set({ plans: gone.reduce<FixState['plans']>((plans, id) => withEntry(plans, id, null), state.plans) });
  };
  const stopWatching = check.subscribe(forgetRemoved);
  void engine.clearLeftovers();

  const session: FixSession = {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    plan(id, correction) {
      const job = jobOf(id);
      const known = state.plans.get(id);
      if (!job) return;
      const key = planKey(job, correction);
      if (known?.key === key && known.status !== 'failed') return;
      set({ plans: withEntry(state.plans, id, { key, status: 'working', plans: null, error: null }) });
      void makePlan(job, correction, key);
    },
    start,
    cancel,
    drop,
    async saveTo(id, handle) {
      const fix = state.fixes.get(id);
      if (!fix?.result) throw new LipslateError('internal', `no result of ${id}`);
      await copyTo(fix.result.rewritten.file, handle);
    },
    moved(id, place) {
      const fix = state.fixes.get(id);
      if (!fix?.result) return;
      putFix(id, { ...fix, result: { ...fix.result, place } });
      void engine.drop(fix.result.rewritten.file);
    },
    soundAlone(id, correction) {
      const job = jobOf(id);
      if (!job) return;
      dropSound(id);
      const abort = new AbortController();
      soundAborts.set(id, abort);
      const put = (change: Partial<SoundState>) => {
        const sound = state.sounds.get(id);
        if (sound && !abort.signal.aborted) putSound(id, { ...sound, ...change });
      };
      putSound(id, { status: 'working', share: 0, file: null, error: null });
      engine
        .soundAlone(abort.signal, job.file, correction, job.audioIndex, (share) => put({ share }))
        .then(
          (file) => {
            if (abort.signal.aborted) return engine.drop(file);
            put({ status: 'done', share: 1, file });
            download(file, file.name);
          },
          (cause) => put({ status: 'failed', error: LipslateError.from(cause).toData() }),
        );
    },
    cancelSound(id) {
      const sound = state.sounds.get(id);
      if (sound?.status !== 'working') return;
      soundAborts.get(id)?.abort();
      putSound(id, { ...sound, status: 'cancelled' });
    },
    startBatch(destination) {
      if (state.batch?.status === 'working') return;
      batchAbort = new AbortController();
      void runBatch({ engine, check, session, destination, signal: batchAbort.signal }, (batch) =>
        set({ batch }),
      );
    },
    cancelBatch() {
      batchAbort.abort();
      for (const { jobId, state } of session.get().batch?.items ?? []) if (state === 'working') cancel(jobId);
    },
    closeBatch() {
      if (state.batch?.status === 'working') return;
      const zip = state.batch?.zip;
      set({ batch: null });
      if (zip) void engine.drop(zip);
    },
    dispose() {
      life.abort();
      batchAbort.abort();
      stopWatching();
      for (const abort of [...aborts.values(), ...soundAborts.values()]) abort.abort();
      engine.dispose();
    },
  };
  return session;
}

/** A copy of the map with the entry set, or left out for null. */
function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | null): ReadonlyMap<K, V> {
  const copy = new Map(map);
  if (value === null) copy.delete(key);
  else copy.set(key, value);
  return copy;
}
