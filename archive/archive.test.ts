/** The queue itself, with real processes that are really killed; its slots are without a browser (e2e/archive.spec.ts has one). */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Journal, keyOf, MOST_TRIES } from './journal.mjs';
import { lines } from './results.mjs';
import { statusOf, statusWords } from './status.mjs';
import { openStore } from './store.mjs';

const WORKER = fileURLToPath(new URL('testing/worker.mjs', import.meta.url));
const WAIT_MS = 120_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipslate-archive-'));
  mkdirSync(join(folder, 'clips'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clip = (name: string, text: string) => {
  const path = join(folder, 'clips', name);
  writeFileSync(path, text);
  return path;
};
const journal = () => new Journal(join(folder, 'archive'));
const store = () => openStore({ folder: join(folder, 'archive') });
const linesOf = async (format: 'csv' | 'jsonl', filter?: string) => {
  const found: string[] = [];
  for await (const line of lines(await store(), format, filter)) found.push(line);
  return found;
};
const start = () =>
  spawn(process.execPath, [WORKER, join(folder, 'archive'), '2'], { stdio: ['ignore', 'ignore', 'inherit'] });
/** Also of one that has ended before. */
const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

it(
  'every clip has one result or one reason, however often workers are killed',
  async () => {
    const there = journal();
    for (let i = 0; i < 120; i++)
      there.add(clip(`${i}.mp4`, `${i % 12 === 5 ? 'broken' : 'clip'} ${i} ${'x'.repeat(i % 7)}`));
    const workers = [start(), start()];
    for (let kill = 0; kill < 5; kill++) {
      await new Promise((resolve) => setTimeout(resolve, 300 + 200 * kill));
      const index = kill % 2;
      workers[index]!.kill('SIGKILL');
      await ended(workers[index]!);
      workers[index] = start();
    }
    await Promise.all(workers.map(ended));
    // Whatever the last one left in the middle.
    await ended(start());
    const [done, dead] = [there.ids('done'), there.ids('dead')];
    expect([done.size, dead.size, there.pending()]).toEqual([110, 10, []]);
    expect([...done].filter((id) => dead.has(id))).toEqual([]);
    const records = (await linesOf('jsonl')).map((line) => JSON.parse(line));
    expect(new Set(records.map(({ file }) => file)).size).toBe(110);
    for (const { file, offsetMs } of records) expect(file).toContain(`/${offsetMs}.mp4`);
    for (const id of dead) expect(there.read('dead', id).error.code).toBe('not-a-video');
  },
  WAIT_MS,
);

it(
  'a clip that ends its worker is given up, and no other one is harmed',
  async () => {
    const there = journal();
    const deadly = clip('deadly.mp4', 'kills');
    there.add(deadly);
    for (let i = 0; i < 6; i++) there.add(clip(`${i}.mp4`, `clip ${i}`));
    await ended(start());
    expect(there.ids('done').size).toBe(6);
    const [dead] = there.ids('dead');
    expect(there.read('dead', dead!)).toMatchObject({ path: deadly, error: { code: 'worker-died' } });
    expect(there.retry()).toBe(1);
    expect(there.pending()).toEqual([dead]);
  },
  WAIT_MS,
);

it(
  'what was measured is not measured again: not when it is added twice, nor under another name',
  async () => {
    const there = journal();
    const path = clip('a.mp4', 'clip 7 same');
    expect([there.add(path), there.add(path)]).toEqual([true, false]);
    await ended(start());
    renameSync(path, join(folder, 'clips', 'b.mp4'));
    there.add(join(folder, 'clips', 'b.mp4'));
    await ended(start());
    expect(there.ids('results').size).toBe(1);
    expect((await linesOf('jsonl')).map((line) => JSON.parse(line).offsetMs)).toEqual([7, 7]);
    expect(await (await store()).retry({ all: true })).toBe(2);
    expect(there.pending()).toHaveLength(2);
    await ended(start());
    // Looked at again: what is there is known, what is not there any more is told.
    expect([there.ids('results').size, there.ids('done').size, there.ids('dead').size]).toEqual([1, 1, 1]);
    expect(there.forget([path])).toBe(1);
    expect(await linesOf('csv')).toHaveLength(2);
  },
  WAIT_MS,
);

it('another version or other settings make another key', () => {
  const keys = [
    keyOf('a', '1', {}),
    keyOf('a', '2', {}),
    keyOf('a', '1', { profile: 'atsc' }),
    keyOf('b', '1', {}),
  ];
  expect(new Set(keys).size).toBe(4);
  expect(MOST_TRIES).toBeGreaterThan(1);
});

it(
  'the status adds up, and filters let through what they say',
  async () => {
    const there = journal();
    there.add(clip('late.mp4', 'clip 120'));
    there.add(clip('fine.mp4', 'clip 7 '));
    there.add(clip('broken.mp4', 'broken'));
    there.add(join(folder, 'clips', 'gone.mp4'));
    await ended(start());
    const status = await statusOf(await store());
    expect(status).toMatchObject({ clips: 4, done: 2, dead: 2, pending: 0 });
    expect(status.failures).toEqual({ 'not-a-video': 1, 'file-unreadable': 1 });
    expect(statusWords(status)).toContain('2 of 4 done, 2 without a result, 0 left');
    const files = async (filter: string) =>
      (await linesOf('csv', filter)).slice(1).map((line) => line.split(',')[0]);
    expect(await files('in-sync')).toEqual([join(folder, 'clips', 'fine.mp4')]);
    expect(await files('latentsync')).toEqual([]);
  },
  WAIT_MS,
);
