import { describe, expect, it } from 'vitest';
import { LipslateError } from '../../../core/errors';
import { soundFigures } from '../../../core/report/testing/sound-figures';
import type { Delivery } from '../fix/save-copies';
import { createStore, until } from '../store';
import { readChain } from './chain-file';
import { type QueueTools, SoundQueue } from './queue';
import type { QueuePlan, SoundQueueState } from './queue-types';

const { chain } = readChain('{"format":"lipslate-sound-chain","version":1,"chain":{"noise":0.9}}');
const PLAN: QueuePlan = { chain, as: 'wav', destination: { to: 'zip' } };
const FIGURES = {
  figures: { before: soundFigures(-23), after: soundFigures(-16) },
  missed: null,
  endsEarly: null,
};
const ZIP = new File(['zip'], 'all.zip');

/** Takes everything. */
const SAVED = (log: string[]): Delivery => ({
  deliver: async ({ suggestedName }) => {
    log.push(suggestedName);
    return suggestedName;
  },
  finish: async () => null,
  abort: async () => {},
});

/** A queue whose files are "prepared" by their names; the place that they go to notes what it gets. */
function queueOf(
  change: Partial<Pick<Delivery, 'deliver' | 'finish'> & Pick<QueueTools, 'make' | 'open'>> = {},
) {
  const store = createStore<{ queue: SoundQueueState | null }>({ queue: null });
  const log: string[] = [];
  const delivery: Delivery = {
    async deliver({ suggestedName }) {
      log.push(`deliver ${suggestedName}`);
      return suggestedName;
    },
    async finish() {
      log.push('finish');
      return ZIP;
    },
    async abort() {
      log.push('abort');
    },
    ...(change.deliver ? { deliver: change.deliver } : {}),
    ...(change.finish ? { finish: change.finish } : {}),
  };
  const queue = new SoundQueue(store, {
    async make(file, _plan, _signal, onProgress) {
      onProgress({ stage: 'cleaning', share: 0.5 });
      if (file.name.startsWith('bad')) throw new LipslateError('no-sound');
      const suggestedName = file.name.replace('.wav', '.clear.wav');
      return { result: { file, suggestedName }, ...FIGURES };
    },
    open: change.open ?? (async () => delivery),
    drop: (file) => void log.push(`drop ${file.name}`),
    ...(change.make ? { make: change.make } : {}),
  });
  const states = () => store.get().queue?.jobs.map(({ file, status }) => `${file.name} ${status}`);
  const files = (...names: string[]) => names.map((name) => new File(['x'], name));
  return { store, queue, log, states, files };
}

describe('a zip that cannot be opened', () => {
  it('takes nothing from what was saved before', async () => {
    const log: string[] = [];
    const { store, queue, states, files } = queueOf({
      open: async ({ to }) => {
        if (to === 'zip') throw new LipslateError('storage-full');
        return SAVED(log);
      },
    });
    queue.add(files('a.wav', 'b.wav'));
    await queue.start({ ...PLAN, destination: { to: 'downloads' } }, 'all');
    expect(states()).toEqual(['a.wav done', 'b.wav done']);
    await queue.start(PLAN, 'all');
    expect(states()).toEqual(['a.wav done', 'b.wav done']);
    expect(store.get().queue).toMatchObject({ status: 'ended', error: { code: 'storage-full' } });
    expect(store.get().queue!.jobs.map(({ savedAs }) => savedAs)).toEqual(['a.clear.wav', 'b.clear.wav']);
  });
});

