/**
 * `npm run archive:trial [-- --clips 100000 --workers 2 --slots 4]`: that many clips through the real queue in a PostgreSQL
 * of its own, with a check that takes no time. Midway a worker is killed and the server restarted. Prints throughput and
 * sizes; fails when a clip is lost, has two ends, or another's result.
 */
import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { main, UserError } from '../../scripts/lib.mjs';
import { openStore } from '../store.mjs';
import { endsOf } from './ends.mjs';
import { TestServer } from './postgres.mjs';

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));
const CLAIM_S = 10;
/** Every so many-th clip is broken. */
const BROKEN = 1000;

main(async () => {
  const { values } = parseArgs({
    options: {
      clips: { type: 'string', default: '100000' },
      workers: { type: 'string', default: '2' },
      slots: { type: 'string', default: '4' },
    },
  });
  const count = Number(values.clips);
  const server = new TestServer();
  const workers = [];
  try {
    const store = await openStore({ database: server.url, claimS: CLAIM_S });
    const start = () => {
      const args = [WORKER, server.url, values.slots, String(CLAIM_S), 'trial-slot.mjs'];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      workers.push(child);
      return new Promise((resolve) => child.once('exit', resolve));
    };
    const say = (words) => process.stdout.write(`${words}\n`);

    const addS = await timed(() => store.add(pathsOf(count)));
    say(`${count} clips added in ${addS.toFixed(1)} s`);
    const workS = await timed(async () => {
      const running = Array.from({ length: Number(values.workers) }, start);
      while ((await store.totals()).pending > count / 2) await pause(500);
      workers[0].kill('SIGKILL');
      server.stop('immediate');
      server.start();
      say('midway: one worker killed, PostgreSQL ended as in a crash and started again');
      running[0] = start();
      await Promise.all(running);
    });
    say(`${count} clips in ${workS.toFixed(1)} s: ${Math.round(count / workS)} a second`);
    await inspect(store, count);
    say(`${await sizesOf(server.url)}`);
    await store.close();
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    server.remove();
  }
});

async function timed(work) {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

function* pathsOf(count) {
  for (let i = 0; i < count; i++)
    yield `/clips/${Math.floor(i / 1000)}/${i % BROKEN === 7 ? 'broken' : 'clip'} ${i}`;
}

/** @throws UserError unless each clip has exactly the end that it is to have */
async function inspect(store, count) {
  const ends = await endsOf(store);
  let [lost, double, wrong] = [0, 0, 0];
  let i = 0;
  for (const path of pathsOf(count)) {
    const [is, ...more] = ends.get(path) ?? [];
    if (is === undefined) lost += 1;
    else if (more.length > 0) double += 1;
    else if ((is.offsetMs ?? is.verdict) !== (path.includes('broken') ? 'not-a-video' : i)) wrong += 1;
    i += 1;
  }
  process.stdout.write(
    `${lost} lost, ${double} with two ends, ${wrong} with a wrong one, ${ends.size - count + lost} strange\n`,
  );
  if (lost + double + wrong > 0 || ends.size !== count) throw new UserError('Not every clip has one end.');
}

async function sizesOf(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT pg_database_size(current_database())::float / 1e6 AS whole,
       pg_total_relation_size('lipslate.clips')::float / 1e6 AS clips,
       pg_total_relation_size('lipslate.results')::float / 1e6 AS results,
       (SELECT sum(pg_total_relation_size(inhrelid))::float / 1e6 FROM pg_inherits
        WHERE inhparent = 'lipslate_queue.job'::regclass) AS queue`,
  );
  await client.end();
  const [whole, clips, results, queue] = ['whole', 'clips', 'results', 'queue'].map((of) =>
    rows[0][of].toFixed(1),
  );
  return `database ${whole} MB: clips ${clips}, results ${results}, queue ${queue}`;
}
