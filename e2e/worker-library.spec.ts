/** What all workers share (workers/lib), by itself. */
import { expect, type Page, test } from '@playwright/test';
import { clip } from './support/fixtures';
import { openHarness } from './support/harness';

const EVERYTHING = 100_000;

test('who stops reading what ffmpeg decodes leaves no ffmpeg behind', async ({ page }) => {
  await openHarness(page, clip('h264-ac3'));
  const times = await page.evaluate(async () => {
    const ffmpeg = window.harness.ffmpeg();
    const first = await ffmpeg.sound(window.harness.file(), { stopAfter: 3, slice: 50 });
    return [...first, ...(await ffmpeg.sound(window.harness.file(), { stopAfter: 3, slice: 50 }))];
  });
  expect(times).toHaveLength(6);
  await expect.poll(() => heldLocks(page, 'lipslate-ffmpeg-')).toEqual([]);
});

test('what ffmpeg says of a failure is told once, line by line', async ({ page }) => {
  await openHarness(page, clip('h264-ac3'));
  const detail = await page.evaluate(async () => {
    const failed = window.harness.ffmpeg().write(window.harness.file(), ['-map', '0:v:7', '-f', 'mp4']);
    return failed.then(
      () => '',
      (error: { detail: string }) => error.detail,
    );
  });
  expect(detail).toMatch(/Stream map '0:v:7' matches no streams/);
  expect(detail.match(/^Input #0/gm)).toHaveLength(1);
  expect(detail.match(/Stream map/g)).toHaveLength(1);
});

test.describe('where memory is not shared, sound is decoded in slices', () => {
  test.beforeEach(async ({ page }) => {
    await withoutIsolation(page);
    await openHarness(page, clip('h264-ac3'));
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  });

  const decode = (page: Page, filter: string) =>
    page.evaluate(
      ({ stopAfter, wanted }) =>
        window.harness.ffmpeg().sound(window.harness.file(), { stopAfter, slice: 50, filter: wanted }),
      { stopAfter: EVERYTHING, wanted: filter },
    );

  test('of which each begins behind the one before', async ({ page }) => {
    const times = await decode(page, 'anull');
    expect(times.length).toBeGreaterThan(150);
    expect(times.at(-1)).toBeGreaterThan(5.8);
  });

  test('also when a slice ends with blocks that have no timestamp', async ({ page }) => {
    const times = await decode(page, "asetpts='if(lt(N,30),PTS,NAN)'");
    expect(times.at(-1)).toBeGreaterThan(5.8);
    expect(times.length).toBeLessThan(400);
  });

  test('and end in an error when nothing has a timestamp', async ({ page }) => {
    const error = await page.evaluate((stopAfter) => {
      const options = { stopAfter, slice: 50, filter: 'asetpts=NAN' };
      return window.harness.errorOf(window.harness.ffmpeg().sound(window.harness.file(), options));
    }, EVERYTHING);
    expect(error).toMatchObject({ code: 'decode-failed' });
  });
});

test('a file that cannot be begun leaves neither a name nor a lock', async ({ page }) => {
  await openHarness(page);
  const left = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('parts', { create: true });
    // Pages, unlike workers, cannot write at once.
    const failed = await window.harness.parts.createPart(folder).catch(() => 'failed');
    return { failed, names: await Array.fromAsync(folder.keys()) };
  });
  expect(left).toEqual({ failed: 'failed', names: [] });
  expect(await heldLocks(page, 'lipslate-part:')).toEqual([]);
});

function heldLocks(page: Page, prefix: string): Promise<string[]> {
  return page.evaluate(async (start) => {
    const { held = [] } = await navigator.locks.query();
    return held.map(({ name }) => name ?? '').filter((name) => name.startsWith(start));
  }, prefix);
}

/** As a host that sends no headers serves the page. */
async function withoutIsolation(page: Page): Promise<void> {
  await page.route(process.env['LIPSLATE_HARNESS_URL']!, async (route) => {
    const response = await route.fetch();
    const {
      'cross-origin-opener-policy': _,
      'cross-origin-embedder-policy': __,
      ...headers
    } = response.headers();
    await route.fulfill({ response, headers });
  });
}
