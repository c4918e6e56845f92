/** Installing, working offline, updating, and hosts that cannot send headers. On servers that a test can shut down. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { controlled, countLoads, isIsolated, isolated } from './support/pwa';
import { test } from './support/server';

test.describe('on a host that sends the headers', () => {
  test('the page is isolated from the first load on, and never reloads itself', async ({ page }) => {
    const counter = countLoads(page);
    await page.goto('./');
    await controlled(page);
    expect(await isIsolated(page)).toBe(true);
    await page.waitForTimeout(1000);
    expect(counter.loads).toBe(1);
  });

  test('after one visit the page opens with the server gone, still isolated', async ({ page, startSite }) => {
    const site = await startSite();
    await page.goto(site.url);
    await controlled(page);
    await site.stop();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await isIsolated(page)).toBe(true);
  });
});

test.describe('on a host that sends no headers', () => {
  test('the page gains isolation and the policy through its service worker, with one reload', async ({
    page,
    startSite,
  }) => {
    const site = await startSite({ isolation: false });
    const counter = countLoads(page);
    await page.goto(site.url);
    await isolated(page);
    expect(counter.loads).toBe(2);
    const answer = await page.reload();
    expect(answer?.headers()['content-security-policy']).toContain("connect-src 'self'");
    await page.waitForTimeout(1000);
    expect(counter.loads).toBe(3);
  });

  test('without service workers the page works single-threaded and does not reload', async ({
    browser,
    startSite,
  }) => {
    const site = await startSite({ isolation: false });
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const counter = countLoads(page);
    await page.goto(site.url);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.waitForTimeout(1000);
    expect(await isIsolated(page)).toBe(false);
    expect(counter.loads).toBe(1);
    await context.close();
  });

  test('a folder of the host is as good as its root', async ({ page, startSite }) => {
    const site = await startSite({ isolation: false, base: '/tools/lipslate/' });
    await page.goto(site.url);
    await isolated(page);
    await site.stop();
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  });
});

test('the browser finds nothing that would keep it from being installed', async ({ page }) => {
  await page.goto('./');
  await controlled(page);
  const devtools = await page.context().newCDPSession(page);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '');
  expect(manifest).toMatchObject({ name: 'Lipslate', display: 'standalone', start_url: './', scope: './' });
  expect(manifest.file_handlers[0].accept['video/mp4']).toContain('.mp4');
  expect(manifest.share_target).toMatchObject({ method: 'POST', enctype: 'multipart/form-data' });
  for (const icon of manifest.icons) expect((await page.request.get(icon.src)).status()).toBe(200);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A private window, which every test runs in, is the one thing that may stand in the way.
  expect(installabilityErrors.map((error) => error.errorId).filter((id) => id !== 'in-incognito')).toEqual(
    [],
  );
});

test('a new version waits until the visitor agrees', async ({ page, startSite }) => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-update-'));
  cpSync('dist', folder, { recursive: true });
  const site = await startSite({ dir: folder });
  await page.goto(site.url);
  await controlled(page);

  publishNewVersion(folder, 'Lipslate two');
  await page.reload();
  const update = page.getByRole('button', { name: /update|reload/i });
  await expect(update).toBeVisible();
  await page.reload();
  await expect(page).toHaveTitle(/^Lipslate: /);

  await update.click();
  await expect(page).toHaveTitle('Lipslate two');
  await expect(update).toBeHidden();
  rmSync(folder, { recursive: true });
});

/** Changes the page and, as a build would, its revision in the service worker. */
function publishNewVersion(folder: string, title: string): void {
  const page = join(folder, 'index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<title>.*<\/title>/, `<title>${title}</title>`));
  const worker = join(folder, 'sw.js');
  const before = readFileSync(worker, 'utf8');
  const after = before.replace(/("revision":")[0-9a-f]+(","url":"index\.html")/, '$1feedfeed$2');
  expect(after).not.toBe(before);
  writeFileSync(worker, after);
}
