/** A pool of connections that outlives a restart of its server: what was asked meanwhile is asked again until it is back. */
import pg from 'pg';
import { UserError } from '../../scripts/lib.mjs';

/** A server that is away for longer is not coming back by itself. */
const PATIENCE_S = 600;
/** A server may just be starting: for a worker that is worth a wait, everybody else hears soon of a wrong address. */
const OPEN_S = { patient: 60, other: 2 };
const LONGEST_PAUSE_MS = 5000;

export class Connection {
  #pool;
  /** For sentences: without the password. */
  #name;

  constructor(url) {
    this.#name = nameOf(url);
    this.#pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 20_000 });
    // An idle connection that breaks is of no interest: the next question opens another.
    this.#pool.on('error', () => {});
  }

  /** @throws UserError when there is no such database */
  async open(patient) {
    try {
      await this.#patiently(() => this.#pool.query('SELECT 1'), patient ? OPEN_S.patient : OPEN_S.other);
    } catch (error) {
      await this.#pool.end();
      throw this.#unusable(error);
    }
  }

  /** What pg-boss wants of a database. May run twice when the answer to the first was lost. */
  executeSql(text, values) {
    return this.#patiently(() => this.#pool.query(text, values));
  }

  /** @param {(sql: { executeSql: Function }) => Promise<T>} work all of it or nothing; may run more than once @template T */
  transaction(work) {
    return this.#patiently(async () => {
      const client = await this.#pool.connect();
      // Otherwise a connection that breaks between two questions ends the process.
      const ignore = () => {};
      client.on('error', ignore);
      let broken;
      try {
        await client.query('BEGIN');
        const made = await work({ executeSql: (text, values) => client.query(text, values) });
        await client.query('COMMIT');
        return made;
      } catch (error) {
        broken = error;
        throw error;
      } finally {
        client.off('error', ignore);
        // With what it was in the middle of.
        client.release(broken);
      }
    });
  }

  close() {
    return this.#pool.end();
  }

  async #patiently(ask, patienceS = PATIENCE_S) {
    const giveUpMs = performance.now() + patienceS * 1000;
    for (let pauseMs = 100; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
      try {
        return await ask();
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (performance.now() > giveUpMs) throw this.#unusable(error);
        // Not all workers at once.
        await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
      }
    }
  }

  #unusable(error) {
    if (error instanceof UserError) return error;
    const reason = (error.message || error.code || 'no reason given').split('\n')[0].replace(/\.$/, '');
    return new UserError(`The database ${this.#name} cannot be used: ${reason}.`);
  }
}

const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
/** Shutting down, starting, too many connections, a deadlock or two writers at once (PostgreSQL's appendix A). */
const STATES = /^(08...|57P0[123]|53300|40001|40P01)$/;
const WORDS = /connection terminated|connection error|timeout exceeded when trying to connect/i;

function isPassing(error) {
  return SYSTEM.has(error.code) || STATES.test(error.code ?? '') || WORDS.test(error.message);
}

function nameOf(url) {
  return url.replace(/\/\/[^@/]*@/, '//').replace(/\?.*$/, '');
}
