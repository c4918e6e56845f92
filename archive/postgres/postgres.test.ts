/** The archive in a real PostgreSQL, with workers that are killed and a server that is restarted. Slots are without a browser. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres } from '../../scripts/postgres.mjs';
import { statusOf } from '../status.mjs';
import { openStore, type Store } from '../store.mjs';
import { TestServer } from '../testing/postgres.mjs';

const WORKER = fileURLToPath(new URL('../testing/worker.mjs', import.meta.url));
const CLAIM_S = 2;
const WAIT_MS = 120_000;
const CLIPS = 120;

const children: ChildProcess[] = [];
const start = (url: string) => {
  const child = spawn(process.execPath, [WORKER, url, '2', String(CLAIM_S)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  return child;
};
/** Also of one that has ended before. */
const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
async function all<T>(rows: AsyncGenerator<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

describe.skipIf(findPostgres() === null)('in PostgreSQL (needs PostgreSQL)', () => {
  let server: TestServer;
  let store: Store;
  let folder = '';
  const restart = (how: 'fast' | 'immediate') => {
    server.stop(how);
    server.start();
  };
  const clip = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lipslate-archive-'));
    server = new TestServer();
    store = await openStore({ folder, database: server.url, claimS: CLAIM_S });
  }, WAIT_MS);
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await store?.close();
    server?.remove();
    rmSync(folder, { recursive: true, force: true });
  }, WAIT_MS);

  it(
    'every clip has one result or one reason, however often workers are killed and the server is restarted',
    async () => {
      const paths = Array.from({ length: CLIPS }, (_, i) =>
        clip(`${i}.mp4`, `${i % 12 === 5 ? 'broken' : 'clip'} ${i} ${'x'.repeat(i % 7)}`),
      );
      const deadly = clip('deadly.mp4', 'kills');
      expect(await store.add([...paths, deadly])).toEqual({ added: CLIPS + 1, known: 0 });
      expect(await store.add(paths.slice(0, 3))).toEqual({ added: 0, known: 3 });
      const workers = [start(server.url), start(server.url)];
      // Quicker than a claim lasts: a clip that is hit three times would be given up, and rightly.
      for (let kill = 0; kill < 5; kill++) {
        await pause(100 + 300 * Math.random());
        const index = kill % 2;
        workers[index]!.kill('SIGKILL');
        await ended(workers[index]!);
        if (kill === 2) restart('fast');
        workers[index] = start(server.url);
      }
      await pause(500);
      restart('immediate');
      await Promise.all(workers.map(ended));
      expect(workers.map(({ exitCode }) => exitCode)).toEqual([0, 0]);

      const records = await all(store.records());
      const dead = await all(store.dead());
      expect([records.length, dead.length]).toEqual([110, 11]);
      expect(new Set([...records.map(({ file }) => file), ...dead.map(({ path }) => path)]).size).toBe(
        CLIPS + 1,
      );
      for (const { file, offsetMs } of records) expect(file).toContain(`/${offsetMs}.mp4`);
      const codes = dead.map(({ path, error }) => [path === deadly, error.code]);
      expect(codes.filter(([isDeadly]) => !isDeadly).map(([, code]) => code)).toEqual(
        Array(10).fill('not-a-video'),
      );
      // Ended by its third slot, or by three workers of which some were killed while they had it.
      expect(['worker-died', 'gave-up']).toContain(codes.find(([isDeadly]) => isDeadly)![1]);
      expect(await statusOf(store)).toMatchObject({ clips: CLIPS + 1, done: 110, dead: 11, pending: 0 });
    },
    WAIT_MS,
  );

  it(
    'the same content is known under another name; what failed is tried again, and what is forgotten is gone',
    async () => {
      const again = clip('again.mp4', 'clip 7 ');
      await store.add([again]);
      expect(await store.retry()).toBe(11);
      expect((await store.totals()).pending).toBe(12);
      expect(await store.forget([join(folder, 'deadly.mp4'), join(folder, 'none.mp4')])).toBe(1);
      await ended(start(server.url));
      expect((await all(store.dead())).map(({ error }) => error.code)).toEqual(Array(10).fill('not-a-video'));
      expect((await all(store.records())).find(({ file }) => file === again)).toMatchObject({ offsetMs: 7 });
      expect(await store.totals()).toMatchObject({ clips: CLIPS + 1, done: 111, pending: 0 });
      expect(await store.retry({ all: true })).toBe(CLIPS + 1);
      expect(await store.totals()).toMatchObject({ clips: CLIPS + 1, done: 0, pending: CLIPS + 1 });
    },
    WAIT_MS,
  );
});

it('what is no database is said in a sentence, without the password', async () => {
  await expect(openStore({ folder: '', database: 'mysql://a' })).rejects.toThrow(/give a URL such as/);
  const gone = openStore({ folder: '', database: 'postgres://me:secret@127.0.0.1:1/x' });
  await expect(gone).rejects.toThrow(
    'The database postgres://127.0.0.1:1/x cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
  );
});
