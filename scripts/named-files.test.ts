/** That the files which the documentation names are there: prose keeps the old name of a file that was renamed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, it } from 'vitest';

/** As prose has them: `contract.ts`, `core/fix/retime.ts`, `src/engine/dub/*.ts`. */
const FILE_NAME = /(?<![\w/.*>-])[\w.*/-]*[\w*]\.(?:tsx?|mts|mjs)(?![\w-])/g;
const FOLDER_NAME = /`((?:[\w-]+\/)*[\w-]+)\/?`/g;
/** Names that stand for any. */
const PLACEHOLDER = /^(foo|X)\./;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
// The changelog tells of what was, by the names of then.
const pages = files.filter((file) => file.endsWith('.md') && file !== 'CHANGELOG.md');

it.each(pages)('%s names no file that is gone', (page) => {
  const text = readFileSync(page, 'utf8');
  const folders = foldersOf(page, text);
  expect(namesIn(text).filter((name) => !isThere(name, page, folders))).toEqual([]);
});

it('a name is found as a path and with an asterisk, and a file of another folder is not enough', () => {
  const text =
    'in `contract.ts`, [one](../lib/a.tsx), `workers/*/contract.ts`, `<name>.worker.ts`, a.tsx2; X.tsx.';
  expect(namesIn(text)).toEqual(['contract.ts', '../lib/a.tsx', 'workers/*/contract.ts']);
  const page = 'workers/faces/README.md';
  const isThereFor = (name: string, told = '') => isThere(name, page, foldersOf(page, told));
  expect(isThereFor('contract.ts')).toBe(true);
  expect(isThereFor('../media/contract.ts')).toBe(true);
  expect(isThereFor('core/errors.ts')).toBe(true);
  expect(isThereFor('errors.ts')).toBe(false);
  expect(isThereFor('rpc.ts')).toBe(false);
  expect(isThereFor('rpc.ts', 'those of `workers/lib`')).toBe(true);
  expect(isThereFor('core/*/tracker.ts')).toBe(true);
  expect(isThereFor('core/*/trackers.ts')).toBe(false);
});

function namesIn(text: string): string[] {
  return [...new Set(text.match(FILE_NAME) ?? [])].filter((name) => !PLACEHOLDER.test(name));
}

/** @returns where a name without a path may lie: a README's own folder and those that it names; anywhere for other pages */
function foldersOf(page: string, text: string): string[] {
  if (posix.basename(page) !== 'README.md' || page === 'README.md') return [''];
  const named = [...text.matchAll(FOLDER_NAME)].map((match) => `${match[1]}/`);
  return [
    `${posix.dirname(page)}/`,
    ...named.filter((folder) => files.some((file) => file.startsWith(folder))),
  ];
}

/** A path counts from the root, from the page's folder, or from somewhere below one of the folders. */
function isThere(name: string, page: string, folders: string[]): boolean {
  const paths = [posix.normalize(name), posix.join(posix.dirname(page), name)].map(
    (path) => new RegExp(`^${patternOf(path)}$`),
  );
  const below = new RegExp(`(^|/)${patternOf(name)}$`);
  return files.some(
    (file) =>
      paths.some((path) => path.test(file)) ||
      (below.test(file) && folders.some((folder) => file.startsWith(folder))),
  );
}

function patternOf(path: string): string {
  return path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .split('*')
    .join('[^/]*');
}
