/** Works through an archive: each slot is a child process, and this one only supervises. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { keyOf, MOST_TRIES } from './journal.mjs';

const SLOT = fileURLToPath(new URL('slot.mjs', import.meta.url));
/** From the start until it says how long the clip is. */
const START_LIMIT_S = 180;
/** A clip may take so many times its length, and this on top. */
const LIMIT_SHARE = 10;
const LIMIT_EXTRA_S = 60;
/** A slot that waits for longer gives its memory back. */
const IDLE_S = 10;
/** What another try may do better. */
const PASSING = new Set([
  'worker-died',
  'timeout',
  'internal',
  'storage-full',
  'model-load-failed',
  'page-outdated',
]);

/**
 * @param {import('./store.mjs').Store} store
 * @param {object} options
 * @param {number} options.slots
 * @param {string} options.version
 * @param {object} options.settings as the page takes them; a result holds for the same ones alone
 * @param {{ model?: string, out?: string }} [options.tools] SyncNet's weights; where corrected copies go
 * @param {(path: string) => object} [options.also] what else a result depends on
 * @param {Function} [options.onClip] called with path, outcome and counts
 * @param {string} [options.slot] the script of a slot
 * @returns {Promise<{ done: number, dead: number, again: number }>} `again`: measured before, under another name
 */
export async function work(store, { slots, slot = SLOT, onClip = () => {}, ...job }) {
  const counts = { done: 0, dead: 0, again: 0 };
  const run = async () => {
    const child = new Slot(slot);
    try {
      for (let clip = await taken(store, child); clip; clip = await taken(store, child)) {
        const { id } = clip;
        const renewing = setInterval(() => store.renew(id).catch(() => {}), (store.claimS * 1000) / 4);
        try {
          const outcome = await workOn(store, child, clip, job);
          counts[outcome] += outcome === 'later' ? 0 : 1;
          onClip(clip.path, outcome, counts);
        } finally {
          clearInterval(renewing);
        }
      }
    } finally {
      child.end();
    }
  };
  await Promise.all(Array.from({ length: slots }, run));
  return counts;
}

/** The next clip. While it only waits for what others have, no browser is kept. */
async function taken(store, child) {
  const idle = setTimeout(() => child.end(), IDLE_S * 1000);
  try {
    return await store.take();
  } finally {
    clearTimeout(idle);
  }
}

/** @returns {Promise<'done' | 'dead' | 'again' | 'later'>} */
async function workOn(store, child, clip, job) {
  const { id, path, tries } = clip;
  let measured;
  try {
    measured = await measure(store, child, path, job);
  } catch (error) {
    const code =
      error.code === 'ENOENT' || error.code === 'EACCES' ? 'file-unreadable' : (error.code ?? 'internal');
    if (PASSING.has(code) && tries < MOST_TRIES) {
      await store.tryAgain(clip);
      return 'later';
    }
    await store.bury(id, { code, message: error.message });
    return 'dead';
  }
  await store.finish(id, measured.of, measured.result);
  return measured.known ? 'again' : 'done';
}

async function measure(store, child, path, { version, settings, tools, also = () => ({}) }) {
  const { sha256, sizeBytes } = await child.ask({ kind: 'hash', path });
  const key = keyOf(sha256, version, { ...settings, ...also(path) });
  const of = { path, sha256, sizeBytes, key };
  const known = await store.result(key);
  if (known) return { known: true, of, result: known };
  const { record } = await child.ask({ kind: 'check', path, settings, tools });
  if (!record.ok) throw Object.assign(new Error(record.error.message), { code: record.error.code });
  const { file: _file, ...result } = record;
  return { known: false, of, result };
}

/**
 * Opens a slot's page once, before there is work for it.
 * @throws Error that says what is wrong with the model
 */
export async function tryTools(tools) {
  const child = new Slot(SLOT);
  try {
    await child.ask({ kind: 'open', tools });
  } finally {
    child.end();
  }
}

/** A child process that answers one question at a time. */
class Slot {
  #script;
  #child = null;

  constructor(script) {
    this.#script = script;
  }

  /** @throws Error with a `code` */
  ask(question) {
    this.#child ??= this.#start();
    const child = this.#child;
    return new Promise((resolve, reject) => {
      let limit = null;
      const end = (settle, value) => {
        clearTimeout(limit);
        child.off('message', onMessage);
        child.off('exit', onExit);
        settle(value);
      };
      const fail = (code, message) => end(reject, Object.assign(new Error(message), { code }));
      const giveUpAfter = (seconds) => {
        clearTimeout(limit);
        limit = setTimeout(() => {
          fail('timeout', `It took more than ${Math.round(seconds)} s.`);
          this.end();
        }, seconds * 1000);
      };
      let known = false;
      const onMessage = (message) => {
        if (message.kind === 'failed') fail(message.code, message.message);
        else if (message.kind !== 'progress') end(resolve, message);
        else if (!known && message.totalS > 0) {
          known = true;
          giveUpAfter(LIMIT_EXTRA_S + LIMIT_SHARE * message.totalS);
        } else if (!known) giveUpAfter(START_LIMIT_S);
      };
      const onExit = () => {
        if (this.#child === child) this.#child = null;
        fail('worker-died', 'The process that checked this clip ended.');
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
      giveUpAfter(START_LIMIT_S);
      child.send(question);
    });
  }

  /** With all that it started. */
  end() {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL');
    }
  }

  #start() {
    // A group of its own, so that its browser can be ended with it.
    return fork(this.#script, { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }
}
