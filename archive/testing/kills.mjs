/**
 * `npm run archive:kills [-- --kills 5 --every 20 --postgres] [PATH…]`: real checks of the clips of these paths (the committed
 * fixtures when left out) by two workers that are killed at random, against one of two slots that is left alone. Fails unless each
 * clip has the same end in both, its offset within 1 ms. With --postgres the first archive lies in a server of its own, which is
 * ended as in a crash in the middle.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { main, ROOT, UserError } from '../../scripts/lib.mjs';
import { openStore } from '../store.mjs';
import { endsOf } from './ends.mjs';
import { TestServer } from './postgres.mjs';

const CLOSE_MS = 1;

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      kills: { type: 'string', default: '5' },
      /** Seconds between two, on the average. */
      every: { type: 'string', default: '20' },
      postgres: { type: 'boolean', default: false },
    },
  });
  const paths = positionals.length > 0 ? positionals : [join(ROOT, 'e2e/fixtures')];
  await build({ quiet: true });
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-kills-'));
  const server = values.postgres ? new TestServer() : null;
  const killed = server ? ['--database', server.url] : ['--in', join(folder, 'killed')];
  const alone = ['--in', join(folder, 'alone')];
  const running = [];
  const start = (where, slots = 1) => {
    const args = ['archive/cli.mjs', 'work', '--slots', String(slots), ...where];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
    child.ended = new Promise((resolve) => child.once('exit', resolve));
    running.push(child);
    return child;
  };
  try {
    for (const where of [killed, alone])
      execFileSync(process.execPath, ['archive/cli.mjs', 'add', ...paths, ...where], { cwd: ROOT });
    const workers = [start(killed), start(killed)];
    for (let kill = 0; kill < Number(values.kills); kill++) {
      await pause(2000 * Number(values.every) * Math.random());
      workers[kill % 2].kill('SIGKILL');
      await workers[kill % 2].ended;
      if (server && kill === 2) {
        server.stop('immediate');
        server.start();
      }
      workers[kill % 2] = start(killed);
    }
    await Promise.all(workers.map(({ ended }) => ended));
    // In a folder nobody waits for what a killed one had: whoever comes next finds it free.
    await start(killed).ended;
    await start(alone, 2).ended;
    const where = server ? { database: server.url } : { folder: join(folder, 'killed') };
    compare(await endsIn(where), await endsIn({ folder: join(folder, 'alone') }));
  } finally {
    for (const child of running) child.kill('SIGKILL');
    server?.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** @returns {Promise<Map<string, object[]>>} what came of each clip */
async function endsIn(where) {
  const store = await openStore(where);
  const ends = await endsOf(store);
  const { pending } = await store.totals();
  await store.close();
  if (pending > 0) throw new UserError(`${pending} clips have no end.`);
  return ends;
}

/** @throws UserError */
function compare(killed, alone) {
  let farthestMs = 0;
  const wrong = [];
  for (const [path, [is, ...more]] of killed) {
    const [should] = alone.get(path) ?? [];
    const apartMs = Math.abs((is.offsetMs ?? 0) - (should?.offsetMs ?? 0));
    if (more.length > 0 || is.verdict !== should?.verdict || !(apartMs <= CLOSE_MS)) wrong.push(path);
    farthestMs = Math.max(farthestMs, apartMs);
  }
  process.stdout.write(
    `${killed.size} clips with one end each, ${alone.size} when nobody was killed; offsets differ by ${farthestMs} ms at most\n`,
  );
  if (wrong.length > 0 || killed.size !== alone.size)
    throw new UserError(`Not the same, or twice: ${wrong.join(', ')}`);
}
