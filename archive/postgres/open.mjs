/** Opens an archive's database, and makes what is missing in it: our tables, pg-boss's, its queues. */
import PgBoss from 'pg-boss';
import { UsageError } from '../../scripts/lib.mjs';
import { CLAIM_S, MOST_TRIES } from '../journal.mjs';
import { Connection } from './connection.mjs';
import { CLIPS, FETCH_INDEX, GIVEN_UP, QUEUE_SCHEMA, SET_UP } from './schema.mjs';
import { PostgresStore } from './store.mjs';

/** @returns {Promise<import('../store.mjs').Store>} */
export async function openPostgresStore(url, { claimS = CLAIM_S, patient = false } = {}) {
  if (!/^(postgres(ql)?|socket):/.test(url))
    throw new UsageError('--database: give a URL such as postgres://user:password@host/name.');
  const sql = new Connection(url);
  await sql.open(patient);
  const boss = new PgBoss({
    db: sql,
    schema: QUEUE_SCHEMA,
    schedule: false,
    supervise: false,
  });
  // Whatever it was is tried again a moment later.
  boss.on('error', () => {});
  // One at a time: workers of all machines start together.
  const alone = (statement) =>
    sql.transaction(async (inside) => {
      await inside.executeSql("SELECT pg_advisory_xact_lock(hashtext('lipslate'))");
      await inside.executeSql(statement);
    });
  await alone(SET_UP);
  await boss.start();
  const years = { expireInSeconds: Math.max(1, Math.round(claimS)), retentionMinutes: 60 * 24 * 3650 };
  await boss.createQueue(GIVEN_UP, years);
  await boss.createQueue(CLIPS, { ...years, retryLimit: MOST_TRIES - 1, deadLetter: GIVEN_UP });
  await alone(FETCH_INDEX);
  return new PostgresStore(sql, boss, claimS);
}
