/**
 * An archive in a PostgreSQL database, for any number of machines. pg-boss hands out the clips and takes them back from
 * workers that are gone; what came of them is in two tables of our own. One archive a database.
 *
 *     lipslate.clips       a row for each: path, then either the key of its result or why it has none, never both
 *     lipslate.results     by content, version and settings
 *     lipslate_queue.*     pg-boss; made anew from the clips when it is lost
 */
import { GAVE_UP, idOf } from '../journal.mjs';
import { CLIPS, GIVEN_UP, QUEUE_SCHEMA, RENEW } from './schema.mjs';

/** Rows asked for or written at once. */
const BATCH = 1000;
const POLL_MS = 1000;

export class PostgresStore {
  claimS;
  #sql;
  #boss;
  /** What a worker does besides, from its first clip on. */
  #working = null;
  #caringTimer = null;

  constructor(sql, boss, claimS) {
    this.#sql = sql;
    this.#boss = boss;
    this.claimS = claimS;
  }

  async add(paths) {
    const counts = { added: 0, known: 0 };
    for (const batch of batches(paths)) {
      const ids = batch.map(idOf);
      const added = await this.#sql.transaction(async (inside) => {
        const { rows } = await inside.executeSql(
          `INSERT INTO lipslate.clips (id, path) SELECT * FROM unnest($1::uuid[], $2::text[])
           ON CONFLICT DO NOTHING RETURNING id`,
          [ids, batch],
        );
        await this.#queue(rows, inside);
        return rows.length;
      });
      counts.added += added;
      counts.known += batch.length - added;
    }
    return counts;
  }

  async take() {
    this.#working ??= this.#startWorking();
    await this.#working;
    for (;;) {
      // It says nothing of a connection that was lost: no job is then no sign of an empty queue.
      const [job] = await this.#boss.fetch(CLIPS, { includeMetadata: true, priority: false });
      if (job) {
        const path = await this.#pathOf(job.id);
        if (path === null) {
          await this.#boss.deleteJob(CLIPS, job.id);
          continue;
        }
        // It still has the time that its last worker had asked for.
        if (job.retryCount > 0) await this.renew(job.id);
        return { id: plain(job.id), path, tries: job.retryCount + 1 };
      }
      await this.#buryGivenUp();
      const { rows } = await this.#sql.executeSql(
        'SELECT EXISTS (SELECT FROM lipslate.clips WHERE key IS NULL AND error IS NULL) AS pending',
      );
      if (!rows[0].pending) return null;
      // Others work on what is left: should one of them be gone, somebody has to be there for its clips.
      await new Promise((resolve) => setTimeout(resolve, POLL_MS * (0.5 + Math.random())));
    }
  }

  async renew(id) {
    await this.#sql.executeSql(RENEW, [id, this.claimS]);
  }

  async tryAgain({ id }) {
    await this.#boss.fail(CLIPS, id);
  }

  async result(key) {
    const { rows } = await this.#sql.executeSql('SELECT record FROM lipslate.results WHERE key = $1', [key]);
    return rows[0]?.record ?? null;
  }

  async finish(id, { sha256, sizeBytes, key }, record) {
    await this.#end(
      id,
      `WITH result AS (
         INSERT INTO lipslate.results (key, record) VALUES ($2, $3) ON CONFLICT DO NOTHING
       )
       UPDATE lipslate.clips SET key = $2, sha256 = $4, size_bytes = $5, ended_at = now()
       WHERE id = $1 AND key IS NULL AND error IS NULL`,
      [key, JSON.stringify(record), sha256, sizeBytes],
    );
  }

  async bury(id, error) {
    await this.#end(
      id,
      `UPDATE lipslate.clips SET error = $2, ended_at = now() WHERE id = $1 AND key IS NULL AND error IS NULL`,
      [JSON.stringify(error)],
    );
  }

  async *records() {
    const rows = this.#pages(
      `SELECT id, path, sha256, record FROM lipslate.clips JOIN lipslate.results USING (key)`,
    );
    for await (const { path, sha256, record } of rows) yield { file: path, sha256, ...record };
  }

  async *dead() {
    const rows = this.#pages('SELECT id, path, error, ended_at FROM lipslate.clips', 'error IS NOT NULL');
    for await (const { path, error, ended_at } of rows) yield { path, error, diedMs: ended_at.getTime() };
  }

  async totals() {
    const { rows } = await this.#sql.executeSql(
      `WITH latest AS (SELECT max(ended_at) - interval '30 minutes' AS since FROM lipslate.clips WHERE key IS NOT NULL)
       SELECT count(*)::int AS clips, count(key)::int AS done,
         count(*) FILTER (WHERE key IS NULL AND error IS NULL)::int AS pending,
         count(key) FILTER (WHERE ended_at > since)::int AS recent,
         extract(epoch FROM max(ended_at) FILTER (WHERE key IS NOT NULL AND ended_at > since)
           - min(ended_at) FILTER (WHERE key IS NOT NULL AND ended_at > since))::float AS span_s
       FROM lipslate.clips, latest`,
    );
    const { clips, done, pending, recent, span_s } = rows[0];
    return { clips, done, pending, perS: recent < 2 || !span_s ? null : (recent - 1) / span_s };
  }

  retry({ all = false } = {}) {
    return this.#sql.transaction(async (inside) => {
      const { rows } = await inside.executeSql(
        `UPDATE lipslate.clips SET key = NULL, error = NULL, ended_at = NULL
         WHERE error IS NOT NULL OR ($1 AND key IS NOT NULL) RETURNING id`,
        [all],
      );
      for (const batch of batches(rows)) await this.#queue(batch, inside);
      return rows.length;
    });
  }

  forget(paths) {
    const ids = paths.map(idOf);
    return this.#sql.transaction(async (inside) => {
      const { rows } = await inside.executeSql(
        'DELETE FROM lipslate.clips WHERE id = ANY($1::uuid[]) RETURNING id',
        [ids],
      );
      if (ids.length > 0) await this.#boss.deleteJob(CLIPS, ids, { db: inside });
      return rows.length;
    });
  }

  async close() {
    clearInterval(this.#caringTimer);
    await this.#working;
    await this.#boss.stop({ graceful: false });
    await this.#sql.close();
  }

  /** Takes back what workers that are gone had, and puts into the queue what is neither there nor done. */
  async #startWorking() {
    const { rows } = await this.#sql.executeSql(
      `SELECT id FROM lipslate.clips c WHERE key IS NULL AND error IS NULL
         AND NOT EXISTS (SELECT FROM ${QUEUE_SCHEMA}.job j WHERE j.name = '${CLIPS}' AND j.id = c.id)`,
    );
    for (const batch of batches(rows)) await this.#queue(batch, this.#sql);
    const care = async () => {
      await this.#boss.expire();
      await this.#buryGivenUp();
    };
    // What fails now is tried again the next time.
    this.#caringTimer = setInterval(() => care().catch(() => {}), Math.max(1000, (this.claimS * 1000) / 4));
    this.#caringTimer.unref();
  }

  async #buryGivenUp() {
    const jobs = await this.#boss.fetch(GIVEN_UP, { batchSize: 10 });
    for (const { id, data } of jobs) {
      await this.bury(data.id, GAVE_UP);
      await this.#boss.deleteJob(GIVEN_UP, id);
    }
  }

  async #queue(rows, inside) {
    if (rows.length === 0) return;
    await this.#boss.insert(
      rows.map(({ id }) => ({ id, name: CLIPS, data: { id: plain(id) } })),
      { db: inside },
    );
  }

  /** What came of a clip is written and its job is gone, or neither. */
  #end(id, statement, values) {
    return this.#sql.transaction(async (inside) => {
      await inside.executeSql(statement, [id, ...values]);
      await this.#boss.deleteJob(CLIPS, id, { db: inside });
    });
  }

  /** @returns {Promise<string | null>} null of a clip that was forgotten, or is done with */
  async #pathOf(id) {
    const { rows } = await this.#sql.executeSql(
      'SELECT path FROM lipslate.clips WHERE id = $1 AND key IS NULL AND error IS NULL',
      [id],
    );
    return rows[0]?.path ?? null;
  }

  /** Rows by their ids, some at a time. */
  async *#pages(select, where = 'true') {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const { rows } = await this.#sql.executeSql(
        `${select} WHERE ${where} AND id > $1 ORDER BY id LIMIT ${BATCH}`,
        [after],
      );
      yield* rows;
      if (rows.length < BATCH) return;
      after = rows.at(-1).id;
    }
  }
}

/** PostgreSQL writes an id with hyphens. */
const plain = (uuid) => uuid.replaceAll('-', '');

function* batches(items) {
  let batch = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
