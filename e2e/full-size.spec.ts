/**
 * Files of the official ones' size in every container, through the models worker: time, memory, sum. Opt-in:
 * LIPSLATE_CHECKPOINTS names the folder that they lie in (core/checkpoint/full-size.test.ts).
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BrowserContext, chromium, expect, test } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../scripts/browser.mjs';
import { openHarness } from './support/harness';
import { watchMemory } from './support/memory';

const FOLDER = process.env['LIPSLATE_CHECKPOINTS'] ?? '';
const MOST_EXTRA_MB = 250;

test.skip(process.platform !== 'linux', 'needs Linux: memory is read from /proc');
test.setTimeout(180_000);

const files = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
if (files.length === 0) test('files of full size', () => test.skip(true, 'opt-in: LIPSLATE_CHECKPOINTS'));

for (const name of files) {
  test(`${name} is imported with at most ${MOST_EXTRA_MB} MB of extra memory`, async () => {
    // A profile on disk as visitors have: what a test's usual window stores stays in memory.
    const executablePath = await findChromium();
    const profile = test.info().outputPath('profile');
    const context = await chromium.launchPersistentContext(profile, {
      ...(executablePath === null ? {} : { executablePath }),
      args: CHROMIUM_ARGS,
    });
    try {
      await importAndMeasure(context, join(FOLDER, name));
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  });
}

async function importAndMeasure(context: BrowserContext, path: string): Promise<void> {
  const page = await context.newPage();
  await openHarness(page, path);
  // Started before, so that the worker's own code does not count.
  await page.evaluate(() => {
    const models = window.harness.models();
    Object.assign(window, { models });
    return models.list();
  });
  const extraMb = await watchMemory(context.browser()!);
  const { info, seconds } = await page.evaluate(async () => {
    const { harness, models } = window as unknown as {
      harness: typeof window.harness;
      models: ReturnType<typeof window.harness.models>;
    };
    const startMs = performance.now();
    const info = await models.importCheckpoint(
      harness.file(),
      {},
      harness.Comlink.proxy(() => {}),
    );
    return { info, seconds: (performance.now() - startMs) / 1000 };
  });
  const mb = extraMb();
  console.log(
    [basename(path), info.container, info.name, `${info.sizeBytes} bytes`, `${seconds.toFixed(1)} s`].join(
      ' | ',
    ),
    `| +${mb.toFixed(0)} MB | ${info.sha256}`,
  );
  expect(info.sha256).toBe(await sumOf(path));
  expect(mb).toBeLessThan(MOST_EXTRA_MB);
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
