/** Which copies an archive has after it was fixed more than once: real processes, whose slots are without a browser. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fixAll } from './fix.mjs';
import type { Store } from './store.mjs';

const SLOT = fileURLToPath(new URL('testing/stub-fix-slot.mjs', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipslate-fix-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

/** Of clips as they were checked: late, or in sync. */
const checked = (...clips: [file: string, verdict: string][]): Pick<Store, 'records'> => ({
  async *records() {
    for (const [file, verdict] of clips) {
      const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
      yield { file, sha256, verdict, offsetMs: 200 } as never;
    }
  },
});

const fixed = async (store: Pick<Store, 'records'>, mode: 'lossless' | 'baked') => {
  const wishes = { out: join(folder, 'copies'), mode, slots: 1, version: '1', settings: {}, slot: SLOT };
  const made = await fixAll(store, wishes);
  return Object.fromEntries(
    made.map(({ file, fix }) => [basename(file), fix?.error ? 'nothing' : fix?.mode]),
  );
};

it('copies are made anew in another way, and kept where nothing changed', async () => {
  const [a, b] = [put('a.mp4', 'a'), put('b.mp4', 'b')];
  const store = checked([a, 'late'], [b, 'varies']);
  expect(await fixed(store, 'lossless')).toEqual({ 'a.mp4': 'lossless', 'b.mp4': 'lossless' });
  expect(await fixed(store, 'baked')).toEqual({ 'a.mp4': 'baked', 'b.mp4': 'baked' });
  expect(await fixed(store, 'baked')).toEqual({ 'a.mp4': 'baked', 'b.mp4': 'baked' });
}, 60_000);

it('of what is not off any more, or of earlier content, no copy is told', async () => {
  const [a, b] = [put('a.mp4', 'a'), put('b.mp4', 'b')];
  expect(await fixed(checked([a, 'late'], [b, 'late']), 'baked')).toEqual({
    'a.mp4': 'baked',
    'b.mp4': 'baked',
  });
  put('a.mp4', 'another film, broken');
  expect(await fixed(checked([a, 'late'], [b, 'in-sync']), 'baked')).toEqual({ 'a.mp4': 'nothing' });
  put('a.mp4', 'the film once more');
  expect(await fixed(checked([a, 'late']), 'baked')).toEqual({ 'a.mp4': 'baked' });
}, 60_000);
