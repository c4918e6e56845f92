/**
 * `npm test`: lint, types, unit tests, and worker and end-to-end tests in real browsers on the built site.
 * The last line sums up: "N passed, N failed", and ", N skipped" when something was. Before it stands what was
 * skipped and why, what failed, and what passed only when tried again.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './browser.mjs';
import { main, ROOT, run } from './lib.mjs';
import { ensureOtherBrowsers } from './other-browsers.mjs';
import { ensurePostgres } from './postgres.mjs';
import { setup } from './setup.mjs';
import { countsLine, nothing, readPlaywright, readVitest, sum, summary } from './test-report.mjs';

const REPORTS = join(ROOT, '.cache/test-reports');
const PLAYWRIGHT = join(ROOT, 'node_modules/@playwright/test/cli.js');

main(async () => {
  await setup();
  const chromium = await ensureChromium();
  await ensureOtherBrowsers();
  await ensurePostgres();
  mkdirSync(REPORTS, { recursive: true });
  const outcomes = [];
  const add = (name, outcome) => {
    console.log(`\n== ${name}: ${countsLine(outcome)}\n`);
    outcomes.push(outcome);
  };

  add('Lint', await npmScript('lint'));
  add('Types', await npmScript('typecheck'));
  add('Unit tests', await unitTests());
  add('Browser tests', await browserTests(chromium));

  const total = sum(outcomes);
  console.log(wideTests());
  console.log(summary(total));
  process.exitCode = total.failed.length > 0 ? 1 : 0;
});

/** A tool that only says yes or no counts as one test. */
async function npmScript(name) {
  const ok = (await run('npm', ['run', '--silent', name])) === 0;
  return { ...nothing(), passed: ok ? 1 : 0, failed: ok ? [] : [`npm run ${name}`] };
}

async function unitTests() {
  const report = freshReport('unit.json');
  const bin = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const code = await run(process.execPath, [bin, 'run', ...reporters]);
  return outcomeOf('vitest', report, code, readVitest);
}

async function browserTests(chromium) {
  const report = freshReport('browser.json');
  const code = await run(process.execPath, [PLAYWRIGHT, 'test', '--reporter=list,json'], {
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  return outcomeOf('playwright', report, code, readPlaywright);
}

/** What is not run here: more of the kinds of which some are run. */
function wideTests() {
  const env = { ...process.env, LIPSLATE_WIDE: '1' };
  const { stdout } = spawnSync(process.execPath, [PLAYWRIGHT, 'test', '--list', '--grep', '@wide'], {
    cwd: ROOT,
    env,
  });
  const [, count] = /^Total: (\d+) tests?/m.exec(stdout.toString()) ?? [];
  return `Left to npm run test:wide: ${count} tests of more codecs, containers and states`;
}

function freshReport(name) {
  const file = join(REPORTS, name);
  rmSync(file, { force: true });
  return file;
}

/** A runner that ended badly without naming a failed test still counts as one failure. */
function outcomeOf(runner, report, code, read) {
  const outcome = existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8'))) : nothing();
  if (code !== 0 && outcome.failed.length === 0)
    outcome.failed.push(`${runner} ended with exit code ${code}`);
  return outcome;
}
