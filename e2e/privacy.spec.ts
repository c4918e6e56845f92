/** Nothing leaves this device: the whole app is driven while every request of page and workers is recorded. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { CONTENT_SECURITY_POLICY } from '../scripts/security-headers.mjs';
import { CheckPage, MEASURED } from './support/check-page';
import { DubPage, LOOK_MS } from './support/dub-page';
import { EXAMPLE, fixture } from './support/fixtures';
import { controlled } from './support/pwa';
import { type Recorder, test } from './support/recorder';

test.use({ serviceWorkers: 'allow' });

/** MediaPipe would report once a minute, and when it is closed. */
const REPORT_MS = 65_000;

/** What is asked of the server until the first video is measured, when it is read in place. */
const PARTS =
  /\/($|sw\.js$|manifest\.webmanifest$|index\.html|icons\/|(NOTICE|LICENSE)\.txt|licenses\/[\w.-]+\.txt|models\/lipslate\.onnx(\?revision=\w+)?$|assets\/[^?]+\.(m?js|css|wasm|task|tflite)$)/;

test('checking, preparing sound and dubbing send nothing anywhere, from first visit to closing the tab', async ({
  page,
  recorder,
}) => {
  test.setTimeout(240_000);
  const room = new CheckPage(page);
  await room.open();
  await controlled(page);
  await room.add(EXAMPLE);
  expect(await room.outcome('example.mp4')).toMatch(MEASURED);
  const checkedAtMs = Date.now();
  const rest = recorder.requests.filter(({ method, url }) => method !== 'GET' || !PARTS.test(url));
  expect(rest).toEqual([]);

  // By the page's surface for scripts.
  const records = await page.evaluate(async () => {
    const blob = await (await fetch('./example.mp4')).blob();
    return globalThis.lipslate.check([new File([blob], 'example.mp4', { type: 'video/mp4' })]);
  });
  expect(records).toMatchObject([{ file: 'example.mp4', ok: true }]);
  // Through ffmpeg, whose files are fetched only now.
  await room.add(fixture('hevc-aac.mp4'));
  expect(await room.outcome('hevc-aac.mp4')).toMatch(MEASURED);
  const dub = new DubPage(page);
  await dub.room('Sound');
  await page.getByTestId('sound-file').setInputFiles(EXAMPLE);
  await page.getByRole('button', { name: 'Make speech clear' }).click();
  await expect(page.getByRole('heading', { name: 'The prepared sound' })).toBeVisible({ timeout: LOOK_MS });
  await dub.room('Dub');
  await page.getByRole('button', { name: 'Try the example' }).click();
  await expect(page.getByRole('heading', { name: 'The dubbed video' })).toBeVisible({ timeout: LOOK_MS });
  expect(await dub.made()).toMatch(/^126 frames/);
  await page.waitForTimeout(Math.max(0, checkedAtMs + REPORT_MS - Date.now()));
  await page.close();
  await setTimeout(1000);

  const asked = recorder.requests.map(({ url }) => url).join(' ');
  for (const part of [/vision_wasm/, /ffmpeg-core/, /rnnoise/, /moonshine-tiny-encoder/])
    expect(asked).toMatch(part);
  expect(recorder.outside).toEqual([]);
});

test('every answer of the server forbids requests to other hosts', async ({ page, baseURL }) => {
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'self'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; " +
      "img-src 'self' blob: data:; media-src 'self' blob:",
  );
  for (const path of ['./', './sw.js', ...builtScripts()]) {
    const answer = await fetch(new URL(path, baseURL));
    expect(answer.headers.get('content-security-policy'), path).toBe(CONTENT_SECURITY_POLICY);
  }
  await page.goto('./');
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(meta).toHaveAttribute('content', CONTENT_SECURITY_POLICY);
});

test('no address of a reporting service is left in the built scripts', () => {
  for (const path of ['sw.js', ...builtScripts()]) {
    expect(readFileSync(`dist/${path}`, 'utf8'), path).not.toMatch(
      /odml\.pa\.googleapis\.com|google-analytics/,
    );
  }
});

test.describe('the recorder itself', () => {
  test('sees a request of the page that the policy stops', async ({ page, recorder }) => {
    await page.goto('./');
    await page.evaluate(() => fetch('https://example.com/page').catch(() => null));
    await expectOutside(recorder, 'https://example.com/page');
  });

  test('sees a request of a worker that the policy stops', async ({ page, recorder }) => {
    await page.goto('./');
    await page.evaluate(fetchInWorker, 'https://example.com/worker');
    await expectOutside(recorder, 'https://example.com/worker');
  });

  test('sees a request of a worker that no policy stops', async ({ page, recorder }) => {
    // Without our headers: a worker made from a string has the policy of its page, here an empty one.
    await page.route('**/bare', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>bare</title>' }),
    );
    await page.goto('./bare');
    await page.evaluate(fetchInWorker, 'http://example.com/worker');
    await expectOutside(recorder, 'http://example.com/worker');
    expect(recorder.requests).toContainEqual({ method: 'GET', url: 'http://example.com/worker' });
  });
});

async function expectOutside(recorder: Recorder, url: string): Promise<void> {
  await expect.poll(() => recorder.outside.join(' ')).toContain(url);
}

/** Runs in the page. The wait gives the recorder time to listen to the new worker. */
function fetchInWorker(url: string): void {
  const source = `setTimeout(() => fetch('${url}').catch(() => null), 500)`;
  new Worker(URL.createObjectURL(new Blob([source])));
}

function builtScripts(): string[] {
  const manifest = readFileSync('dist/sw.js', 'utf8');
  return [...manifest.matchAll(/"url":"(assets\/[^"]+\.js)"/g)].map((match) => match[1]!);
}
