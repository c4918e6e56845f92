/** The desk: what the Check room shows is written down as it changes, and is there again after a reload or a crash. */
import type { CheckJob, CheckSession } from '../check-types';
import { reopen } from './file-handles';
import { fingerprintOf } from './fingerprint';
import { fromKept, KeptChecks, toKept } from './kept-checks';

/**
 * One tab keeps its desk; another one beside it starts empty and keeps nothing. Locks named lipslate-… are signs of life of
 * workers.
 */
const LOCK = 'desk';

/**
 * Puts back what was kept, then keeps the session's jobs for as long as the page lives.
 * Where the browser has no database or no room, everything works as before and is gone with the page.
 */
export function keepDesk(session: CheckSession): void {
  if (!('locks' in navigator) || !('indexedDB' in globalThis)) return;
  void navigator.locks
    .request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      await new DeskKeeper(session, await KeptChecks.open()).run();
    })
    .catch(() => {});
}

/** What of a job decides whether it has to be written anew. */
type Written = Pick<CheckJob, 'status' | 'evidence' | 'nudgeMs' | 'file'> & { order: number };

class DeskKeeper {
  readonly #session: CheckSession;
  readonly #kept: KeptChecks;
  readonly #written = new Map<string, Written>();
  readonly #fingerprints = new WeakMap<File, Promise<string | null>>();
  #nextOrder = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(session: CheckSession, kept: KeptChecks) {
    this.#session = session;
    this.#kept = kept;
  }

  /** Ends when nothing can be kept any more. */
  async run(): Promise<void> {
    const kept = await this.#kept.all();
    const jobs = kept.map(fromKept);
    jobs.forEach((job, i) => {
      this.#note(job, kept[i]!.order);
    });
    if (jobs.length > 0) this.#session.restore(jobs);
    for (const job of jobs) void this.#reopen(job);
    await new Promise<void>((resolve) => {
      const stop = this.#session.subscribe(() => follow());
      const follow = () => {
        // At once: whoever clears the list and leaves wants it cleared.
        this.#forgetRemoved();
        this.#writing = this.#writing
          .then(() => this.#writeDown())
          .catch((cause: unknown) => {
            // No room: what is kept stays, and nothing more is.
            console.warn(`lipslate: this check cannot be kept: ${String(cause)}`);
            stop();
            resolve();
          });
      };
      follow();
    });
  }

  /** Without a question: some browsers remember that they were allowed to. */
  async #reopen({ id, away }: CheckJob): Promise<void> {
    const file = away?.handle ? await reopen(away.handle, false) : null;
    if (file && file.size === away!.size) this.#session.found(id, file);
  }

  async #writeDown(): Promise<void> {
    for (const job of this.#session.get().jobs) {
      const before = this.#written.get(job.id);
      if ((before && isSame(before, job)) || !this.#isThere(job.id)) continue;
      const order = before?.order ?? this.#nextOrder;
      // Noted first: while it is written the job may change again.
      this.#note(job, order);
      const fingerprint = job.away ? null : await this.#fingerprintOf(job.file);
      if (this.#isThere(job.id)) await this.#kept.put(toKept(job, order, fingerprint));
      // Taken out while it was written.
      if (!this.#isThere(job.id)) await this.#kept.remove(job.id);
    }
  }

  #forgetRemoved(): void {
    for (const id of [...this.#written.keys()].filter((id) => !this.#isThere(id))) {
      this.#written.delete(id);
      this.#kept.remove(id).catch(() => {});
    }
  }

  #isThere(id: string): boolean {
    return this.#session.get().jobs.some((job) => job.id === id);
  }

  #note({ id, status, evidence, nudgeMs, file }: CheckJob, order: number): void {
    this.#written.set(id, { status, evidence, nudgeMs, file, order });
    this.#nextOrder = Math.max(this.#nextOrder, order + 1);
  }

  #fingerprintOf(file: File): Promise<string | null> {
    const known = this.#fingerprints.get(file) ?? fingerprintOf(file);
    this.#fingerprints.set(file, known);
    return known;
  }
}

/** What a check finds on its way is not written: an unfinished one is checked again. */
function isSame(before: Written, { status, evidence, nudgeMs, file }: CheckJob): boolean {
  const isEnded = status === 'done' || status === 'failed';
  return (
    before.status === status &&
    before.nudgeMs === nudgeMs &&
    before.file === file &&
    (!isEnded || before.evidence === evidence)
  );
}
