/**
 * The desk: what the Check room shows is written down as it changes, and is there again after a reload or a crash. What
 * is taken out of the list stays among the earlier checks until it is deleted there.
 */
import { isEnded } from '../check-job';
import type { CheckJob, CheckSession } from '../check-types';
import { createStore, type ReadableStore, type Store } from '../store';
import { type EarlierCheck, earlierOf } from './earlier';
import { reopen } from './file-handles';
import { fingerprintOf } from './fingerprint';
import { fromKept, type KeptCheck, KeptChecks, nextOrderOf, toKept } from './kept-checks';
import { ALL_KEPT, type Fate, fitting, nextWaitMs, type Unkept, unkeptOf } from './unkept';

/**
 * One tab keeps its desk; another one beside it starts empty and keeps nothing. Locks named lipslate-… are signs of life of
 * workers.
 */
const LOCK = 'desk';

export interface DeskState {
  /** Taken out of the list, the last one first. */
  readonly earlier: readonly EarlierCheck[];
  /** What of the list is not written down, and why. */
  readonly unkept: Unkept;
}

export interface Desk extends ReadableStore<DeskState> {
  /** Puts an earlier check back into the list. */
  reopen(id: string): Promise<void>;
  /** For good. */
  forget(ids: readonly string[]): Promise<void>;
}

/**
 * Puts back what was kept, then keeps the session's jobs for as long as the page lives.
 * Where the browser has no database or no room, everything works as before and is gone with the page.
 */
export function keepDesk(session: CheckSession): Desk {
  const store = createStore<DeskState>({ earlier: [], unkept: ALL_KEPT });
  let keeper: DeskKeeper | null = null;
  if ('locks' in navigator && 'indexedDB' in globalThis)
    void navigator.locks
      .request(LOCK, { ifAvailable: true }, async (lock) => {
        if (!lock) return;
        keeper = new DeskKeeper(session, await KeptChecks.open(), store);
        await keeper.run();
      })
      .catch(() => {});
  return {
    get: store.get,
    subscribe: store.subscribe,
    reopen: async (id) => keeper?.reopen(id),
    forget: async (ids) => keeper?.forget(ids),
  };
}

/** What of a job decides whether it has to be written anew; and whether it was. */
type Written = Pick<CheckJob, 'status' | 'evidence' | 'nudgeMs' | 'file'> & {
  order: number;
  fate: Fate;
  /** Whether an earlier state of it lies in the database. */
  isStored: boolean;
};

class DeskKeeper {
  readonly #session: CheckSession;
  readonly #kept: KeptChecks;
  readonly #store: Store<DeskState>;
  readonly #written = new Map<string, Written>();
  readonly #fingerprints = new WeakMap<File, Promise<string | null>>();
  #nextOrder = 0;
  #writing: Promise<void> = Promise.resolve();
  /** Earlier checks that were let go for newer ones. */
  #letGo = 0;
  /** How long nothing is written after a failure; 0 when there was none. */
  #waitMs = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What was thrown last; null: all could be written. */
  #failure: unknown = null;
  #end = () => {};

  constructor(session: CheckSession, kept: KeptChecks, store: Store<DeskState>) {
    this.#session = session;
    this.#kept = kept;
    this.#store = store;
  }

  /** Ends when the database is closed, as a newer page in another tab asks for. */
  async run(): Promise<void> {
    const all = await this.#kept.all();
    this.#nextOrder = nextOrderOf(all);
    const kept = all.filter(({ closedAtMs }) => !closedAtMs);
    const jobs = kept.map(fromKept);
    const earlier = all.filter(({ closedAtMs }) => closedAtMs).map(earlierOf);
    this.#store.set({ earlier: earlier.toSorted((a, b) => b.closedAtMs - a.closedAtMs) });
    jobs.forEach((job, i) => {
      Object.assign(this.#note(job, kept[i]!.order), { fate: 'kept', isStored: true });
    });
    if (jobs.length > 0) this.#session.restore(jobs);
    for (const job of jobs) void this.#openFile(job);
    await new Promise<void>((resolve) => {
      const stop = this.#session.subscribe(() => this.#follow());
      this.#end = () => {
        stop();
        resolve();
      };
      this.#follow();
    });
  }

  #follow(): void {
    // At once: whoever clears the list and leaves wants it cleared.
    this.#forgetRemoved();
    this.#writing = this.#writing
      .then(async () => {
        if (this.#timer === null) await this.#writeDown();
        else this.#countWaiting();
      })
      // One that fails must not keep the next ones from being written.
      .catch((cause: unknown) => console.warn(`lipslate: checks cannot be kept: ${String(cause)}`));
  }

