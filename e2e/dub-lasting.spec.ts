/** What a dub survives: a reload in the middle of the work, and a network that is gone when the file is signed. */
import { expect } from '@playwright/test';
import { DubPage, RENDER_MS } from './support/dub-page';
import { clip, fixture } from './support/fixtures';
import { controlled, storedParts } from './support/pwa';
import { test } from './support/server';
import { WIDE } from './support/wide';

test.use({ serviceWorkers: 'allow' });

test.setTimeout(240_000);

/** 0.8 s of a face that speaks. */
const SHORT = fixture('short.mp4');

test('a reload in the middle is asked about and loses no mouth: the same files go on from there', async ({
  page,
}) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.store('wav2lip-96');
  await dub.dub(SHORT, clip('speech-mp3'));
  // Mouths are handed on 25 at a time, and where the film turns round: after 20 pictures here.
  await expect(page.getByText(/^2\d of 7\d.frames$/)).toBeVisible({ timeout: RENDER_MS });
  await expect(page.getByText(/^What is made is kept, .* reload/)).toBeVisible();
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(questions).toEqual(['beforeunload']);
  const earlier = page.getByRole('region', { name: 'From an earlier visit' });
  const listed = earlier.getByRole('listitem');
  await expect(listed).toHaveText(/^short\.mp4 with speech-mp3\.mp3: \d+ of 7\d.frames/);
  const kept = Number((await listed.textContent())!.match(/: (\d+) of/)![1]);
  expect(kept).toBeGreaterThanOrEqual(20);
  await dub.dub(SHORT, clip('speech-mp3'));
  await expect(earlier).toHaveCount(0);
  const again = page.getByText(new RegExp(`^${kept}.frames made before are used again\\.`));
  await expect(again).toBeVisible({ timeout: RENDER_MS });
  await page.getByRole('button', { name: 'Cancel dubbing' }).click();
  const made = Number((await dub.made()).match(/\((\d+) of 7\d frames\)$/)![1]);
  expect(made).toBeGreaterThanOrEqual(kept);
  await expect(page.getByRole('button', { name: 'Go on drawing' })).toBeVisible();
  // Nothing is lost by leaving now, so nothing is asked; and what is not wanted any more can be removed.
  await page.reload();
  expect(questions).toHaveLength(1);
  await earlier.getByRole('button', { name: /^Remove/ }).click();
  await expect(earlier).toHaveCount(0);
  await page.reload();
  await expect(dub.faceCard).toBeVisible();
  await expect(earlier).toHaveCount(0);
});

test(
  'the first file is signed offline; where that cannot be it is given unsigned and signed later',
  WIDE,
  async ({ page, startSite }) => {
    const site = await startSite();
    const dub = new DubPage(page);
    await dub.open(site.url);
    await controlled(page);
    await dub.store('wav2lip-96');
    await dub.dub(SHORT, SHORT);
    await dub.made();
    await expect.poll(() => storedParts(page, /c2pa[^/]*\.wasm/)).toHaveLength(1);
    await site.stop();
    expect(await dub.export()).toMatchObject({ 'Note (C2PA)': 'valid, self-signed' });

    // As on a device that had no room for it.
    await page.evaluate(async () => {
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys())
          if (request.url.includes('c2pa')) await cache.delete(request);
      }
    });
    await page.getByText('Export again differently').click();
    expect(await dub.export('not signed yet')).toMatchObject({ Length: '0.8 s, 21 frames' });
    await expect(page.getByRole('alert')).toContainText('go online once');
    await expect(page.getByRole('link', { name: 'Download short dubbed.mp4' })).toBeVisible();
    await startSite({ port: Number(new URL(site.url).port) });
    await page.getByRole('button', { name: 'Sign this file' }).click();
    await expect(page.getByTestId('export-facts')).toContainText('valid, self-signed', {
      timeout: RENDER_MS,
    });
  },
);
