/** Where the headless command writes: reports and corrected copies. What cannot be written is told, with its file. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UserError } from './lib.mjs';

/** Below the 255 bytes that file systems allow, with room for endings such as `.evidence.json` and ` (2).part`. */
const MOST_BYTES = 200;

/** Why a system call failed, in words. */
const CAUSES = {
  ENOSPC: 'there is no room left on its disk',
  EDQUOT: 'there is no room left on its disk',
  EFBIG: 'it would be too large there',
  EACCES: 'writing is not allowed there',
  EPERM: 'writing is not allowed there',
  EROFS: 'writing is not allowed there',
  ENOTDIR: 'it is no folder',
  EEXIST: 'it is no folder',
  EISDIR: 'a folder has the name of a file to be written',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it is not there',
};

/** @returns an error as records hold it @param what 'The report', 'The corrected copy' */
export function unwritable(what, folder, error) {
  const cause = CAUSES[error.code] ?? error.code ?? error.message.split('\n')[0];
  return { code: 'output-unwritable', message: `${what} cannot be written to ${folder}: ${cause}.` };
}

/**
 * Writes everything about one file.
 * @param name what all of it is called, as `shortened` makes it
 * @returns {{ code: string, message: string } | null} what is wrong; then whatever could be written is there
 */
export function writeReport(folder, name, record, evidenceJson, reports) {
  const texts = [
    { name: `${name}.record.json`, text: `${JSON.stringify(record, null, 2)}\n` },
    ...(evidenceJson ? [{ name: `${name}.evidence.json`, text: `${evidenceJson}\n` }] : []),
    ...reports,
  ];
  let problem = null;
  for (const { name, text } of texts) {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
    } catch (error) {
      problem ??= unwritable('The report', folder, error);
    }
  }
  return problem;
}

/** Takes corrected copies over from the browser's downloads. */
export class CopyKeeper {
  #folder;
  #taken;

  /** @param originals paths that must not be overwritten */
  constructor(folder, originals) {
    this.#folder = folder;
    this.#taken = new Set(originals.map((file) => resolve(file)));
  }

  /** @returns {Promise<{ path: string } | { error: { code: string, message: string } }>} where it lies now */
  async keep(downloading) {
    const file = await downloading;
    let path = null;
    try {
      mkdirSync(this.#folder, { recursive: true });
      path = this.#placeFor(join(this.#folder, shortened(file.suggestedFilename())));
      await whole(path, (made) => file.saveAs(made));
      return { path };
    } catch (error) {
      return { error: unwritable('The corrected copy', this.#folder, error) };
    } finally {
      await file.delete().catch(() => undefined);
    }
  }

  /** The first free name, so that no original and no other copy of this run is overwritten; earlier runs' copies are. */
  #placeFor(wanted) {
    const ending = extname(wanted);
    let path = wanted;
    for (let i = 2; this.#taken.has(resolve(path)); i++)
      path = `${wanted.slice(0, -ending.length || undefined)} (${i})${ending}`;
    this.#taken.add(resolve(path));
    return path;
  }
}

/**
 * @param what 'The table' @param write may fail at what it reads, too, and says so by a UserError of its own
 * @throws UserError that says what failed
 */
export async function writing(what, file, write) {
  try {
    return await write();
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(unwritable(what, dirname(file), error).message);
  }
}

/**
 * Under another name until it is whole: whoever watches the folder sees no half file.
 * @param write gets that name @returns what `write` does
 */
export async function whole(file, write) {
  const made = `${file}.part`;
  try {
    const result = await write(made);
    renameSync(made, file);
    return result;
  } finally {
    rmSync(made, { force: true });
  }
}

/** A file's name, its end left out where it would be too long with another ending; the extension stays. */
export function shortened(file) {
  const name = basename(file);
  const bytes = (text) => Buffer.byteLength(text);
  if (bytes(name) <= MOST_BYTES) return name;
  const ending = bytes(extname(name)) <= 20 ? extname(name) : '';
  let stem = '';
  for (const letter of name.slice(0, name.length - ending.length)) {
    if (bytes(stem + letter) > MOST_BYTES - bytes(ending)) break;
    stem += letter;
  }
  return stem + ending;
}
