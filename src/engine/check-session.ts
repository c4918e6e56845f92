/** All dropped files: one is checked at a time, a failure stays with its file, and React reads snapshots. */
import * as Comlink from 'comlink';
import { LipslateError } from '../../core/errors';
import { applyProfile } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import { measureOptionsOf, runCheck } from './check-file';
import type { CheckJob, CheckSession, CheckSettings } from './check-types';
import { ProgressMeter } from './progress';
import { findSyncnet } from './syncnet';
import { newMediaBridge, WorkerPool } from './worker-pool';

export interface SubscribableCheckSession extends CheckSession {
  /** Calls the listener after every change; returns its undo. */
  subscribe(listener: () => void): () => void;
  /** Ends all workers and jobs. */
  dispose(): void;
}

const DEFAULTS: CheckSettings = { profile: 'itu', engine: 'auto', syncnetWindows: 'thinned', searchS: 1 };
/** Workers without work are let go after this time; starting them again costs about two seconds. */
const IDLE_MS = 60_000;

export function createCheckSession(initial: Partial<CheckSettings> = {}): SubscribableCheckSession {
  const listeners = new Set<() => void>();
  const aborts = new Map<string, AbortController>();
  const pool = new WorkerPool();
  let jobs: readonly CheckJob[] = [];
  let settings: CheckSettings = { ...DEFAULTS, ...initial };
  let running = false;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  /** The job whose features the sync worker still holds. */
  let measuredId: string | null = null;

  const emit = () => {
    for (const listener of listeners) listener();
  };
  const update = (id: string, change: Partial<CheckJob>) => {
    jobs = jobs.map((job) => (job.id === id ? { ...job, ...change } : job));
    emit();
  };
  /** The profile may have changed since the measurement began. */
  const show = (id: string, change: Partial<CheckJob>) => {
    jobs = jobs.map((job) => (job.id === id ? withProfile({ ...job, ...change }, settings.profile) : job));
    emit();
  };
  const find = (id: string) => jobs.find((job) => job.id === id);

  const runOne = async (job: CheckJob): Promise<void> => {
    const abort = new AbortController();
    aborts.set(job.id, abort);
    const meter = new ProgressMeter();
    const startedMs = performance.now();
    measuredId = null;
    const alive = () => !abort.signal.aborted;
    update(job.id, {
      status: 'working',
      progress: meter.update('opening', 0, 0),
      error: null,
      evidence: null,
    });
    try {
      const { evidence } = await runCheck(abort.signal, job.file, job.audioIndex, settings, pool, {
        onMedia: (media) => alive() && update(job.id, { media }),
        onPeaks: (peaks) => alive() && update(job.id, { peaks }),
        onProgress: (stage, doneS, totalS) =>
          alive() && update(job.id, { progress: meter.update(stage, doneS, totalS) }),
        onEarlyEvidence: (early) => alive() && show(job.id, { evidence: early }),
      });
      measuredId = job.id;
      const wallS = (performance.now() - startedMs) / 1000;
      show(job.id, { status: 'done', evidence, progress: null, wallS });
    } catch (cause) {
      const error = LipslateError.from(cause).toData();
      const status = abort.signal.aborted ? 'cancelled' : 'failed';
      update(job.id, { status, error: status === 'failed' ? error : null, progress: null });
    } finally {
      aborts.delete(job.id);
    }
  };

  const pump = async (): Promise<void> => {
    if (running) return;
    running = true;
    clearTimeout(idleTimer);
    for (let job = nextWaiting(); job; job = nextWaiting()) await runOne(job);
    running = false;
    idleTimer = setTimeout(() => {
      measuredId = null;
      pool.dispose();
    }, IDLE_MS);
  };
  const nextWaiting = () => jobs.find((job) => job.status === 'waiting');

  return {
    get jobs() {
      return jobs;
    },
    get settings() {
      return settings;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(files) {
      jobs = [...jobs, ...Array.from(files, newJob)];
      emit();
      void pump();
    },
    cancel(id) {
      const job = find(id);
      if (job?.status === 'waiting') update(id, { status: 'cancelled' });
      if (job?.status === 'working') {
        // Shown at once; the workers end with the signal.
        update(id, { status: 'cancelled', progress: null });
        aborts.get(id)?.abort();
      }
    },
    retry(id, audioIndex) {
      const job = find(id);
      if (!job || job.status === 'working') return;
      update(id, { ...newJob(job.file), id, audioIndex: audioIndex ?? job.audioIndex });
      void pump();
    },
    remove(id) {
      aborts.get(id)?.abort();
      jobs = jobs.filter((job) => job.id !== id);
      emit();
    },
    configure(change) {
      settings = { ...settings, ...change };
      // A profile only judges the offset; every result on the page follows it at once.
      jobs = jobs.map((job) => withProfile(job, settings.profile));
      emit();
      if (change.searchS !== undefined || change.engine !== undefined || change.syncnetWindows !== undefined)
        void measureAgain(change);
    },
    async makePreview(id, signal, onProgress) {
      const job = find(id);
      if (!job) throw new LipslateError('internal', `no job ${id}`);
      // Its own worker: ffmpeg keeps a worker busy for long, and other files go on meanwhile.
      const maker = newMediaBridge();
      try {
        await maker.call(signal, (api) => api.open(job.file));
        return await maker.call(signal, (api) => api.makeProxy(job.audioIndex, Comlink.proxy(onProgress)));
      } finally {
        maker.dispose();
      }
    },
    dispose() {
      for (const abort of aborts.values()) abort.abort();
      clearTimeout(idleTimer);
      pool.dispose();
      jobs = [];
      emit();
    },
  };

  /** The last file is measured again from its features, which a worker still holds; the others are read again. */
  async function measureAgain(change: Partial<CheckSettings>): Promise<void> {
    const mustRead = running || (await wantsSyncnetAgain(change));
    const held = mustRead || measuredId === null ? undefined : find(measuredId);
    jobs = jobs.map((job) => (job.status === 'done' && job !== held ? { ...job, status: 'waiting' } : job));
    emit();
    if (held?.media && held.status === 'done') {
      const options = measureOptionsOf(settings, held.media);
      try {
        const evidence = await pool.sync.call(new AbortController().signal, (api) => api.measure(options));
        // The worker still holds SyncNet's figures, which the built-in engines alone do not ask for.
        const adds = settings.engine === 'auto' || settings.engine === 'syncnet';
        const syncnet = adds ? evidence.syncnet : null;
        if (find(held.id)?.status === 'done') update(held.id, { evidence: { ...evidence, syncnet } });
      } catch {
        // The result on screen stays; a new check of the file will tell what is wrong.
      }
    }
    void pump();
  }

  /** SyncNet looks at the pictures, so it reads the file anew. */
  async function wantsSyncnetAgain(change: Partial<CheckSettings>): Promise<boolean> {
    if (settings.engine !== 'auto') return settings.engine === 'syncnet';
    // A wider search moves nothing in the figures.
    if (change.engine === undefined && change.syncnetWindows === undefined) return false;
    const { signal } = new AbortController();
    return (await findSyncnet(signal, pool, settings.engine).catch(() => null)) !== null;
  }
}

function withProfile(job: CheckJob, profile: ProfileName): CheckJob {
  if (!job.evidence || !job.media) return job;
  const measurement = applyProfile(job.evidence.measurement, profile, job.media.video.fps);
  return { ...job, evidence: { ...job.evidence, measurement } };
}

function newJob(file: File): CheckJob {
  return {
    id: crypto.randomUUID(),
    file,
    status: 'waiting',
    progress: null,
    media: null,
    audioIndex: 0,
    peaks: null,
    evidence: null,
    error: null,
    wallS: null,
  };
}
