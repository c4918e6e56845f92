/** Installing, working offline, updating, and hosts that cannot send headers. On servers that a test can shut down. */
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ROOM_BYTES } from '../src/app/shell-room';
import { expectAccessible } from './support/accessible';
import { CheckPage, MEASURED } from './support/check-page';
import { EXAMPLE, fixture, scratchFile } from './support/fixtures';
import { controlled, countLoads, isIsolated, isolated, storedParts } from './support/pwa';
import { type SiteServer, test } from './support/server';
import { WIDE } from './support/wide';

test.use({ serviceWorkers: 'allow' });

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

test.describe('without a network', () => {
  test.setTimeout(180_000);

  test('what every check needs is kept at the first visit, a decoder from its first use on, and videos never seen before are checked', async ({
    page,
    startSite,
  }) => {
    const site = await startSite();
    const room = new CheckPage(page);
    await room.open(site.url);
    await expect(page.getByText(/ready to work offline/i)).toBeVisible({ timeout: 60_000 });
    expect(await storedParts(page, /vision_wasm[^/]*\.wasm$/)).toHaveLength(1);
    expect(await storedParts(page, /\.(task|tflite)$/)).not.toEqual([]);
    expect(await storedParts(page, /rewrite\.worker/)).toHaveLength(1);
    const encoders = await storedParts(page, /aac-encoder[^/]*\.js$/);
    expect(encoders).toHaveLength(1);
    expect(await storedParts(page, /ffmpeg-core[^/]*\.wasm$|example\.mp4|(dub|provenance)\.worker/)).toEqual(
      [],
    );
    await room.add(fixture('hevc-aac.mp4'));
    expect(await room.outcome('hevc-aac.mp4')).toMatch(MEASURED);
    expect(await storedParts(page, /ffmpeg-core[^/]*\.wasm$/)).toHaveLength(1);
    await site.stop();
    await room.reload('hevc-aac.mp4');
    await room.add(fixture('late-200.mp4'), fixture('mpeg4-pcm.avi'));
    const answers = await page.evaluate(
      (paths) => Promise.all(paths.map(async (path) => (await fetch(path)).status)),
      encoders,
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(await room.outcome('late-200.mp4')).toMatch(MEASURED);
    expect(await room.outcome('mpeg4-pcm.avi')).toMatch(MEASURED);
    // A fix is there as well, and says before it is made that the copy is of another kind.
    await room.item('mpeg4-pcm.avi').getByRole('button').first().click();
    await expect(page.getByTestId('fix-card')).toContainText(
      /^Fix itMoves the sound \d+.ms (earlier|later)\. It becomes a Matroska file \(\.mkv\)\./,
    );
    // So is the Sound room, which was never opened before, with its noise suppressor.
    await page.evaluate(() => {
      location.hash = '#/sound';
    });
    await page.getByTestId('sound-file').setInputFiles(fixture('late-200.mp4'));
    await page.getByRole('button', { name: 'Make speech clear' }).click();
    await expect(page.getByRole('heading', { name: 'The prepared sound' })).toBeFocused({ timeout: 60_000 });
    await expect(page.getByTestId('sound-figures')).toContainText('−16.0 LUFS');
  });

  test('"ready to work offline" is said once, not at every visit', WIDE, async ({ page, startSite }) => {
    const site = await startSite();
    await page.goto(site.url);
    const ready = page.getByText(/ready to work offline/i);
    await expect(ready).toBeVisible({ timeout: 60_000 });
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    await expect(ready).toBeHidden();
    await page.reload();
    await page.waitForTimeout(5000);
    await expect(ready).toBeHidden();
  });

  test(
    'a decoder that was never used is named as the missing part, and the others go on',
    WIDE,
    async ({ page, startSite }) => {
      const site = await startSite();
      const room = new CheckPage(page);
      await room.open(site.url);
      await expect(page.getByText(/ready to work offline/i)).toBeVisible({ timeout: 60_000 });
      await site.stop();
      await page.reload();
      await room.add(fixture('hevc-aac.mp4'), fixture('late-200.mp4'));
      expect(await room.outcome('late-200.mp4')).toMatch(MEASURED);
      await room.item('hevc-aac.mp4').getByRole('button').first().click();
      await expect(page.getByText(/go online once/i).first()).toBeVisible();
    },
  );
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
    // The page says it before its event comes.
    await expect.poll(() => counter.loads).toBe(2);
    const answer = await page.reload();
    expect(answer?.headers()['content-security-policy']).toContain("connect-src 'self'");
    await page.waitForTimeout(1000);
    expect(counter.loads).toBe(3);
  });

  test(
    'without service workers the page works single-threaded, and does not reload',
    WIDE,
    async ({ browser, startSite }) => {
      const site = await startSite({ isolation: false });
      const context = await browser.newContext({ serviceWorkers: 'block' });
      const page = await context.newPage();
      const counter = countLoads(page);
      const room = new CheckPage(page);
      await room.open(site.url);
      // Through ffmpeg, which would like threads.
      await room.add(fixture('mpeg4-pcm.avi'));
      expect(await room.outcome('mpeg4-pcm.avi')).toMatch(MEASURED);
      expect(await isIsolated(page)).toBe(false);
      expect(counter.loads).toBe(1);
      await context.close();
    },
  );

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
  const version = () => page.locator('html').getAttribute('data-version');

  publishNewVersion(folder, 'two');
  await page.reload();
  const update = page.getByRole('button', { name: 'Update now' });
  await expect(update).toBeVisible();
  await page.reload();
  await expect(update).toBeVisible();
  expect(await version()).toBeNull();

  await update.click();
  await expect(page.locator('html[data-version=two]')).toBeAttached();
  await expect(update).toBeHidden();
  rmSync(folder, { recursive: true });
});

