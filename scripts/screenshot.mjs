/** Takes docs/check.png: the example, measured. Run after the page changed its looks; the picture is committed. */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { build } from './build.mjs';
import { main, ROOT } from './lib.mjs';
import { serve } from './serve.mjs';

main(async () => {
  await build();
  const server = await serve();
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      serviceWorkers: 'block',
    });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Try the example' }).click();
    await page.getByRole('button', { name: 'Remove example.mp4' }).waitFor({ timeout: 120_000 });
    // The waveform and the heat map are drawn a moment later.
    await page.waitForTimeout(2000);
    await page.screenshot({ path: join(ROOT, 'docs/check.png'), fullPage: true });
  } finally {
    await browser.close();
    await server.close();
  }
});
