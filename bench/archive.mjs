/**
 * `npm run bench:archive`: clips an hour by the archive's command against the command for single files, on this machine with
 * all its cores, in turns; ends with their ratio. Each has to start a browser once a round.
 *
 * Options: --rounds 3, --slots N (as the archive chooses when left out), FILE... (committed fixtures when left out).
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../scripts/build.mjs';
import { main, ROOT, UserError } from '../scripts/lib.mjs';

const FIXTURES = [
  'late-200',
  'early-200',
  'in-sync',
  'late-480',
  'early-800',
  'step-300',
  'drift-500ppm',
  'fps-50',
  'two-faces-right-speaks',
  'rotated-90',
];

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '3' }, slots: { type: 'string' } },
  });
  const files =
    positionals.length > 0 ? positionals : FIXTURES.map((name) => join(ROOT, 'e2e/fixtures', `${name}.mp4`));
  await build({ quiet: true });
  const rounds = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    // Whichever comes first would have a colder disk.
    const turns = round % 2 === 0 ? ['archive', 'check'] : ['check', 'archive'];
    const took = {};
    for (const turn of turns) {
      took[turn] = turn === 'check' ? await checkS(files) : await archiveS(files, values.slots);
    }
    rounds.push(took);
    say(`round ${round + 1}: archive ${took.archive.toFixed(1)} s, check ${took.check.toFixed(1)} s`);
  }
  const [archive, check] = ['archive', 'check'].map((of) => median(rounds.map((round) => round[of])));
  const perHour = (seconds) => Math.round((files.length / seconds) * 3600);
  const lines = [
    `${files.length} clips, ${cpus().length} cores, medians of ${rounds.length}`,
    `archive: ${perHour(archive)} clips an hour, ${(perHour(archive) / cpus().length).toFixed(0)} a core`,
    `check: ${perHour(check)} clips an hour, ${(perHour(check) / cpus().length).toFixed(0)} a core`,
    `ratio: ${(check / archive).toFixed(2)}`,
  ];
  say(lines.join('\n'));
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  writeFileSync(join(ROOT, 'bench/results/archive.txt'), `${lines.join('\n')}\n`);
});

/** @returns {Promise<number>} seconds */
async function archiveS(files, slots) {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-bench-'));
  const cli = (...args) => runS('archive/cli.mjs', [...args, '--in', folder]);
  try {
    await cli('add', ...files);
    return await cli('work', ...(slots === undefined ? [] : ['--slots', slots]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const checkS = (files) => runS('scripts/check.mjs', files);

function runS(script, args) {
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve((performance.now() - startMs) / 1000);
      else reject(new UserError(`${script} ended with exit status ${code}: not every file was measured.`));
    });
  });
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const say = (words) => process.stdout.write(`${words}\n`);
