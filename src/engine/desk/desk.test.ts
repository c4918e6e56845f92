/** What becomes of a check that is taken out while its result cannot be written, or is just being written. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { CheckJob, CheckSession } from '../check-types';
import { createStore } from '../store';
import { keepDesk } from './desk';
import type { KeptCheck } from './kept-checks';
import { doneJob } from './testing/done-job';

/** The database: what lies there, when what was taken out of the list, and whether there is room. */
const disk = vi.hoisted(() => ({
  checks: new Map<string, KeptCheck>(),
  closed: new Map<string, number>(),
  isFull: false,
  /** So full that not even a time can be written. */
  isBrimful: false,
  /** A put waits for it. */
  slow: Promise.resolve(),
}));

// Read from a file it takes as long as the machine is busy; nothing here is about it.
vi.mock('./fingerprint', () => ({ fingerprintOf: async () => 'abc' }));
vi.mock('./kept-checks', async (importOriginal) => ({
  ...(await importOriginal<typeof import('./kept-checks')>()),
  KeptChecks: class {
    static open = async () => new this();
    isTakenOver = false;
    /** Transactions run one after the other, in the order in which they were begun. */
    #last: Promise<unknown> = Promise.resolve();
    all = () => this.#run(() => [...disk.checks.values()].map((check) => this.#withTime(check)));
    get = (id: string) => this.#run(() => disk.checks.get(id));
    put = (check: KeptCheck) =>
      this.#run(async () => {
        await disk.slow;
        if (disk.isFull) throw new DOMException('full', 'QuotaExceededError');
        disk.checks.set(check.id, check);
        disk.closed.delete(check.id);
        return [];
      });
    close = (id: string, atMs: number) =>
      this.#run(() => {
        if (disk.isBrimful) throw new DOMException('full', 'QuotaExceededError');
        disk.closed.set(id, atMs);
      });
    reopen = (id: string) => this.#run(() => void disk.closed.delete(id));
    remove = (ids: string[]) =>
      this.#run(() => {
        for (const id of ids) {
          disk.checks.delete(id);
          disk.closed.delete(id);
        }
      });
    #run<T>(job: () => T | Promise<T>): Promise<T> {
      const run = this.#last.then(job);
      this.#last = run.catch(() => {});
      return run;
    }
    #withTime = (check: KeptCheck) => ({ ...check, closedAtMs: disk.closed.get(check.id) ?? null });
  },
}));

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** The list as a session has it. */
async function visit() {
  const store = createStore<{ jobs: CheckJob[] }>({ jobs: [] });
  const set = (jobs: CheckJob[]) => store.set({ jobs });
  const add = (...jobs: CheckJob[]) => set([...store.get().jobs, ...jobs]);
  const session = { ...store, restore: (jobs: CheckJob[]) => add(...jobs), found() {} };
  const desk = keepDesk(session as unknown as CheckSession);
  await settle();
  return {
    desk,
    add,
    jobs: () => store.get().jobs,
    change: (change: Partial<CheckJob>) => set(store.get().jobs.map((job) => ({ ...job, ...change }))),
    takeOut: () => set([]),
    earlier: () => desk.get().earlier.map(({ id, words }) => `${id}: ${words}`),
    unkept: () => desk.get().unkept,
  };
}

/** One check that was taken out of the list, and lies among the earlier ones. */
async function withEarlier() {
  const room = await visit();
  room.add(doneJob());
  await settle();
  room.takeOut();
  await settle();
  expect(room.earlier()).toEqual(['a: 120\u00a0ms late']);
  return room;
}

function slowDisk(): () => void {
  let goOn = () => {};
  disk.slow = new Promise((resolve) => {
    goOn = resolve;
  });
  return () => goOn();
}

