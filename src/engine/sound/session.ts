/** The Sound room's store: the file, what is to be done to its sound, what came of it. React reads snapshots. */
import { LipslateError } from '../../../core/errors';
import { NOBODY_KNOWN, type Speakers } from '../../../core/sync/speaker-places';
import type { SoundGoes } from '../../../workers/rewrite/contract';
import type { Bed, PrepareJob, SoundChain, SoundFormat } from '../../../workers/sound/contract';
import { FixEngine } from '../fix/engine';
import { createStore } from '../store';
import { WorkGuard } from '../work-guard';
import { newMediaBridge, newModelsBridge, newSoundBridge } from '../workers';
import { AsIs, measuredBy } from './as-is';
import { isAtWork } from './at-work';
import { changedBed } from './bed';
import { MicrophoneMix } from './microphones';
import { SoundOutputs } from './outputs';
import { prepareOne } from './prepare-one';
import { SoundQueue } from './queue';
import { queueTools } from './queue-tools';
import type { QueuePlan } from './queue-types';
import type { LeftOut, MixedFrom, SoundSession, SoundState, SourceState, WorkState } from './types';
import { WithoutStep } from './without';

/** Clear speech, as loud as podcasts are. */
export const DEFAULT_CHAIN: SoundChain = {
  repair: true,
  voiceApart: 0,
  hum: true,
  room: false,
  noise: 0.9,
  noiseBy: 'rnnoise',
  roomTone: false,
  level: true,
  deEss: 0,
  tone: null,
  compress: 0,
  place: null,
  target: 'podcast',
};

/** @param isSeen a file is measured as soon as it is there, for who looks at it */
export function createSoundSession({ isSeen }: { isSeen: boolean }): SoundSession {
  return new Sounds(isSeen);
}

