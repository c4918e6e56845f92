import { describe, expect, it, vi } from 'vitest';
import { steady } from '../../../core/report/testing/facts';
import type { CheckJob, CheckSession } from '../check-types';
import { createStore } from '../store';
import { runBatch } from './batch';
import type { FixEngine } from './engine';
import type { BatchState, FixSession, FixState, PlanState } from './types';

const PLANNED: PlanState = {
  key: '',
  status: 'ready',
  plans: {
    lossless: { lossless: true, baked: true, reasons: [] },
    baked: { lossless: true, baked: true, reasons: [] },
  },
  error: null,
} as unknown as PlanState;

/** A queue of sure, late files, and a session that notes what the batch asks of it. */
function batchOf(ids: string[]) {
  const { measurement } = steady(198);
  const jobs = ids.map((id) => {
    const evidence = { measurement: { ...measurement, confidence: 0.99 } };
    return { id, status: 'done', file: new File([], `${id}.mp4`), evidence } as unknown as CheckJob;
  });
  const check = { get: () => ({ jobs }) } as unknown as CheckSession;
  const store = createStore<FixState>({ fixes: new Map(), plans: new Map(), sounds: new Map(), batch: null });
  const session = {
    ...store,
    plan: vi.fn((id: string) =>
      store.set({ plans: new Map([[id, { ...PLANNED, status: 'working' as const }]]) }),
    ),
    start: vi.fn(),
    cancel: vi.fn(),
  } as unknown as FixSession;
  const abort = new AbortController();
  let last: BatchState | null = null;
  const ended = runBatch(
    { engine: {} as FixEngine, check, session, destination: { to: 'downloads' }, signal: abort.signal },
    (batch) => {
      last = batch;
    },
  );
  return { store, session, abort, ended, last: () => last! };
}

describe('a batch', () => {
  it('that is cancelled while a file is planned makes no copy of that file or any other', async () => {
    const { store, session, abort, ended, last } = batchOf(['a', 'b']);
    await vi.waitFor(() => expect(session.plan).toHaveBeenCalledTimes(1), 10_000);
    abort.abort();
    store.set({ plans: new Map([['a', PLANNED]]) });
    await ended;
    expect(session.start).not.toHaveBeenCalled();
    expect(last().status).toBe('cancelled');
    expect(last().items.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  it('that is cancelled while a copy is made cancels that copy', async () => {
    const { store, session, abort, ended, last } = batchOf(['a', 'b']);
    await vi.waitFor(() => expect(session.plan).toHaveBeenCalledTimes(1), 10_000);
    vi.mocked(session.start).mockImplementation((id, wish) =>
      store.set({
        fixes: new Map([[id, { id, status: 'working', wish, progress: null, result: null, error: null }]]),
      }),
    );
    store.set({ plans: new Map([['a', PLANNED]]) });
    await vi.waitFor(() => expect(session.start).toHaveBeenCalledTimes(1), 10_000);
    abort.abort();
    await ended;
    expect(session.cancel).toHaveBeenCalledWith('a');
    expect(last().items.map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });
});