describe('several sounds', () => {
  it('wait until they are started', async () => {
    const { store, queue, log, states, files } = queueOf();
    queue.add(files('a.wav', 'b.wav'));
    queue.add(files('c.wav'));
    await Promise.resolve();
    expect(states()).toEqual(['a.wav waiting', 'b.wav waiting', 'c.wav waiting']);
    expect([store.get().queue?.status, log]).toEqual(['listed', []]);
    for (const { id } of store.get().queue!.jobs) queue.remove(id);
    expect(store.get().queue).toBeNull();
  });

  it('are delivered one by one; one that fails is named and the others go on', async () => {
    const { store, queue, log, states, files } = queueOf();
    queue.add(files('a.wav', 'bad.wav', 'c.wav'));
    await queue.start(PLAN, 'all');
    expect(states()).toEqual(['a.wav done', 'bad.wav failed', 'c.wav done']);
    const { status, jobs, zip } = store.get().queue!;
    expect([status, zip]).toEqual(['ended', ZIP]);
    expect(jobs[0]).toMatchObject({
      savedAs: 'a.clear.wav',
      ...FIGURES,
      progress: null,
    });
    expect(jobs[1]?.error?.code).toBe('no-sound');
    expect(log).toEqual(['deliver a.clear.wav', 'drop a.wav', 'deliver c.clear.wav', 'drop c.wav', 'finish']);

    // Only what is missing, and then all of them anew: the earlier zip gives its room back.
    log.length = 0;
    await queue.start({ ...PLAN, destination: { to: 'downloads' } }, 'missing');
    expect([states(), store.get().queue?.zip]).toEqual([['a.wav done', 'bad.wav failed', 'c.wav done'], ZIP]);
    await queue.start(PLAN, 'all');
    expect(log.slice(0, 3)).toEqual(['abort', 'drop all.zip', 'deliver a.clear.wav']);
  });

  it('keep what a download still reads until the list is cleared', async () => {
    const { store, queue, log, files } = queueOf();
    queue.add(files('a.wav', 'b.wav'));
    await queue.start({ ...PLAN, destination: { to: 'downloads' } }, 'all');
    expect(log).not.toContain('drop a.wav');
    queue.clear();
    expect(log.slice(-3)).toEqual(['drop all.zip', 'drop a.wav', 'drop b.wav']);
    expect(store.get().queue).toBeNull();
  });

  it('that are cancelled leave what was delivered, and wait for the work to end', async () => {
    let end = () => {};
    const { store, queue, log, states, files } = queueOf({
      make: async (file, _plan, signal) => {
        if (file.name === 'b.wav') {
          await new Promise<void>((resolve) => {
            end = resolve;
          });
          signal.throwIfAborted();
        }
        return { result: { file, suggestedName: file.name }, figures: null, missed: null, endsEarly: null };
      },
    });
    queue.add(files('a.wav', 'b.wav', 'c.wav'));
    const started = queue.start(PLAN, 'all');
    await until(store, ({ queue }) => queue?.jobs[1]?.status === 'working' || undefined);
    queue.cancel();
    expect(states()).toEqual(['a.wav done', 'b.wav cancelled', 'c.wav cancelled']);
    expect(log).not.toContain('finish');
    end();
    await started;
    expect(log).toEqual(['deliver a.wav', 'drop a.wav', 'finish']);
    expect(store.get().queue).toMatchObject({ status: 'ended', zip: ZIP });
  });

  it('end with a sentence when the zip cannot grow', async () => {
    const { store, queue, log, states, files } = queueOf({
      deliver: () => Promise.reject(new LipslateError('storage-full')),
    });
    queue.add(files('a.wav', 'b.wav'));
    await queue.start(PLAN, 'all');
    expect(states()).toEqual(['a.wav failed', 'b.wav cancelled']);
    expect(store.get().queue?.error?.code).toBe('storage-full');
    expect(log).toEqual(['drop a.wav', 'abort']);
  });

  it('of a zip that breaks at its end count as not saved', async () => {
    const { store, queue, states, files } = queueOf({
      finish: () => Promise.reject(new LipslateError('storage-full')),
    });
    queue.add(files('a.wav'));
    await queue.start(PLAN, 'all');
    expect(states()).toEqual(['a.wav cancelled']);
    expect(store.get().queue).toMatchObject({ status: 'ended', zip: null, error: { code: 'storage-full' } });
  });
});