beforeEach(() => {
  Object.assign(disk, {
    checks: new Map(),
    closed: new Map(),
    isFull: false,
    isBrimful: false,
    slow: Promise.resolve(),
  });
  const locks = { request: (_name: string, _options: unknown, job: (lock: object) => unknown) => job({}) };
  vi.stubGlobal('navigator', { locks });
  vi.stubGlobal('indexedDB', {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

it('an earlier check that is opened and closed again while the disk is full is among the earlier ones again', async () => {
  const room = await withEarlier();
  disk.isFull = true;
  await room.desk.reopen('a');
  await settle();
  expect([room.jobs().length, room.earlier(), room.unkept().failed]).toEqual([1, [], 0]);
  room.takeOut();
  await settle();
  expect([room.earlier(), disk.checks.size, disk.closed.has('a')]).toEqual([
    ['a: 120\u00a0ms late'],
    1,
    true,
  ]);
});

it('a result that waits to be measured again is kept until that begins, also after a reload, and when it is taken out', async () => {
  const room = await visit();
  room.add(doneJob());
  await settle();
  room.change({ status: 'waiting' });
  await settle();
  const next = await visit();
  expect(next.jobs().map(({ status, evidence }) => [status, evidence !== null])).toEqual([['done', true]]);
  room.takeOut();
  await settle();
  expect(room.earlier()).toEqual(['a: 120\u00a0ms late']);
});

it('is so even where nothing at all can be written: then it is in the list again at the next visit', async () => {
  const room = await withEarlier();
  Object.assign(disk, { isFull: true, isBrimful: true });
  await room.desk.reopen('a');
  await settle();
  room.takeOut();
  await settle();
  expect(room.earlier()).toEqual(['a: 120\u00a0ms late']);
  const next = await visit();
  expect(next.jobs().map(({ id, status }) => [id, status])).toEqual([['a', 'done']]);
});

it('one that is closed again while it is written at its new place is, too', async () => {
  const room = await withEarlier();
  const goOn = slowDisk();
  const opened = room.desk.reopen('a');
  await settle();
  room.takeOut();
  goOn();
  await opened;
  await settle();
  expect([room.earlier(), disk.checks.size, disk.closed.has('a')]).toEqual([
    ['a: 120\u00a0ms late'],
    1,
    true,
  ]);
});

it('one that was taken out by mistake, put back and taken out again on a full disk is, too', async () => {
  const room = await withEarlier();
  disk.isFull = true;
  room.add(doneJob());
  await settle();
  expect([room.earlier(), room.unkept().failed, disk.closed.size]).toEqual([[], 0, 0]);
  room.takeOut();
  await settle();
  expect([room.earlier().length, disk.checks.size]).toEqual([1, 1]);
});

it('one that is put back at once is, too', async () => {
  const room = await visit();
  room.add(doneJob());
  await settle();
  disk.isFull = true;
  room.takeOut();
  room.add(doneJob());
  await settle();
  expect([room.unkept().failed, disk.closed.size]).toEqual([0, 0]);
  room.takeOut();
  await settle();
  expect([room.earlier().length, disk.checks.size]).toEqual([1, 1]);
});

it('opened again it stands behind all others at the next visit, as it does in the list', async () => {
  const room = await withEarlier();
  room.add(doneJob({ id: 'b' }));
  await settle();
  await room.desk.reopen('a');
  await settle();
  expect(room.jobs().map(({ id }) => id)).toEqual(['b', 'a']);
  const { checks } = disk;
  expect(checks.get('a')!.order).toBeGreaterThan(checks.get('b')!.order);
});

it('a check whose result could not be written is gone when it is taken out: nothing is kept of it', async () => {
  const room = await visit();
  room.add(doneJob({ status: 'waiting', evidence: null }));
  await settle();
  expect(disk.checks.get('a')!.status).toBe('open');
  disk.isFull = true;
  room.change({ status: 'done', evidence: doneJob().evidence });
  await settle();
  room.takeOut();
  await settle();
  expect([room.earlier(), disk.checks.size, disk.closed.size]).toEqual([[], 0, 0]);
});

it.each([
  [false, ['a: 120\u00a0ms late']],
  [true, []],
])(
  'one that is taken out while its result is being written is kept if that works (full: %s)',
  async (isFull, earlier) => {
    const room = await visit();
    room.add(doneJob({ status: 'waiting', evidence: null }));
    await settle();
    disk.isFull = isFull;
    const goOn = slowDisk();
    room.change({ status: 'done', evidence: doneJob().evidence });
    await settle();
    room.takeOut();
    await settle();
    goOn();
    await settle();
    await settle();
    expect([room.earlier(), disk.checks.size, disk.closed.size]).toEqual([
      earlier,
      earlier.length,
      earlier.length,
    ]);
  },
);
