/** What an archive's database holds beside pg-boss's own tables. */

export const QUEUE_SCHEMA = 'lipslate_queue';
export const CLIPS = 'clips';
/** Clips whose workers ended once too often. */
export const GIVEN_UP = 'given-up';

/** A clip has a result or a reason why it has none: the database itself refuses both. */
export const SET_UP = `
  CREATE SCHEMA IF NOT EXISTS lipslate;
  CREATE TABLE IF NOT EXISTS lipslate.results (
    key text PRIMARY KEY,
    record jsonb NOT NULL
  );
  CREATE TABLE IF NOT EXISTS lipslate.clips (
    id uuid PRIMARY KEY,
    path text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    sha256 text,
    size_bytes bigint,
    key text REFERENCES lipslate.results,
    error jsonb,
    CHECK (key IS NULL OR error IS NULL)
  );
  CREATE INDEX IF NOT EXISTS clips_pending ON lipslate.clips (id) WHERE key IS NULL AND error IS NULL;`;

/** The next one of a hundred thousand is found without sorting them all, which pg-boss's own index does not do. */
export const FETCH_INDEX = `
  CREATE INDEX IF NOT EXISTS lipslate_fetch ON ${QUEUE_SCHEMA}.job (name, created_on, id) WHERE state < 'active'`;

/**
 * pg-boss 10 has no heartbeat, 12 does and wants a newer Node: this says "still there" by moving the time at which a job
 * expires.
 */
export const RENEW = `
  UPDATE ${QUEUE_SCHEMA}.job SET expire_in = now() - started_on + $2 * interval '1 s'
  WHERE name = '${CLIPS}' AND id = $1 AND state = 'active'`;
