/**
 * `npm test`: lint, types, unit tests, and worker and end-to-end tests in real Chromium on the built site.
 * The last line sums up: "N passed, N failed", and ", N skipped" when something was.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './browser.mjs';
import { main, ROOT, run } from './lib.mjs';
import { setup } from './setup.mjs';

const REPORTS = join(ROOT, '.cache/test-reports');

main(async () => {
  await setup();
  const chromium = await ensureChromium();
  mkdirSync(REPORTS, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  const add = (name, { passed, failed, skipped }) => {
    console.log(
      `\n== ${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
    );
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  };

  add('Lint', await oneCheck('@biomejs/biome/bin/biome', ['check', '.']));
  add('Types', await oneCheck('typescript/bin/tsc', ['--noEmit']));
  add('Unit tests', await unitTests());
  add('Browser tests', await browserTests(chromium));

  console.log(
    `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  );
  process.exitCode = total.failed > 0 ? 1 : 0;
});

/** A tool that only says yes or no counts as one test. */
async function oneCheck(bin, args) {
  const ok = (await run(process.execPath, [join(ROOT, 'node_modules', bin), ...args])) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

async function unitTests() {
  const report = freshReport('unit.json');
  const bin = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const code = await run(process.execPath, [
    bin,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ]);
  return counted(report, code, (found) => ({
    passed: found.numPassedTests,
    // A file that does not load has no tests to count, yet it failed.
    failed:
      found.numFailedTests +
      found.testResults.filter((f) => f.status === 'failed' && !f.assertionResults.length).length,
    skipped: found.numPendingTests + found.numTodoTests,
  }));
}

async function browserTests(chromium) {
  const report = freshReport('browser.json');
  const bin = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const code = await run(process.execPath, [bin, 'test', '--reporter=list,json'], {
    env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  return counted(report, code, ({ stats, errors }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  }));
}

function freshReport(name) {
  const file = join(REPORTS, name);
  rmSync(file, { force: true });
  return file;
}

/** A runner that ended badly without naming a failed test still counts as one failure. */
function counted(report, code, read) {
  const counts = existsSync(report)
    ? read(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}
