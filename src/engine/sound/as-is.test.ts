import { beforeEach, describe, expect, it } from 'vitest';
import { LipslateError } from '../../../core/errors';
import type { SoundAsIs } from '../../../workers/sound/contract';
import { createStore, type Store } from '../store';
import { AsIs } from './as-is';
import type { SoundState, SourceState } from './types';

type Given = ConstructorParameters<typeof AsIs>[0] extends Store<infer State> ? State : never;

const SOUND = { durationS: 60 } as SoundAsIs;
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('a recording as it is', () => {
  interface Job {
    track: number;
    signal: AbortSignal;
    tell(share: number): void;
    resolve(sound: SoundAsIs): void;
    reject(cause: LipslateError): void;
  }
  let jobs: Job[];
  let store: Store<Given>;
  let asIs: AsIs;
  const source = (change: Partial<SourceState> = {}) =>
    ({ status: 'ready', track: 0, ...change }) as SourceState;

  beforeEach(() => {
    jobs = [];
    store = createStore<Given>({ source: source(), made: null, work: null, asIs: null });
    asIs = new AsIs(
      store,
      ({ track }, signal, tell) =>
        new Promise((resolve, reject) => {
          jobs.push({ track, signal, tell, resolve, reject });
        }),
    );
  });

  it('is measured once, tells how far that is, and stays while it is prepared', async () => {
    asIs.start();
    jobs[0]!.tell(0.4);
    expect(store.get().asIs).toEqual({ status: 'working', share: 0.4, sound: null, error: null });
    jobs[0]!.resolve(SOUND);
    await settle();
    asIs.giveWay();
    asIs.start();
    expect([jobs.length, store.get().asIs]).toMatchObject([1, { status: 'done', sound: SOUND }]);
    asIs.end();
    expect(store.get().asIs).toBeNull();
  });

  it('gives way to a preparation at once, and is measured anew when nothing came of that', async () => {
    asIs.start();
    asIs.giveWay();
    expect([jobs[0]!.signal.aborted, store.get().asIs]).toEqual([true, null]);
    jobs[0]!.reject(new LipslateError('cancelled'));
    await settle();
    expect(store.get().asIs).toBeNull();
    store.set({ work: { status: 'working' } as SoundState['work'] });
    asIs.start();
    expect(jobs).toHaveLength(1);
    store.set({ work: { status: 'failed' } as SoundState['work'] });
    asIs.start();
    expect(jobs).toHaveLength(2);
  });

  it('of another track is another one', () => {
    asIs.start();
    asIs.end();
    store.set({ source: source({ track: 1 }) });
    asIs.start();
    expect(jobs.map(({ track, signal }) => [track, signal.aborted])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it('that failed says why until it is tried again', async () => {
    asIs.start();
    jobs[0]!.reject(new LipslateError('decode-failed'));
    await settle();
    asIs.start();
    expect([jobs.length, store.get().asIs]).toMatchObject([
      1,
      { status: 'failed', error: { code: 'decode-failed' } },
    ]);
    asIs.again();
    expect([jobs.length, store.get().asIs]).toMatchObject([2, { status: 'working', error: null }]);
  });

  it('is not asked for where nobody looks, before the file is open, nor beside what was made of it', () => {
    new AsIs(store, null).start();
    store.set({ source: source({ status: 'opening' }) });
    asIs.start();
    store.set({ source: source(), made: {} as SoundState['made'] });
    asIs.start();
    expect([jobs, store.get().asIs]).toEqual([[], null]);
  });
});
