/** All dropped files: one is checked at a time, a failure stays with its file, and React reads snapshots. */
import { LipslateError } from '../../core/errors';
import { applyProfile } from '../../core/sync/profiles';
import type { ProfileName } from '../../core/sync/types';
import type { MediaInfo } from '../../workers/media/contract';
import type { CheckEvidence } from '../../workers/sync/contract';
import { measureOptionsOf, runCheck } from './check-file';
import { asItStands, isEnded, newJob } from './check-job';
import type { CheckJob, CheckSession, CheckSettings, CheckState, SoundChoice } from './check-types';
import { JobQueue } from './job-queue';
import { lipsOf } from './known-lips';
import { ProgressMeter } from './progress';
import { LEAST_PART_S, type TimeRange } from './ranges';
import { createStore, type Store } from './store';
import { findSyncnet } from './syncnet';
import { CheckWorkers, newMediaBridge } from './workers';

const DEFAULTS: CheckSettings = { profile: 'itu', engine: 'auto', syncnetWindows: 'thinned', searchS: 1 };

export function createCheckSession(initial: Partial<CheckSettings> = {}): CheckSession {
  return new Checks({ ...DEFAULTS, ...initial });
}

class Checks implements CheckSession {
  readonly #workers = new CheckWorkers();
  readonly #store: Store<CheckState>;
  readonly #queue: JobQueue<CheckJob>;
  /** The job whose features the sync worker holds, and which of the bridge's workers that is. */
  #measured: { id: string; generation: number; settings: CheckSettings } | null = null;
  /** Jobs in work whose settings were changed since they began, to be measured again by those of now. */
  readonly #outdated = new Set<string>();
  /** How often it was asked to measure again. */
  #changes = 0;
  readonly get: Store<CheckState>['get'];
  readonly subscribe: Store<CheckState>['subscribe'];

