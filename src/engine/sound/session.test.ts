/** What goes on while a sound is prepared once more: it must neither outlive what it is made of nor end the preparation. */
import { beforeEach, expect, it, vi } from 'vitest';
import { LipslateError } from '../../../core/errors';
import type { Rewritten } from '../../../workers/rewrite/contract';
import type { PreparedSound } from '../../../workers/sound/contract';
import { until } from '../store';
import { createSoundSession } from './session';

interface Call {
  name: string;
  resolve(result: unknown): void;
  reject(cause: unknown): void;
}

const { calls, dropped, Bridge } = vi.hoisted(() => {
  const calls: Call[] = [];
  const pending = (name: string) =>
    new Promise((resolve, reject) => {
      calls.push({ name, resolve, reject });
    });
  /** As the real one has it: the abort of one call ends the worker, and every call that it has. */
  class Bridge {
    #ended = new AbortController();
    call = async (signal: AbortSignal, job: (api: unknown, live: (tell: unknown) => unknown) => unknown) => {
      const ended = this.#ended;
      signal.addEventListener('abort', () => {
        ended.abort();
        this.#ended = new AbortController();
      });
      const api = new Proxy({}, { get: (_, name) => () => pending(String(name)) });
      const death = new Promise((_, reject) =>
        ended.signal.addEventListener('abort', () => reject(new LipslateError('cancelled'))),
      );
      return Promise.race([job(api, (tell) => tell), death]);
    };
    renew() {}
    dispose() {}
  }
  return { calls, dropped: [] as string[], Bridge };
});

vi.mock('../workers', () => {
  const newBridge = () => new Bridge();
  return { newMediaBridge: newBridge, newModelsBridge: newBridge, newSoundBridge: newBridge };
});
vi.mock('../fix/engine', () => ({
  FixEngine: class {
    withSound = () =>
      new Promise((resolve, reject) => {
        calls.push({ name: 'withSound', resolve, reject });
      });
    drop = async (file: File) => void dropped.push(file.name);
    dispose() {}
  },
}));
vi.mock('../work-guard', () => ({
  WorkGuard: class {
    set() {}
    dispose() {}
  },
}));

const settle = () => new Promise((resolve) => setTimeout(resolve));
const prepared = (name: string) =>
  ({ wav: new File([], name), channels: 1, durationS: 60, ceilingDb: null }) as PreparedSound;

beforeEach(() => {
  calls.length = 0;
  dropped.length = 0;
});

/** The last one asked for. */
async function asked(name: string): Promise<Call> {
  return vi.waitFor(() => {
    const call = calls.findLast((each) => each.name === name);
    if (!call) throw new Error(`nobody asked for ${name}`);
    return call;
  });
}

/** A sound is made of the file, and the next one is being prepared. */
async function preparingAnew() {
  const session = createSoundSession({ isSeen: false });
  session.setFile(new File([], 'film.mp4'));
  (await asked('openSound')).resolve({});
  await until(session, ({ source }) => source?.status === 'ready' || undefined);
  session.prepare();
  (await asked('prepare')).resolve(prepared('first.wav'));
  await until(session, ({ made }) => made ?? undefined);
  calls.length = 0;
  session.prepare();
  const second = await asked('prepare');
  return { session, second };
}

it('a copy that is still being written when a new sound is there is none of the new one, and goes', async () => {
  const { session, second } = await preparingAnew();
  session.writeCopy();
  const copy = await asked('withSound');
  second.resolve(prepared('second.wav'));
  await settle();
  copy.resolve({ file: new File([], 'copy.mp4') } as Rewritten);
  await settle();
  const { made, copy: shown } = session.get();
  expect([made?.sound.wav.name, shown, dropped]).toEqual(['second.wav', null, ['copy.mp4']]);
});

it('a copy that is done before the new sound is there stays until then', async () => {
  const { session, second } = await preparingAnew();
  session.writeCopy();
  (await asked('withSound')).resolve({ file: new File([], 'copy.mp4') } as Rewritten);
  await settle();
  expect([session.get().copy?.status, dropped]).toEqual(['done', []]);
  second.resolve(prepared('second.wav'));
  await settle();
  expect([session.get().copy, dropped]).toEqual([null, ['copy.mp4']]);
});

it('another format that is still being written when a new sound is there is none of the new one', async () => {
  const { session, second } = await preparingAnew();
  session.encode('flac');
  const encoding = await asked('encode');
  second.resolve(prepared('second.wav'));
  await settle();
  encoding.resolve({ file: new File([], 'first.flac'), measured: null });
  await settle();
  expect([session.get().made?.sound.wav.name, session.get().encoded]).toEqual(['second.wav', null]);
});

it('another format that is cancelled does not end the preparation that goes on', async () => {
  const { session, second } = await preparingAnew();
  session.encode('flac');
  await asked('encode');
  session.cancelEncoded();
  await settle();
  expect(session.get()).toMatchObject({ encoded: null, work: { status: 'working', error: null } });
  second.resolve(prepared('second.wav'));
  await settle();
  expect(session.get().made?.sound.wav.name).toBe('second.wav');
});