test('a tab with a result is told to reload when another tab takes an update, and its starts say the same', async ({
  page,
  context,
  startSite,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-two-tabs-'));
  cpSync('dist', folder, { recursive: true });
  const site = await startSite({ dir: folder });
  const room = new CheckPage(page);
  await room.open(site.url);
  await controlled(page);
  // A result that may not be lost, of a check that got no further than opening the file.
  await room.add(scratchFile('notes.mp4', 'Buy milk.'));
  expect(await room.outcome('notes.mp4')).toMatch(/could not be checked/i);

  publishNewVersion(folder, 'two', /\{"revision":null,"url":"(assets\/faces\.worker-[^"]*)"\},?/);
  const other = await context.newPage();
  await other.goto(site.url);
  await other.getByRole('button', { name: 'Update now' }).click();
  await expect(other.locator('html[data-version=two]')).toBeAttached();

  const notice = page
    .getByRole('status')
    .filter({ has: page.getByRole('button', { name: 'Reload this page' }) });
  await expect(notice).toBeVisible();
  await expect(room.item('notes.mp4')).toBeVisible();
  await room.add(EXAMPLE);
  await room.outcome('example.mp4');
  await room.item('example.mp4').getByRole('button').first().click();
  await expect(page.getByRole('article').getByText(/Reload this page, then/)).toBeVisible();

  await notice.getByRole('button', { name: 'Reload this page' }).click();
  await expect(page.locator('html[data-version=two]')).toBeAttached();
  await expect(notice).toBeHidden();
  rmSync(folder, { recursive: true });
});

test('licences and notice open from the page, also with the server gone', async ({ page, startSite }) => {
  const site = await startSite();
  await page.goto(site.url);
  await controlled(page);
  await site.stop();
  await page.reload();
  await page.getByRole('button', { name: 'About and licences' }).click();
  const about = page.getByRole('dialog', { name: 'About Lipslate' });
  await expect(about.getByRole('link', { name: 'MIT licence' })).toBeVisible();
  await expectAccessible(page);
  const read = async (name: string) => {
    const opened = page.waitForEvent('popup');
    await about.getByRole('link', { name, exact: true }).click();
    return (await opened).locator('body');
  };
  await expect(await read('who made them, under which licences')).toContainText('mediabunny');
  await expect(await read('MIT licence')).toContainText('Lipslate');
  await expect(await read('GNU GPL')).toContainText('GNU GENERAL PUBLIC LICENSE');
  // Every text that the folder holds, by its name.
  for (const file of readdirSync('public/licenses')) {
    const link = about.getByRole('link', { name: file.replace('.txt', ''), exact: true });
    await expect(link).toHaveAttribute('href', `./licenses/${file}`);
  }
});

test('a part that the host does not have, or that a cache refuses as it comes, is not told as a full disk', async ({
  page,
  startSite,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-lacking-'));
  cpSync('dist', folder, { recursive: true });
  const [lacking] = readdirSync(join(folder, 'assets')).filter((name) => name.startsWith('face_detector'));
  rmSync(join(folder, 'assets', lacking!));
  const host = await varying(await startSite({ dir: folder }));
  await page.goto(host.url);
  await controlled(page);
  expect(await page.evaluate(askToWarm)).toEqual({ ready: false, problem: 'network' });
  expect(await storedParts(page, VARIED)).toHaveLength(1);
  await expect(page.getByText('Videos can be checked, but not offline.')).toHaveCount(0);
  host.close();
  rmSync(folder, { recursive: true });
});

test('the room that is tried for the shell is more than the shell takes', () => {
  const listed = [...readFileSync('dist/sw.js', 'utf8').matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url!);
  const heavy = /\.(wasm|task|tflite|onnx|bin|mp4|flac)$|(rewrite|dub|provenance)\.worker-|aac-encoder/;
  const shell = listed.filter((url) => !heavy.test(url));
  expect(shell).toContain('index.html');
  expect(shell).toContain('NOTICE.txt');
  const bytes = shell.reduce((sum, url) => sum + statSync(join('dist', url)).size, 0);
  expect(bytes).toBeLessThan(ROOM_BYTES);
});

test('a video shared from another app is checked', async ({ page, startSite }) => {
  const site = await startSite();
  await page.goto(site.url);
  await controlled(page);
  // What the system does: it posts a form to the manifest's share target.
  await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(['not really a film'], 'holiday.mp4', { type: 'video/mp4' }));
    const form = Object.assign(document.createElement('form'), {
      method: 'POST',
      action: './share',
      enctype: 'multipart/form-data',
    });
    const input = Object.assign(document.createElement('input'), { type: 'file', name: 'files' });
    input.files = files.files;
    form.append(input);
    document.body.append(form);
    form.submit();
  });
  const room = new CheckPage(page);
  expect(await room.outcome('holiday.mp4')).toMatch(/could not be checked/i);
  expect(new URL(page.url()).search).toBe('');
});