  /** Something was deleted: what did not fit may fit now. */
  #tryAgain(): void {
    for (const each of fitting([...this.#written.values()])) each.fate = 'due';
    this.#stopWaiting();
    this.#follow();
  }

  #stopWaiting(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async reopen(id: string): Promise<void> {
    const kept = await this.#kept.get(id);
    this.#setEarlier(this.#store.get().earlier.filter((check) => check.id !== id));
    if (!kept || this.#isThere(id)) return;
    const job = fromKept(kept);
    this.#session.restore([job]);
    await this.#kept.reopen(id);
    await this.#openFile(job);
  }

  async forget(ids: readonly string[]): Promise<void> {
    this.#setEarlier(this.#store.get().earlier.filter(({ id }) => !ids.includes(id)));
    await this.#kept.remove(ids.filter((id) => !this.#isThere(id)));
    this.#tryAgain();
  }

  #setEarlier(earlier: readonly EarlierCheck[]): void {
    this.#store.set({ earlier });
  }

  /** Without a question: some browsers remember that they were allowed to. */
  async #openFile({ id, away }: CheckJob): Promise<void> {
    const file = away?.handle ? await reopen(away.handle, false) : null;
    if (file && file.size === away!.size) this.#session.found(id, file);
  }

  async #writeDown(): Promise<void> {
    let failure: unknown = null;
    for (const job of this.#session.get().jobs) {
      const before = this.#written.get(job.id);
      if ((before && before.fate !== 'due' && isSame(before, job)) || !this.#isThere(job.id)) continue;
      // Noted first: while it is written the job may change again.
      const written = this.#note(job, before?.order ?? this.#nextOrder);
      try {
        const fingerprint = job.away ? null : await this.#fingerprintOf(job.file);
        if (this.#isThere(job.id)) await this.#keep(toKept(job, written.order, fingerprint), written);
        // Taken out while it was written.
        if (!this.#isThere(job.id)) await this.#takeOut(job.id, isEnded(job));
      } catch (cause) {
        // Another one may be small enough.
        failure = cause;
      }
    }
    this.#tell(failure);
    this.#waitMs = failure === null ? 0 : nextWaitMs(this.#waitMs);
    if (failure === null) return;
    console.warn(`lipslate: a check cannot be kept: ${String(failure)}`);
    if (this.#kept.isTakenOver) return this.#end();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#follow();
    }, this.#waitMs);
  }

  /** What came while nothing could be written. */
  #countWaiting(): void {
    for (const job of this.#session.get().jobs)
      if (!this.#written.has(job.id)) this.#note(job, this.#nextOrder);
    this.#tell(this.#failure);
  }

  #tell(failure: unknown): void {
    this.#failure = failure;
    const fates = [...this.#written.values()].map(({ fate }) => fate);
    const before = this.#store.get().unkept;
    const unkept = unkeptOf(fates, this.#letGo, failure, this.#kept.isTakenOver);
    if (JSON.stringify(unkept) !== JSON.stringify(before)) this.#store.set({ unkept });
  }

  async #keep(check: KeptCheck, written: Written): Promise<void> {
    const gone = await this.#kept.put(check, (id) => this.#isThere(id));
    written.fate = 'kept';
    written.isStored = true;
    if (gone.length === 0) return;
    for (const id of gone) {
      const listed = this.#written.get(id);
      if (listed) Object.assign(listed, { fate: 'let go', isStored: false });
      else this.#letGo++;
    }
    this.#setEarlier(this.#store.get().earlier.filter(({ id }) => !gone.includes(id)));
  }

  #forgetRemoved(): void {
    for (const [id, written] of [...this.#written].filter(([id]) => !this.#isThere(id))) {
      this.#written.delete(id);
      const others = [...this.#written.values()];
      const madeRoom = others.some(({ fate }) => fate !== 'kept');
      // What was never written is not among the earlier ones either.
      this.#takeOut(id, isEnded(written) && written.isStored)
        .catch(() => {})
        .finally(() => madeRoom && this.#tryAgain());
    }
    // Taken out by mistake, and put back.
    const { earlier } = this.#store.get();
    const out = earlier.filter(({ id }) => !this.#isThere(id));
    if (out.length < earlier.length) this.#setEarlier(out);
  }

  /** What was never finished says nothing later. */
  async #takeOut(id: string, hasEnded: boolean): Promise<void> {
    if (!hasEnded) return this.#kept.remove([id]);
    const closedAtMs = Date.now();
    await this.#kept.close(id, closedAtMs);
    const check = await this.#kept.get(id);
    if (!check || this.#isThere(id)) return;
    const others = this.#store.get().earlier.filter((each) => each.id !== id);
    this.#setEarlier([earlierOf({ ...check, closedAtMs }), ...others]);
  }

  #isThere(id: string): boolean {
    return this.#session.get().jobs.some((job) => job.id === id);
  }

  #note({ id, status, evidence, nudgeMs, file }: CheckJob, order: number): Written {
    const isStored = this.#written.get(id)?.isStored ?? false;
    const written: Written = { status, evidence, nudgeMs, file, order, fate: 'due', isStored };
    this.#written.set(id, written);
    this.#nextOrder = Math.max(this.#nextOrder, order + 1);
    return written;
  }

  #fingerprintOf(file: File): Promise<string | null> {
    const known = this.#fingerprints.get(file) ?? fingerprintOf(file);
    this.#fingerprints.set(file, known);
    return known;
  }
}

/** What a check finds on its way is not written: an unfinished one is checked again. */
function isSame(before: Written, { status, evidence, nudgeMs, file }: CheckJob): boolean {
  return (
    before.status === status &&
    before.nudgeMs === nudgeMs &&
    before.file === file &&
    (!isEnded({ status }) || before.evidence === evidence)
  );
}
