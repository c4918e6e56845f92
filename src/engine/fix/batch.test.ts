import { describe, expect, it, vi } from 'vitest';
import { steady } from '../../../core/report/testing/facts';
import type { CheckJob, CheckSession } from '../check-types';
import { createStore } from '../store';
import { runBatch, sortJobs } from './batch';
import type { FixEngine } from './engine';
import type { BatchState, FixJob, FixSession, FixState, PlanState } from './types';

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
function batchOf(ids: string[], fixes: FixState['fixes'] = new Map(), offsetMs = 198) {
  const { measurement } = steady(offsetMs);
  const jobs = ids.map((id) => {
    const evidence = { measurement: { ...measurement, confidence: 0.99 } };
    return {
      id,
      status: 'done',
      file: new File([], `${id}.mp4`),
      evidence,
      audioIndex: 0,
      nudgeMs: 0,
    } as unknown as CheckJob;
  });
  const check = { get: () => ({ jobs }) } as unknown as CheckSession;
  const store = createStore<FixState>({ fixes, plans: new Map(), sounds: new Map(), batch: null });
  const session = {
    ...store,
    plan: vi.fn((id: string) =>
      store.set({ plans: new Map([[id, { ...PLANNED, status: 'working' as const }]]) }),
    ),
    start: vi.fn(),
    take: vi.fn(),
    cancel: vi.fn(),
  } as unknown as FixSession;
  const abort = new AbortController();
  let last: BatchState | null = null;
  const ended = runBatch(
    {
      engine: {} as FixEngine,
      check,
      session,
      destination: { to: 'downloads' },
      chosen: new Set(ids.filter((id) => id !== 'unwanted')),
      signal: abort.signal,
    },
    (batch) => {
      last = batch;
    },
  );
  return { jobs, store, session, abort, ended, last: () => last! };
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

  it('leaves alone what was not chosen, and says so', async () => {
    const { abort, ended, last } = batchOf(['a', 'unwanted']);
    abort.abort();
    await ended;
    expect(last().items.map(({ jobId }) => jobId)).toEqual(['a']);
    expect(last().leftAlone).toEqual([{ jobId: 'unwanted', name: 'unwanted.mp4', why: 'not chosen' }]);
  });

  it('that is cancelled while a copy is made cancels that copy', async () => {
    const { store, session, abort, ended, last } = batchOf(['a', 'b']);
    await vi.waitFor(() => expect(session.plan).toHaveBeenCalledTimes(1), 10_000);
    vi.mocked(session.start).mockImplementation((id, wish) =>
      store.set({
        fixes: new Map([
          [
            id,
            {
              id,
              status: 'working',
              wish,
              audioIndex: 0,
              before: steady(198).measurement,
              progress: null,
              result: null,
              error: null,
              isRecheck: false,
              isTaken: false,
            },
          ],
        ]),
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

describe('a batch, of a file that has a copy,', () => {
  /** Good, at hand, and made when the first sound was measured to be 198 ms late. */
  function made(audioIndex = 0): FixState['fixes'] {
    const before = steady(198).measurement;
    const wish = {
      mode: 'lossless',
      correction: { kind: 'shift', offsetMs: 198 },
      by: 'measured',
      targetMs: 0,
    };
    const result = {
      wish,
      audioIndex,
      before,
      place: { kind: 'browser' },
      judgement: { outcome: 'good', residualMs: 2 },
      rewritten: { file: new File([], 'a.mp4'), suggestedName: 'a.in-sync.mp4' },
    };
    return new Map([
      ['a', { id: 'a', status: 'done', wish, audioIndex, before, result } as unknown as FixJob],
    ]);
  }

  it.each([
    ['measured to be early since', 0, -80],
    ['measured by another sound since', 1, 198],
    ['measured to be another size of late since', 0, 218],
  ])('%s, makes a new one', async (_what, audioIndex, offsetMs) => {
    const { store, session, abort, ended } = batchOf(['a'], made(audioIndex), offsetMs);
    vi.mocked(session.start).mockImplementation(() => abort.abort());
    await vi.waitFor(() => expect(session.plan).toHaveBeenCalledTimes(1), 10_000);
    store.set({ plans: new Map([['a', PLANNED]]) });
    await ended;
    expect(session.start).toHaveBeenCalledTimes(1);
    expect(vi.mocked(session.start).mock.calls[0]![1].correction).toEqual({ kind: 'shift', offsetMs });
  });

  it('goes by no measurement that is still under way', async () => {
    const { jobs, store, session, ended, last } = batchOf(['a', 'b']);
    await vi.waitFor(() => expect(session.plan).toHaveBeenCalledTimes(1), 10_000);
    jobs[1] = { ...jobs[1]!, status: 'working' };
    store.set({ plans: new Map([['a', PLANNED]]) });
    await ended;
    expect(session.start).toHaveBeenCalledTimes(1);
    expect(last().items[1]).toMatchObject({
      state: 'failed',
      note: 'It changed meanwhile: still to be checked.',
    });
  });
});

describe('the files of a queue', () => {
  const job = (change: Partial<CheckJob>, offsetMs = 198) => {
    const measurement = { ...steady(offsetMs).measurement, confidence: 0.99 };
    const { file, ...rest } = { file: new File([], 'a.mp4'), ...change };
    return {
      id: 'a',
      status: 'done',
      away: null,
      nudgeMs: 0,
      file,
      evidence: { measurement },
      ...rest,
    } as unknown as CheckJob;
  };

  it('are off or left alone, each with its reason, and together all of them', () => {
    const away = { size: 1, fingerprint: null, handle: null };
    const jobs = [
      job({}),
      job({}, 0),
      job({ status: 'failed', evidence: null }),
      job({ status: 'waiting', evidence: null }),
      job({ status: 'cancelled', evidence: null }),
      job({ away }),
      job({ nudgeMs: 10 }, 0),
      job({ nudgeMs: -198 }),
    ];
    const { off, leftAlone } = sortJobs(jobs);
    expect(off).toEqual([jobs[0], jobs[6]]);
    expect(leftAlone.map(({ why }) => why)).toEqual([
      'in sync',
      'could not be checked',
      'still to be checked',
      'not checked to its end',
      'the video has to be chosen again first',
      'set by hand to stay as it is',
    ]);
  });
});