class Sounds implements SoundSession {
  readonly #store = createStore<SoundState>({
    source: null,
    asIs: null,
    chain: DEFAULT_CHAIN,
    bed: null,
    work: null,
    made: null,
    without: null,
    copy: null,
    encoded: null,
    queue: null,
    mixing: null,
  });
  readonly #media = newMediaBridge();
  readonly #sound = newSoundBridge();
  /** Prepares what is compared, so that ending it ends nothing else. */
  readonly #beside = newSoundBridge();
  /** Writes other formats, for the same reason: the next preparation may go on meanwhile. */
  readonly #encoder = newSoundBridge();
  readonly #models = newModelsBridge();
  readonly #copies = new FixEngine();
  readonly #queue = new SoundQueue(
    this.#store,
    queueTools(this.#media, this.#sound, this.#models, this.#copies),
  );
  readonly #mix = new MicrophoneMix(this.#store, this.#sound);
  readonly #outputs = new SoundOutputs(this.#store, this.#encoder, this.#copies);
  readonly #without = new WithoutStep(this.#store, (...job) =>
    prepareOne({ sound: this.#beside, models: this.#models }, ...job),
  );
  readonly #asIs: AsIs;
  readonly #guard = new WorkGuard();
  #opening = new AbortController();
  #work = new AbortController();
  readonly get = this.#store.get;
  readonly subscribe = this.#store.subscribe;

  constructor(isSeen: boolean) {
    this.#asIs = new AsIs(this.#store, isSeen ? measuredBy(this.#sound) : null);
    this.subscribe(() => {
      const state = this.get();
      const working = isAtWork(state);
      const made = state.made ?? state.source?.mixed ?? state.queue?.zip ?? null;
      this.#guard.set({ working, wouldLose: working || made !== null });
    });
  }

  setFile(file: File, speakers = NOBODY_KNOWN): void {
    this.#use(file, speakers, null);
  }

  reopen(): void {
    const { source } = this.get();
    if (source) this.#use(source.file, source.speakers, source.mixed);
  }

  #use(file: File, speakers: Speakers, mixed: MixedFrom | null): void {
    this.#end();
    this.#opening = new AbortController();
    this.#store.set({
      source: {
        file,
        speakers,
        mixed,
        status: 'opening',
        info: null,
        track: speakers.audioIndex,
        error: null,
      },
      work: null,
      made: null,
      copy: null,
      encoded: null,
    });
    void this.#open(file, this.#opening.signal);
  }

  addFiles(files: readonly File[]): void {
    const [file] = files;
    const { queue } = this.get();
    if (!file) return;
    if (queue === null && files.length === 1) {
      this.setFile(file);
      return;
    }
    if (queue === null) this.#list(files);
    else {
      this.#mix.end();
      this.#queue.add(files);
    }
  }

  #list(files: readonly File[]): void {
    this.#end();
    this.#store.set({ source: null, bed: null, work: null, made: null, copy: null, encoded: null });
    this.#queue.add(files);
  }

  prepareQueue(plan: Omit<QueuePlan, 'chain'>, only: 'all' | 'missing'): void {
    this.#mix.end();
    void this.#queue.start({ ...plan, chain: this.get().chain }, only);
  }

  removeFromQueue(id: string): void {
    this.#mix.end();
    this.#queue.remove(id);
  }

  clearQueue(): void {
    this.#mix.end();
    this.#queue.clear();
  }

  mixMicrophones(first?: string): void {
    this.#mix.start(first, (wav, from) => this.#use(wav, NOBODY_KNOWN, from));
  }

  unmix(): void {
    const { source } = this.get();
    if (source?.mixed && !isAtWork(this.get())) this.#list(source.mixed.files);
  }

  setTrack(track: number): void {
    const { source, work } = this.get();
    if (!source || work?.status === 'working' || source.track === track) return;
    this.#asIs.end();
    this.#store.set({ source: { ...source, track } });
    this.#asIs.start();
  }

  measureAgain(): void {
    this.#asIs.again();
  }

  setChain(change: Partial<SoundChain>): void {
    const { work, queue, chain } = this.get();
    if (work?.status === 'working' || queue?.status === 'working') return;
    this.#store.set({ chain: { ...chain, ...change } });
  }

  setBed(change: Partial<Bed> | null): void {
    const { work, bed } = this.get();
    if (work?.status !== 'working') this.#store.set({ bed: changedBed(bed, change) });
  }

  prepare(wanted: Pick<PrepareJob, 'withTaken' | 'withStems'> = { withTaken: true }): void {
    const { source, work } = this.get();
    if (source?.status !== 'ready' || work?.status === 'working') return;
    this.#without.cancel();
    this.#asIs.giveWay();
    this.#work = new AbortController();
    const progress: WorkState['progress'] = { stage: 'opening', doneS: 0, totalS: 0 };
    this.#store.set({ work: { status: 'working', progress, error: null } });
    void this.#prepare(source, wanted, this.#work.signal);
  }

  cancel(): void {
    this.#work.abort();
    this.#queue.cancel();
    this.#mix.end();
    this.#without.cancel();
    if (this.get().work?.status === 'working') this.#store.set({ work: null });
    this.#asIs.start();
    this.cancelCopy();
    this.cancelEncoded();
  }

  compareWithout(step: LeftOut | null): void {
    if (step === null) this.#without.end();
    else this.#without.start(step);
  }

  cancelCopy(): void {
    this.#outputs.cancelCopy();
  }

  cancelEncoded(): void {
    this.#outputs.cancelEncoded();
  }

  writeCopy(goes: SoundGoes = 'instead'): void {
    this.#outputs.writeCopy(goes);
  }

  encode(format: SoundFormat): void {
    this.#outputs.encode(format);
  }

  dispose(): void {
    this.#end();
    this.#guard.dispose();
    this.#media.dispose();
    this.#sound.dispose();
    this.#beside.dispose();
    this.#encoder.dispose();
    this.#models.dispose();
    this.#copies.dispose();
  }

  async #open(file: File, signal: AbortSignal): Promise<void> {
    try {
      const info = await this.#media.call(signal, (api) => api.openSound(file));
      if (signal.aborted) return;
      this.#source({ status: 'ready', info });
      this.#asIs.start();
    } catch (cause) {
      if (!signal.aborted) this.#source({ status: 'failed', error: LipslateError.from(cause).toData() });
    }
  }

  #source(change: Partial<SourceState>): void {
    const { source } = this.get();
    if (source) this.#store.set({ source: { ...source, ...change } });
  }

  async #prepare(
    source: SourceState,
    wanted: Pick<PrepareJob, 'withTaken' | 'withStems'>,
    signal: AbortSignal,
  ): Promise<void> {
    const { chain, bed } = this.get();
    const { track } = source;
    const bridges = { sound: this.#sound, models: this.#models };
    try {
      const sound = await prepareOne(
        bridges,
        source,
        track,
        { chain, bed, ...wanted },
        signal,
        (progress) => {
          if (!signal.aborted) this.#store.set({ work: { status: 'working', progress, error: null } });
        },
      );
      if (signal.aborted) return;
      this.#outputs.end();
      this.#without.end();
      this.#asIs.end();
      const { work } = this.get();
      this.#store.set({
        made: { id: crypto.randomUUID(), sound, track, chain, bed },
        copy: null,
        encoded: null,
        work: work && { ...work, status: 'done' },
      });
    } catch (cause) {
      const { work } = this.get();
      if (signal.aborted || !work) return;
      this.#store.set({ work: { ...work, status: 'failed', error: LipslateError.from(cause).toData() } });
      this.#asIs.start();
    }
  }

  /** Everything that goes on, and the copy that lies in private storage. */
  #end(): void {
    this.#opening.abort();
    this.#work.abort();
    this.#asIs.end();
    this.#outputs.end();
    this.#without.end();
    this.#mix.end();
    this.#queue.clear();
  }
}
