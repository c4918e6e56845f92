/** A file written by a worker is written wholly or told to be full: who opens one by himself forgets that. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDERS = ['core', 'src', 'workers'];
/** What is used, and the only files that may. */
const ONLY: [what: string, files: string[]][] = [
  ['createSyncAccessHandle', ['workers/lib/opfs/sync-file.ts']],
  // A worker's sign of life is a lock that is never let go; the page's desk is its first tab for as long as it lives.
  [
    'locks.request',
    ['src/engine/desk/desk.ts', 'workers/lib/opfs/locks.ts', 'workers/lib/worker-liveness.ts'],
  ],
];

const sources = execFileSync('git', ['ls-files', ...FOLDERS], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts') && existsSync(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8').replace(/\s*\n\s*\./g, '.') }));

it.each(ONLY)('%s is used by workers/lib, and by those that say why', (what, files) => {
  expect(sources.filter(({ text }) => text.includes(what)).map(({ path }) => path)).toEqual(files);
});
