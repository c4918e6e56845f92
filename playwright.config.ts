/** Worker and end-to-end tests in real Chromium, on the built site and on the built worker harness. */
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './scripts/browser.mjs';

/**
 * The clips are a few seconds long, and every page compiles WASM anew: optimising what runs for a second takes longer
 * than running it as it is (a check of six seconds: 19 s of processor time, 13 with this). What runs hot for longer is
 * optimised all the same.
 */
const OPTIMISE_LATE = '--js-flags=--wasm-tiering-budget=500000000';

const executablePath = await findChromium();
/** Set it to run beside another session on the same machine. */
const port = Number(process.env['LIPSLATE_TEST_PORT'] ?? 4273);
const harnessPort = port + 1;
process.env['LIPSLATE_HARNESS_URL'] = `http://localhost:${harnessPort}/`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // A third of a test is waiting. More than two only make each of them slower, for a check uses every core.
  workers: Math.min(2, availableParallelism()),
  // Left to `npm run test:wide` (e2e/support/wide.ts).
  ...(process.env['LIPSLATE_WIDE'] ? {} : { grepInvert: /@wide/ }),
  // One stall of a busy machine must not fail a run; a test that needed it is listed as flaky, and has a trace.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${port}/`,
    browserName: 'chromium',
    // Storing the page for offline use takes as long as a check; what is about it allows it.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 900 },
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [...CHROMIUM_ARGS, OPTIMISE_LATE],
    },
  },
  webServer: [
    {
      command: `node scripts/build.mjs && node scripts/serve.mjs --port ${port}`,
      url: `http://localhost:${port}/`,
      reuseExistingServer: false,
      timeout: 180_000,
    },
    {
      command: `node scripts/build.mjs --harness && node scripts/serve.mjs --dir .cache/harness-dist --port ${harnessPort}`,
      url: `http://localhost:${harnessPort}/`,
      reuseExistingServer: false,
      timeout: 180_000,
    },
  ],
});
