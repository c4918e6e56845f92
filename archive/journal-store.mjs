/** An archive in a folder, as store.d.mts wants it. What is written where is in journal.mjs. */
import { CLAIM_S, Journal } from './journal.mjs';

export class JournalStore {
  claimS = CLAIM_S;
  #journal;
  #waiting = [];

  constructor(folder) {
    this.#journal = new Journal(folder);
  }

  async add(paths) {
    let [added, known] = [0, 0];
    for (const path of paths) {
      if (this.#journal.add(path)) added += 1;
      else known += 1;
    }
    return { added, known };
  }

  async take() {
    for (let looked = 0; looked < 2; looked++) {
      for (let id = this.#waiting.pop(); id !== undefined; id = this.#waiting.pop()) {
        const claimed = this.#journal.claim(id);
        if (claimed) return { id, ...claimed };
      }
      // What others let go of, or added meanwhile.
      this.#waiting = shuffled(this.#journal.pending());
    }
    return null;
  }

  async renew(id) {
    this.#journal.renew(id);
  }

  async tryAgain({ id, tries }) {
    this.#journal.letGo(id, tries + 1);
  }

  async result(key) {
    return this.#journal.result(key);
  }

  async finish(id, of, record) {
    this.#journal.finish(id, of, record);
    this.#journal.letGo(id);
  }

  async bury(id, error) {
    this.#journal.bury(id, error);
    this.#journal.letGo(id);
  }

  async *records() {
    for (const id of [...this.#journal.ids('done')].sort()) {
      const done = this.#journal.read('done', id);
      const result = done && this.#journal.result(done.key);
      if (result) yield { file: done.path, sha256: done.sha256, ...result };
    }
  }

  async *dead() {
    for (const id of [...this.#journal.ids('dead')].sort()) {
      const dead = this.#journal.read('dead', id);
      if (dead) yield dead;
    }
  }

  async totals() {
    const times = [...this.#journal.ids('done')].map((id) => this.#journal.read('done', id)?.doneMs ?? 0);
    return {
      clips: this.#journal.ids('jobs').size,
      done: times.length,
      pending: this.#journal.pending().length,
      perS: rateOf(times),
    };
  }

  async retry({ all = false } = {}) {
    return this.#journal.retry(all ? ['dead', 'done'] : ['dead']);
  }

  async forget(paths) {
    return this.#journal.forget(paths);
  }

  async close() {}
}

/** Of the last half hour in which something was done. */
function rateOf(times) {
  const latestMs = times.reduce((a, b) => Math.max(a, b), 0);
  const recent = times.filter((timeMs) => timeMs > latestMs - 1_800_000);
  const spanS = (latestMs - recent.reduce((a, b) => Math.min(a, b), latestMs)) / 1000;
  return recent.length < 2 || spanS === 0 ? null : (recent.length - 1) / spanS;
}

/** So that several workers seldom want the same. */
function shuffled(ids) {
  for (let i = ids.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [ids[i], ids[j]] = [ids[j], ids[i]];
  }
  return ids;
}
