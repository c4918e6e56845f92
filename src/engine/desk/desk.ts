/**
 * The desk: what the Check room shows is written down as it changes, and is there again after a reload or a crash. What
 * is taken out of the list stays among the earlier checks until it is deleted there.
 */
import { asItStands } from '../check-job';
import type { CheckJob, CheckSession } from '../check-types';
import { createStore, type ReadableStore, type Store } from '../store';
import { type EarlierCheck, earlierOf } from './earlier';
import { reopen } from './file-handles';
import { fingerprintOf } from './fingerprint';
import { fromKept, type KeptCheck, KeptChecks, nextOrderOf, toKept } from './kept-checks';
import { hasResult, Ledger, type Line } from './ledger';
import { ALL_KEPT, nextWaitMs, noneKept, type Unkept, unkeptOf } from './unkept';

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
 * Where the browser has no database or no room, everything works as before, is said to be gone with the page, and is.
 */
export function keepDesk(session: CheckSession): Desk {
  const store = createStore<DeskState>({ earlier: [], unkept: ALL_KEPT });
  let keeper: DeskKeeper | null = null;
  const tellNoneKept = (why: 'elsewhere' | 'missing') => {
    keeper = null;
    const tell = () => {
      const { length } = session.get().jobs;
      if (length !== store.get().unkept.failed) store.set({ unkept: noneKept(length, why) });
    };
    session.subscribe(tell);
    tell();
  };
  if (!('locks' in navigator && 'indexedDB' in globalThis)) tellNoneKept('missing');
  else
    void navigator.locks
      .request(LOCK, { ifAvailable: true }, async (lock) => {
        if (!lock) return tellNoneKept('elsewhere');
        keeper = new DeskKeeper(session, await KeptChecks.open(), store);
        await keeper.run();
      })
      .catch(() => tellNoneKept('missing'));
  return {
    get: store.get,
    subscribe: store.subscribe,
    reopen: async (id) => keeper?.reopen(id),
    forget: async (ids) => keeper?.forget(ids),
  };
}

class DeskKeeper {
  readonly #session: CheckSession;
  readonly #kept: KeptChecks;
  readonly #store: Store<DeskState>;
  readonly #ledger = new Ledger();
  readonly #fingerprints = new WeakMap<File, Promise<string | null>>();
  #writing: Promise<void> = Promise.resolve();
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
    this.#ledger.startAt(nextOrderOf(all));
    const kept = all.filter(({ closedAtMs }) => !closedAtMs);
    const jobs = kept.map(fromKept);
    const earlier = all.filter(({ closedAtMs }) => closedAtMs).map(earlierOf);
    this.#store.set({ earlier: earlier.toSorted((a, b) => b.closedAtMs - a.closedAtMs) });
    jobs.forEach((job, i) => {
      this.#ledger.wasStored(this.#ledger.note(job, kept[i]!.order));
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
    this.#ledger.tryAgain();
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
    const back = this.#putBack(job);
    this.#session.restore([job]);
    await back;
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
    for (const job of this.#jobs) {
      if (!this.#ledger.isDue(job) || !this.#isThere(job.id)) continue;
      // Noted first: while it is written the job may change again.
      const line = this.#ledger.note(job);
      let { stored } = line;
      try {
        const fingerprint = job.away ? null : await this.#fingerprintOf(job.file);
        if (this.#isThere(job.id)) {
          await this.#keep(toKept(job, line.order, fingerprint), line);
          stored = line.job;
        }
      } catch (cause) {
        // Another one may be small enough.
        failure = cause;
      }
      // Taken out while it was written.
      if (!this.#isThere(job.id)) await this.#takeOut(job.id, hasResult(stored)).catch(() => {});
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
    for (const job of this.#jobs) if (this.#ledger.isDue(job)) this.#ledger.note(job);
    this.#tell(this.#failure);
  }

  #tell(failure: unknown): void {
    this.#failure = failure;
    const before = this.#store.get().unkept;
    const unkept = unkeptOf(this.#ledger.all, this.#ledger.letGo, failure, this.#kept.isTakenOver);
    if (JSON.stringify(unkept) !== JSON.stringify(before)) this.#store.set({ unkept });
  }

  async #keep(check: KeptCheck, line: Line): Promise<void> {
    this.#ledger.writingBegan(line);
    const gone = await this.#kept
      .put(check, (id) => this.#isThere(id))
      .finally(() => this.#ledger.writingEnded(line));
    this.#ledger.wasStored(line);
    if (gone.length === 0) return;
    for (const id of gone) this.#ledger.wasLetGo(id);
    this.#setEarlier(this.#store.get().earlier.filter(({ id }) => !gone.includes(id)));
  }

  #forgetRemoved(): void {
    for (const { id, hasResult } of this.#ledger.takeOut((id) => !this.#isThere(id))) {
      const madeRoom = this.#ledger.all.some(({ fate }) => fate !== 'kept');
      this.#takeOut(id, hasResult)
        .catch(() => {})
        .finally(() => madeRoom && this.#tryAgain());
    }
    // Taken out by mistake, and put back.
    const { earlier } = this.#store.get();
    const back = this.#jobs.filter(({ id }) => earlier.some((check) => check.id === id));
    if (back.length === 0) return;
    for (const job of back) this.#putBack(job).catch(() => {});
    this.#setEarlier(earlier.filter(({ id }) => !this.#isThere(id)));
  }

  /** What was never finished says nothing later. */
  async #takeOut(id: string, hasEnded: boolean): Promise<void> {
    if (!hasEnded) {
      await this.#kept.remove([id]);
      return this.#setEarlier(this.#store.get().earlier.filter((each) => each.id !== id));
    }
    const closedAtMs = Date.now();
    // Where not even that can be written it is in the list again at the next visit.
    await this.#kept.close(id, closedAtMs).catch(() => {});
    const check = await this.#kept.get(id);
    if (!check) return;
    const job = this.#jobs.find((each) => each.id === id);
    if (job) return this.#putBack(job);
    const others = this.#store.get().earlier.filter((each) => each.id !== id);
    this.#setEarlier([earlierOf({ ...check, closedAtMs }), ...others]);
  }

  /** It is written anew at its place in the list; where there is no room for that, it is in the list all the same. */
  #putBack(job: CheckJob): Promise<void> {
    this.#ledger.wasPutBack(job);
    return this.#kept.reopen(job.id);
  }

  get #jobs(): CheckJob[] {
    return this.#session.get().jobs.map(asItStands);
  }

  #isThere(id: string): boolean {
    return this.#session.get().jobs.some((job) => job.id === id);
  }

  #fingerprintOf(file: File): Promise<string | null> {
    const known = this.#fingerprints.get(file) ?? fingerprintOf(file);
    this.#fingerprints.set(file, known);
    return known;
  }
}
