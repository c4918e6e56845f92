import { describe, expect, it, vi } from 'vitest';
import { LipslateError } from '../../core/errors';
import { type Job, JobQueue, type RunJob } from './job-queue';
import { createStore, until } from './store';

interface Errand extends Job {
  readonly progress: number | null;
  readonly result: string | null;
}

const errand = (id: string): Errand => ({ id, status: 'waiting', progress: null, error: null, result: null });

function queueOf(run: RunJob<Errand>) {
  const store = createStore<{ jobs: readonly Errand[] }>({ jobs: [] });
  const queue = new JobQueue<Errand>(
    { get: () => store.get().jobs, set: (jobs) => store.set({ jobs }) },
    run,
  );
  const ended = (id: string) =>
    until(store, ({ jobs }) =>
      jobs.find((job) => job.id === id && job.status !== 'waiting' && job.status !== 'working'),
    );
  return { store, queue, ended };
}

/** Work that ends when it is told to, or with its signal. */
function handMade() {
  const open = new Map<string, (result: Partial<Errand>) => void>();
  const started: string[] = [];
  const run: RunJob<Errand> = ({ id }, signal, update) => {
    started.push(id);
    update({ progress: 0.5 });
    return new Promise((resolve, reject) => {
      open.set(id, resolve);
      signal.addEventListener('abort', () => reject(new LipslateError('cancelled')));
    });
  };
  return { run, started, end: (id: string, result: string) => open.get(id)!({ result }) };
}

describe('a queue of jobs', () => {
  it('works on one at a time, in order, and shows each state', async () => {
    const { run, started, end } = handMade();
    const { store, queue, ended } = queueOf(run);
    queue.add([errand('a'), errand('b')]);
    expect(started).toEqual(['a']);
    expect(store.get().jobs).toMatchObject([{ status: 'working', progress: 0.5 }, { status: 'waiting' }]);
    end('a', 'done a');
    expect(await ended('a')).toMatchObject({ status: 'done', result: 'done a', progress: null });
    await vi.waitFor(() => expect(started).toEqual(['a', 'b']), 10_000);
    end('b', 'done b');
    await ended('b');
    await vi.waitFor(() => expect(queue.working).toBe(false), 10_000);
  });

  it('keeps a failure with its job, and goes on with the next', async () => {
    const { queue, ended } = queueOf(async ({ id }) => {
      if (id === 'bad') throw new LipslateError('storage-full');
      return { result: id };
    });
    queue.add([errand('bad'), errand('good')]);
    expect(await ended('bad')).toMatchObject({ status: 'failed', error: { code: 'storage-full' } });
    expect(await ended('good')).toMatchObject({ status: 'done', result: 'good' });
  });

  it('shows a cancelled job at once, whether it waits or is worked on, and takes nothing more from it', async () => {
    let finishLate = (_: Partial<Errand>) => {};
    const late = new Promise<Partial<Errand>>((resolve) => {
      finishLate = resolve;
    });
    const { store, queue, ended } = queueOf(({ id }) =>
      id === 'deaf' ? late : Promise.resolve({ result: id }),
    );
    queue.add([errand('deaf'), errand('waiting'), errand('last')]);
    queue.cancel('deaf');
    queue.cancel('waiting');
    expect(store.get().jobs.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'waiting']);
    finishLate({ result: 'too late' });
    expect(await ended('last')).toMatchObject({ result: 'last' });
    expect(store.get().jobs[0]).toMatchObject({ status: 'cancelled', result: null });
  });

  it('puts a job in the place of one that is worked on, and takes only the new one’s result', async () => {
    const { run, started, end } = handMade();
    const { store, queue, ended } = queueOf(run);
    queue.put(errand('a'));
    queue.put({ ...errand('a'), result: 'new' });
    expect(store.get().jobs).toMatchObject([{ status: 'waiting', result: 'new' }]);
    await vi.waitFor(() => expect(started).toEqual(['a', 'a']), 10_000);
    end('a', 'second');
    expect(await ended('a')).toMatchObject({ status: 'done', result: 'second' });
  });

  it('lets an interrupted job hand over what it has', async () => {
    const { queue, ended } = queueOf(
      (_, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve({ result: 'half' }))),
    );
    queue.add([errand('a')]);
    queue.interrupt('a');
    expect(await ended('a')).toMatchObject({ status: 'done', result: 'half' });
  });

  it('finishes what is worked on when it is paused, and goes on where it was', async () => {
    const { run, started, end } = handMade();
    const { queue, ended } = queueOf(run);
    queue.add([errand('a'), errand('b')]);
    queue.pause(true);
    end('a', 'done a');
    await ended('a');
    await vi.waitFor(() => expect(queue.working).toBe(false), 10_000);
    queue.add([errand('c')]);
    expect(started).toEqual(['a']);
    queue.pause(false);
    await vi.waitFor(() => expect(started).toEqual(['a', 'b']), 10_000);
  });

  it('brings a job that waits before the others that do, and moves nothing else', async () => {
    const { run, started, end } = handMade();
    const { store, queue, ended } = queueOf(run);
    queue.add(['a', 'b', 'c', 'd'].map(errand));
    queue.bringForward('d');
    queue.bringForward('a');
    queue.bringForward('nobody');
    expect(store.get().jobs.map(({ id }) => id)).toEqual(['a', 'd', 'b', 'c']);
    end('a', 'done');
    await ended('a');
    await vi.waitFor(() => expect(started).toEqual(['a', 'd']), 10_000);
  });

  it('ends the work of a job that is removed, and all of it when it is disposed of', async () => {
    const { run, started } = handMade();
    const { store, queue } = queueOf(run);
    queue.add([errand('a'), errand('b'), errand('c')]);
    queue.remove('a');
    await vi.waitFor(() => expect(started).toEqual(['a', 'b']), 10_000);
    queue.dispose();
    await vi.waitFor(() => expect(queue.working).toBe(false), 10_000);
    expect(started).toEqual(['a', 'b']);
    expect(store.get().jobs).toEqual([]);
  });
});

describe('waiting for a state', () => {
  it('ends with what was looked for, or with the signal', async () => {
    const store = createStore({ n: 0 });
    const three = until(store, ({ n }) => (n >= 3 ? n : undefined));
    for (let n = 1; n <= 4; n++) store.set({ n });
    expect(await three).toBe(3);
    const abort = new AbortController();
    const never = until(store, ({ n }) => (n > 100 ? n : undefined), abort.signal);
    abort.abort();
    expect(await never).toBeUndefined();
  });
});
