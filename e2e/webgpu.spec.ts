/**
 * SyncNet's towers on WebGPU, opt-in (`npm run test:webgpu`): without a graphics processor Chromium emulates one, which
 * takes minutes. Correctness only.
 */
import { chromium, expect, test } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../scripts/browser.mjs';
import { compareTowers, noise, standInCheckpoint, towersInNode } from './support/syncnet';

test.skip(!process.env['LIPSLATE_WEBGPU'], 'opt-in: npm run test:webgpu');
test.setTimeout(600_000);

test('both towers pass their self-check on WebGPU, and it is remembered', async () => {
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [...CHROMIUM_ARGS, '--enable-unsafe-webgpu'],
  });
  try {
    const page = await browser.newPage();
    const sound = noise(260, 20);
    const pictures = Uint8Array.from(noise(5 * 3 * 224 * 224, 256));
    const expected = await towersInNode(sound, pictures);
    const result = await compareTowers(page, standInCheckpoint(), sound, pictures, expected, true);
    console.log(result);
    expect(result.runtime).toMatchObject({ provider: 'webgpu', reason: null, failedCheck: false });
    expect(result.sound).toBeLessThan(5e-3);
    expect(result.lips).toBeLessThan(5e-3);
    const kept = await page.evaluate(async () => {
      const file = await (await navigator.storage.getDirectory()).getFileHandle('self-checks.json');
      return JSON.parse(await (await file.getFile()).text());
    });
    expect(Object.values(kept)).toMatchObject([{ ok: true }, { ok: true }]);
  } finally {
    await browser.close();
  }
});
