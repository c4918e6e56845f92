/**
 * An archive on disk: which clips there are, who works on which, and what came of them. Every state is a file of its own
 * that is made whole or not at all, so that any number of processes may work on it and be killed at any time. Node alone.
 *
 *     jobs/ab/ID.json      a clip, by the hash of its path
 *     claims/ID            who works on it, renewed as long as they do
 *     done/ab/ID.json      its path, its content's hash, and the key of its result
 *     results/ab/KEY.json  a result, by content, version and settings: measured once, whatever the clip is called
 *     dead/ab/ID.json      why it has none
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';

/** A claim that was not renewed for so long is nobody's. */
export const CLAIM_S = 120;
/** Whoever ends this often while they work on a clip is ended by it. */
export const MOST_TRIES = 3;
export const GAVE_UP = {
  code: 'gave-up',
  message: `${MOST_TRIES} workers ended while they checked this clip.`,
};
const STATES = ['jobs', 'done', 'dead', 'results'];

export class Journal {
  #folder;

  /** @param {string} folder made when it is not there */
  constructor(folder) {
    this.#folder = resolve(folder);
    for (const state of [...STATES, 'claims', 'made'])
      mkdirSync(join(this.#folder, state), { recursive: true });
  }

  /** @param {string} path of a clip @returns {boolean} false when it was there before */
  add(path) {
    const full = resolve(path);
    return this.#write('jobs', idOf(full), { path: full, addedMs: Date.now() });
  }

  /** @returns {Set<string>} ids in one of the states jobs, done, dead, results */
  ids(state) {
    const found = new Set();
    for (const part of readdirSync(join(this.#folder, state)))
      for (const name of readdirSync(join(this.#folder, state, part)))
        if (name.endsWith('.json')) found.add(name.slice(0, -'.json'.length));
    return found;
  }

  /** @returns {string[]} of what has neither a result nor a reason why not */
  pending() {
    const [done, dead] = [this.ids('done'), this.ids('dead')];
    return [...this.ids('jobs')].filter((id) => !done.has(id) && !dead.has(id));
  }

  /** @returns what is written there, or null */
  read(state, id) {
    try {
      return JSON.parse(readFileSync(this.#place(state, id), 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return null;
      throw error;
    }
  }

  /**
   * Takes a clip, unless somebody has it or is done with it.
   * @returns {{ path: string, tries: number } | null} `tries`: the how many-th it is
   */
  claim(id) {
    const tries = this.#take(id);
    if (tries === null) return null;
    // Its last owner may have been done a moment before.
    if (this.read('done', id) || this.read('dead', id)) {
      this.letGo(id);
      return null;
    }
    const { path } = this.read('jobs', id) ?? { path: null };
    if (path !== null && tries <= MOST_TRIES) return { path, tries };
    if (path !== null) this.bury(id, GAVE_UP);
    this.letGo(id);
    return null;
  }

  /** To be called more often than every CLAIM_S. */
  renew(id) {
    const now = new Date();
    try {
      utimesSync(this.#claim(id), now, now);
    } catch {
      // Somebody took it for abandoned: what both write is the same.
    }
  }

  /** @param {number} [tries] the clip is to be tried again, and was so often */
  letGo(id, tries) {
    if (tries === undefined) rmSync(this.#claim(id), { force: true });
    else this.#replace(this.#claim(id), JSON.stringify({ ...owner(), free: true, tries }));
  }

  /** @returns {object | null} the result of this key */
  result(key) {
    return this.read('results', key);
  }

  /** The result first, then who has it: a crash between both costs nothing. */
  finish(id, { path, sha256, sizeBytes, key }, record) {
    this.#write('results', key, record);
    this.#write('done', id, { path, sha256, sizeBytes, key, doneMs: Date.now() });
  }

  /** @param {{ code: string, message: string }} error */
  bury(id, error) {
    const { path } = this.read('jobs', id) ?? { path: null };
    this.#write('dead', id, { path, error, diedMs: Date.now() });
  }

  /** @param {('dead' | 'done')[]} states @returns {number} of clips that will be looked at again */
  retry(states = ['dead']) {
    let count = 0;
    for (const state of states)
      for (const id of this.ids(state)) {
        rmSync(this.#claim(id), { force: true });
        rmSync(this.#place(state, id), { force: true });
        count += 1;
      }
    return count;
  }

  /** Forgets clips; results stay for other clips of the same content. @returns {number} of those that were there */
  forget(paths) {
    let count = 0;
    for (const path of paths) {
      const id = idOf(resolve(path));
      if (this.read('jobs', id) === null) continue;
      for (const state of ['jobs', 'done', 'dead']) rmSync(this.#place(state, id), { force: true });
      rmSync(this.#claim(id), { force: true });
      count += 1;
    }
    return count;
  }

  /** @returns {number | null} the how many-th try it is; null when somebody else has it */
  #take(id) {
    const claim = this.#claim(id);
    if (makeExclusively(claim, JSON.stringify({ ...owner(), tries: 1 }))) return 1;
    let tries;
    try {
      const held = JSON.parse(readFileSync(claim, 'utf8'));
      if (!held.free && !isAbandoned(held, statSync(claim).mtimeMs)) return null;
      tries = held.tries + (held.free ? 0 : 1);
      // Of several who find it abandoned one alone moves it away.
      const away = `${claim}.${randomUUID()}`;
      renameSync(claim, away);
      unlinkSync(away);
    } catch {
      // It was let go, taken, or is being written.
      return null;
    }
    return makeExclusively(claim, JSON.stringify({ ...owner(), tries })) ? tries : null;
  }

  /** @returns {boolean} false when it is there already, which stays as it is */
  #write(state, id, value) {
    const place = this.#place(state, id);
    mkdirSync(join(place, '..'), { recursive: true });
    return makeExclusively(place, JSON.stringify(value), join(this.#folder, 'made'));
  }

  #replace(place, text) {
    const made = `${place}.${randomUUID()}`;
    writeWhole(made, text);
    renameSync(made, place);
  }

  #place(state, id) {
    return join(this.#folder, state, id.slice(0, 2), `${id}.json`);
  }

  #claim(id) {
    return join(this.#folder, 'claims', id);
  }
}

/** @param {string} path absolute */
export function idOf(path) {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}

/** What makes two measurements the same. */
export function keyOf(sha256, version, settings) {
  return createHash('sha256')
    .update(JSON.stringify([sha256, version, settings]))
    .digest('hex')
    .slice(0, 40);
}

const owner = () => ({ host: hostname(), pid: process.pid });

function isAbandoned({ host, pid }, renewedMs) {
  if (Date.now() - renewedMs > CLAIM_S * 1000) return true;
  return host === hostname() && !isAlive(pid);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A link fails where there is a file: it is whole or not there. @returns {boolean} false when it was there */
function makeExclusively(place, text, folder = join(place, '..')) {
  const made = join(folder, `.${randomUUID()}`);
  writeWhole(made, text);
  try {
    linkSync(made, place);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(made);
  }
}

function writeWhole(place, text) {
  const file = openSync(place, 'wx');
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
