/**
 * Takes docs/check.png, the example measured, docs/sound.png, its speech made clear, and docs/dub.png, the example dubbed. Run after the page changed its looks;
 * the pictures are committed. `node scripts/screenshot.mjs dub` takes one of them.
 */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { build } from './build.mjs';
import { main, ROOT } from './lib.mjs';
import { serve } from './serve.mjs';

/** Each waits until all is there. */
const SHOTS = {
  async check(page) {
    await page.getByRole('button', { name: 'Remove example.mp4' }).waitFor({ timeout: 120_000 });
    // The waveform and the heat map are drawn a moment later.
    await page.waitForTimeout(2000);
  },
  async sound(page) {
    await page.getByRole('button', { name: 'Make speech clear', exact: true }).click();
    await page.getByTestId('sound-figures').waitFor({ timeout: 120_000 });
    await page.waitForTimeout(500);
  },
  async dub(page) {
    await page.getByTestId('made').waitFor({ timeout: 180_000 });
    // The line's handle would lie over the mouth.
    await page.getByRole('slider', { name: 'Before and after' }).press('PageDown');
    // "Hello": the mouth is open.
    await page.getByRole('slider', { name: 'Position', exact: true }).fill('0.88');
    await page.waitForTimeout(1000);
  },
};

main(async () => {
  await build();
  const server = await serve();
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      // Nothing plays by itself.
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    for (const name of process.argv[2] ? [process.argv[2]] : Object.keys(SHOTS)) {
      await page.goto(`${server.url}#/${name}`);
      await page.reload();
      await page.getByRole('button', { name: 'Try the example' }).click();
      await SHOTS[name](page);
      await page.screenshot({ path: join(ROOT, `docs/${name}.png`), fullPage: true });
    }
  } finally {
    await browser.close();
    await server.close();
  }
});