  constructor(settings: CheckSettings) {
    const store = createStore<CheckState>({ jobs: [], settings, paused: false });
    this.#store = store;
    this.get = store.get;
    this.subscribe = store.subscribe;
    this.#queue = new JobQueue<CheckJob>(
      { get: () => store.get().jobs, set: (jobs) => store.set({ jobs }) },
      (job, signal, update) => this.#check(job, signal, update),
    );
  }

  add(
    files: Iterable<File>,
    sound?: SoundChoice,
    part: TimeRange | null = null,
    onlyFace: number | null = null,
  ): void {
    this.#queue.add(Array.from(files, (file) => ({ ...newJob(file, sound, part), onlyFace })));
  }

  cancel(id: string): void {
    const job = this.#queue.find(id);
    // What waited to be measured again is as it was.
    if (job && asItStands(job) !== job) this.#queue.update(id, { status: 'done' });
    else this.#queue.cancel(id);
  }

  retry(id: string, sound?: SoundChoice): void {
    const job = this.#queue.find(id);
    if (!job || job.status === 'working' || job.away) return;
    const { audioIndex, mix } = sound ?? job;
    this.#queue.put({ ...newJob(job.file, { audioIndex, mix }, job.part), onlyFace: job.onlyFace, id });
  }

  checkPart(id: string, part: TimeRange | null): void {
    const job = this.#queue.find(id);
    if (!job || job.away || (part !== null && part.endS - part.startS < LEAST_PART_S)) return;
    this.#queue.put({ ...newJob(job.file, job, part), id });
  }

  judgeBy(id: string, onlyFace: number | null): void {
    const job = this.#queue.find(id);
    if (!job || job.away) return;
    this.#queue.put({ ...newJob(job.file, job, job.part), onlyFace, id });
  }

  remove(id: string): void {
    this.#queue.remove(id);
  }

  pause(paused: boolean): void {
    this.#store.set({ paused });
    this.#queue.pause(paused);
  }

  bringForward(id: string): void {
    this.#queue.bringForward(id);
  }

  restore(jobs: readonly CheckJob[]): void {
    const { profile } = this.get().settings;
    this.#queue.add(jobs.map((job) => withProfile(job, profile)));
  }

  found(id: string, file: File): void {
    const job = this.#queue.find(id);
    if (!job?.away) return;
    this.#queue.update(id, { file, away: null, status: isEnded(job) ? job.status : 'waiting' });
  }

  nudge(id: string, nudgeMs: number): void {
    // Steps of a frame that is no whole number of milliseconds, there and back, are no nudge.
    this.#queue.update(id, { nudgeMs: Math.round(1000 * nudgeMs) / 1000 + 0 });
  }

  configure(change: Partial<CheckSettings>, measuresAgain = true): void {
    const settings = { ...this.get().settings, ...change };
    this.#store.set({ settings });
    // A profile only judges the offset; every result on the page follows it at once.
    this.#queue.map((job) => withProfile(job, settings.profile));
    const isOther =
      change.searchS !== undefined || change.engine !== undefined || change.syncnetWindows !== undefined;
    if (isOther && measuresAgain) void this.#measureAgain(change);
  }

  async makePreview(id: string, signal: AbortSignal, onProgress: (share: number) => void): Promise<Blob> {
    const job = this.#queue.find(id);
    if (!job) throw new LipslateError('internal', `no job ${id}`);
    return makePreview(job, signal, onProgress);
  }

  dispose(): void {
    this.#queue.dispose();
    this.#workers.dispose();
  }

  async #check(
    { id, file, audioIndex, mix, part, onlyFace }: CheckJob,
    signal: AbortSignal,
    update: (change: Partial<CheckJob>) => void,
  ): Promise<Partial<CheckJob>> {
    const meter = new ProgressMeter();
    const startedMs = performance.now();
    const { settings } = this.get();
    this.#measured = null;
    this.#outdated.delete(id);
    // What an earlier round left would look like a result of this one.
    update({ progress: meter.update('opening', 0, 0), evidence: null });
    // Another range, track or engine changes nothing about what was seen.
    const input = { file, audioIndex, mix, settings, part, onlyFace, lips: lipsOf(file) };
    const { media, evidence, heard } = await runCheck(signal, input, this.#workers, {
      onMedia: (media) => update({ media }),
      onPeaks: (peaks) => update({ peaks }),
      onProgress: (stage, doneS, totalS) => update({ progress: meter.update(stage, doneS, totalS) }),
      onEarlyEvidence: (early, seenS) => {
        const media = this.#queue.find(id)?.media;
        if (media) update({ evidence: judged(early, media, this.get().settings.profile), seenS });
      },
    });
    this.#measured = { id, generation: this.#workers.sync.generation, settings };
    if (this.#outdated.has(id)) return this.#check(this.#queue.find(id)!, signal, update);
    // The profile may have changed since the measurement began.
    const final = judged(evidence, media, this.get().settings.profile);
    return { evidence: final, seenS: null, heard, wallS: (performance.now() - startedMs) / 1000 };
  }

  /** The last file is measured again from its features, which a worker still holds; the others are read again. */
  async #measureAgain(change: Partial<CheckSettings>): Promise<void> {
    const queue = this.#queue;
    const { sync } = this.#workers;
    const asked = ++this.#changes;
    const wantsSyncnet = await wantsSyncnetAgain(
      this.#workers,
      this.get().settings,
      change,
      this.#measured?.settings,
    );
    const isHeld = !queue.working && !wantsSyncnet && this.#measured?.generation === sync.generation;
    const held = isHeld && this.#measured ? queue.find(this.#measured.id) : undefined;
    queue.map((job) => {
      // By settings that no longer hold: what was seen of it is kept, so once more costs little.
      if (job.status === 'working') this.#outdated.add(job.id);
      return job.status === 'done' && job !== held && !job.away ? { ...job, status: 'waiting' } : job;
    });
    if (!held?.media || held.status !== 'done') return;
    const { settings } = this.get();
    try {
      const options = measureOptionsOf(settings, held.media, held.onlyFace);
      const evidence = await sync.call(new AbortController().signal, (api) => api.measure(options));
      // The worker still holds SyncNet's figures, which the built-in engines alone do not ask for.
      const adds = settings.engine === 'auto' || settings.engine === 'syncnet';
      const again = { ...evidence, syncnet: adds ? evidence.syncnet : null };
      // The profile may have changed meanwhile, as in `#check`.
      const final = judged(again, held.media, this.get().settings.profile);
      // An engine that takes longer must not overwrite what was asked of another one since.
      const isLatest = asked === this.#changes;
      if (isLatest && queue.find(held.id)?.status === 'done') queue.update(held.id, { evidence: final });
    } catch {
      // The result on screen stays; a new check of the file will tell what is wrong.
    }
  }
}

/** By a worker of its own: ffmpeg keeps a worker busy for long, and other files go on meanwhile. */
async function makePreview(
  { file, audioIndex }: CheckJob,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<Blob> {
  const maker = newMediaBridge();
  try {
    await maker.call(signal, (api) => api.open(file));
    return await maker.call(signal, (api, live) => api.makeProxy(audioIndex, live(onProgress)));
  } finally {
    maker.dispose();
  }
}

/**
 * SyncNet looks at the pictures, so it reads the file anew.
 * @param measuredBy settings of the check whose features are held: what was chosen for later alone differs from them
 */
async function wantsSyncnetAgain(
  workers: CheckWorkers,
  { engine, syncnetWindows }: CheckSettings,
  change: Partial<CheckSettings>,
  measuredBy: CheckSettings | undefined,
): Promise<boolean> {
  if (engine !== 'auto') return engine === 'syncnet';
  const isAsMeasured = measuredBy?.engine === engine && measuredBy.syncnetWindows === syncnetWindows;
  // A wider search moves nothing in the figures.
  if (isAsMeasured && change.engine === undefined && change.syncnetWindows === undefined) return false;
  const { signal } = new AbortController();
  return (await findSyncnet(signal, workers, engine).catch(() => null)) !== null;
}

function withProfile(job: CheckJob, profile: ProfileName): CheckJob {
  if (!job.evidence || !job.media) return job;
  return { ...job, evidence: judged(job.evidence, job.media, profile) };
}

function judged(evidence: CheckEvidence, media: MediaInfo, profile: ProfileName): CheckEvidence {
  return { ...evidence, measurement: applyProfile(evidence.measurement, profile, media.video.fps) };
}
