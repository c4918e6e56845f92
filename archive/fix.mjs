/**
 * Corrected copies of what is off for sure. They are an archive of their own, in the folder of the copies: it may be stopped,
 * goes on where it was, and any number of processes may work on it.
 */
import { join } from 'node:path';
import { JournalStore } from './journal-store.mjs';
import { records } from './results.mjs';
import { work } from './work.mjs';

/**
 * @param {import('./store.mjs').Store} store what was checked
 * @param {{ out: string, mode: 'lossless' | 'baked', slots: number, version: string, settings: object, onClip: Function }} options
 * @returns {Promise<{ file: string, fix: object | null }[]>} of all that are off; null: not sure any more
 */
export async function fixAll(store, { out, mode, settings, ...how }) {
  const copies = new JournalStore(join(out, '.lipslate'));
  const off = new Map();
  for await (const { file, sha256 } of records(store, 'off')) off.set(file, sha256);
  await copies.forget(await outdated(copies, off, mode));
  await copies.add(off.keys());
  await work(copies, {
    ...how,
    settings: { ...settings, fix: mode },
    tools: { out },
    // The same content under two names makes two copies.
    also: (path) => ({ path }),
  });
  const made = [];
  for await (const { file, fix } of copies.records()) made.push({ file, fix });
  for await (const { path, error } of copies.dead()) made.push({ file: path, fix: { mode, error } });
  return made;
}

/** Copies of what is not off any more, of other content, or made in another way; and what came to nothing, which is tried anew. */
async function outdated(copies, off, mode) {
  const paths = [];
  for await (const { file, sha256, fix } of copies.records())
    if (off.get(file) !== sha256 || (fix && fix.mode !== mode)) paths.push(file);
  for await (const { path } of copies.dead()) paths.push(path);
  return paths;
}
