/** Checks as they are kept in the browser's database, so that a reload or a crash loses none. */
import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB, type StoreNames } from 'idb';
import { awayJob, type Findings, findingsOf, type KeptStatus, keptStatusOf } from '../check-job';
import type { CheckJob } from '../check-types';
import { handleOf } from './file-handles';

/** 2: with `closed`. */
const VERSION = 2;
const DATABASE = 'lipslate-desk';
/** More are let go: a check of an hour takes some megabytes. */
export const MOST_KEPT = 100;

/** Those of the first visits have neither part nor face. */
type KeptFindings = Omit<Findings, 'part' | 'onlyFace'> &
  Partial<Pick<Findings, 'part' | 'onlyFace'>> &
  Pick<CheckJob, 'nudgeMs'>;

export interface KeptCheck {
  id: string;
  /** Place in the list: rising, with gaps. */
  order: number;
  name: string;
  type: string;
  lastModified: number;
  size: number;
  /** fingerprint.ts; null where it could not be had. */
  fingerprint: string | null;
  handle: FileSystemFileHandle | null;
  status: KeptStatus;
  findings: KeptFindings;
  /** When it was taken out of the list, ms since 1970; null while it is in it. Kept beside the check, in `closed`. */
  closedAtMs?: number | null;
}

interface Schema extends DBSchema {
  checks: { key: string; value: KeptCheck; indexes: { order: number } };
  /** By id: when it was taken out of the list. On its own, so that it is written without reading the check. */
  closed: { key: string; value: number };
}

export class KeptChecks {
  readonly #db: IDBPDatabase<Schema>;
  readonly #fate: { isTakenOver: boolean };

  private constructor(db: IDBPDatabase<Schema>, fate: { isTakenOver: boolean }) {
    this.#db = db;
    this.#fate = fate;
  }

  /** Closed for a newer page in another tab; the browser may close it for other reasons, too. */
  get isTakenOver(): boolean {
    return this.#fate.isTakenOver;
  }

  /** @throws where the browser has no database to offer, as in some private windows */
  static async open(): Promise<KeptChecks> {
    const fate = { isTakenOver: false };
    const db = await openDB<Schema>(DATABASE, VERSION, {
      upgrade(db, before) {
        if (before < 1) db.createObjectStore('checks', { keyPath: 'id' }).createIndex('order', 'order');
        db.createObjectStore('closed');
      },
      // A newer page in another tab wants to change the database.
      blocking: (_now, _next, event) => {
        fate.isTakenOver = true;
        (event.target as IDBDatabase).close();
      },
    });
    return new KeptChecks(db, fate);
  }

  /** In the order of the list. */
  async all(): Promise<KeptCheck[]> {
    const view = this.#db.transaction(['checks', 'closed']);
    const closed = view.objectStore('closed');
    const [checks, ids, times] = await Promise.all([
      view.objectStore('checks').index('order').getAll(),
      closed.getAllKeys(),
      closed.getAll(),
    ]);
    const closedAtMs = new Map(ids.map((id, i) => [id, times[i]!]));
    return checks.map((check) => ({ ...check, closedAtMs: closedAtMs.get(check.id) ?? null }));
  }

  /** In the list, again if it was taken out. @returns the ids of those that were let go for it @throws when there is no room */
  async put(check: KeptCheck, isListed: (id: string) => boolean): Promise<string[]> {
    const change = this.#db.transaction(['checks', 'closed'], 'readwrite');
    await Promise.all([
      change.objectStore('checks').put(check),
      change.objectStore('closed').delete(check.id),
      change.done,
    ]);
    const gone = tooMany(await this.#db.getAllKeysFromIndex('checks', 'order'), isListed);
    await this.remove(gone);
    return gone;
  }

  async get(id: string): Promise<KeptCheck | undefined> {
    return this.#db.get('checks', id);
  }

  /** Out of the list, and among the earlier checks; begins at once, so that a later `put` of it comes later. */
  async close(id: string, closedAtMs: number): Promise<void> {
    await this.#atOnce(['closed'], (store) => [store('closed').put(closedAtMs, id)]);
  }

  /** Back in the list. */
  async reopen(id: string): Promise<void> {
    await this.#atOnce(['closed'], (store) => [store('closed').delete(id)]);
  }

  /** For good. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.#atOnce(['checks', 'closed'], (store) =>
      ids.flatMap((id) => [store('checks').delete(id), store('closed').delete(id)]),
    );
  }

  /** All of it or nothing, and all of it even if the page is left in the next moment. */
  async #atOnce<Names extends StoreNames<Schema>[]>(
    names: Names,
    ask: (
      store: <Name extends Names[number]>(name: Name) => IDBPObjectStore<Schema, Names, Name, 'readwrite'>,
    ) => Promise<unknown>[],
  ): Promise<void> {
    const change = this.#db.transaction(names, 'readwrite');
    const asked = ask((name) => change.objectStore(name));
    change.commit();
    await Promise.all([...asked, change.done]);
  }
}

/**
 * What is let go: the oldest, and what is in the list last.
 * @param ids of all that is kept, by its order
 */
export function tooMany(ids: readonly string[], isListed: (id: string) => boolean): string[] {
  const oldestFirst = [...ids.filter((id) => !isListed(id)), ...ids.filter(isListed)];
  return oldestFirst.slice(0, Math.max(0, ids.length - MOST_KEPT));
}

/** Behind all that is kept, what was taken out of the list among it: else a new check would be the oldest. */
export function nextOrderOf(all: readonly Pick<KeptCheck, 'order'>[]): number {
  return all.reduce((next, { order }) => Math.max(next, order + 1), 0);
}

/** What is kept of a job. */
export function toKept(job: CheckJob, order: number, fingerprint: string | null): KeptCheck {
  const { id, file, away, nudgeMs } = job;
  return {
    id,
    order,
    name: file.name,
    type: file.type,
    lastModified: file.lastModified,
    size: away?.size ?? file.size,
    fingerprint: away?.fingerprint ?? fingerprint,
    handle: away?.handle ?? handleOf(file),
    status: keptStatusOf(job),
    findings: { ...findingsOf(job), nudgeMs },
  };
}

export function fromKept({ findings, ...kept }: KeptCheck): CheckJob {
  const { id, name, type, lastModified, size, fingerprint, handle, status } = kept;
  const file = { name, type, lastModified, size, fingerprint, handle };
  return awayJob(id, file, status, { part: null, onlyFace: null, ...findings });
}