/** Comes before the one that is lacking in the list of built files. */
const VARIED = /lipslate\.onnx/;

/** The site by a host that says of it that it varies by anything. */
async function varying(site: SiteServer): Promise<{ url: string; close(): void }> {
  const host = createServer(async ({ url = '/', method = 'GET' }, response) => {
    const { status, headers: given, body } = await fetch(new URL(url, site.url), { method });
    const headers = new Headers(given);
    headers.delete('content-encoding');
    headers.delete('content-length');
    if (VARIED.test(url)) headers.set('vary', '*');
    response.writeHead(status, Object.fromEntries(headers));
    for await (const piece of body ?? []) response.write(piece);
    response.end();
  }).listen(0, 'localhost');
  await once(host, 'listening');
  return {
    url: `http://localhost:${(host.address() as AddressInfo).port}/`,
    close() {
      host.closeAllConnections();
      host.close();
    },
  };
}

/** Runs in the page: asks the service worker to store what every check needs, as the page does when it is idle. */
async function askToWarm(): Promise<unknown> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data: answer }) => resolve(answer.data);
    active!.postMessage({ type: 'warm' }, [port2]);
  });
}

/**
 * Changes the page and, as a build would, its revision in the service worker.
 * @param without the entry of a file that the new version does not have, and its address
 */
function publishNewVersion(folder: string, version: string, without?: RegExp): void {
  const page = join(folder, 'index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace('<html ', `<html data-version="${version}" `));
  const worker = join(folder, 'sw.js');
  const before = readFileSync(worker, 'utf8');
  const after = before.replace(/("revision":")[0-9a-f]+(","url":"index\.html")/, '$1feedfeed$2');
  expect(after).not.toBe(before);
  const [entry, gone] = without?.exec(after) ?? [''];
  if (gone) rmSync(join(folder, gone));
  writeFileSync(worker, after.replace(entry, ''));
}
