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

test('a file whose last bytes do not reach the disk is told as no room, and leaves neither a name nor a lock', async ({
  page,
}) => {
  await openHarness(page);
  const { codes, closed, held, names } = await page.evaluate(async () => {
    const { parts, errorOf } = window.harness;
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('parts', { create: true });
    let closed = 0;
    const access = {
      truncate: () => {},
      write: (bytes: Uint8Array) => bytes.length,
      flush: () => {
        throw new DOMException('', 'QuotaExceededError');
      },
      close: () => {
        closed += 1;
      },
    };
    // Names and locks are the browser's; only the disk is full when all is to be on it.
    const fullDisk = {
      getFileHandle: async (name: string, options?: FileSystemGetFileOptions) =>
        Object.assign(await folder.getFileHandle(name, options), {
          createSyncAccessHandle: async () => access,
        }),
      removeEntry: (name: string) => folder.removeEntry(name),
    } as unknown as FileSystemDirectoryHandle;
    const codes: (string | undefined)[] = [];
    let held = 0;
    for (const end of ['finish', 'finishAs'] as const) {
      const part = await parts.createPart(fullDisk);
      part.write(new Uint8Array(3), 0);
      codes.push((await errorOf(part[end]('copy.mp4')))?.code);
      held += (await navigator.locks.query()).held!.filter(({ name }) =>
        name?.startsWith('lipslate-part:'),
      ).length;
      await part.discard();
    }
    return { codes, closed, held, names: await Array.fromAsync(folder.keys()) };
  });
  expect({ codes, closed, held, names }).toEqual({
    codes: ['storage-full', 'storage-full'],
    closed: 2,
    held: 2,
    names: [],
  });
  expect(await heldLocks(page, 'lipslate-part:')).toEqual([]);
});

test('sound alone that cannot be made leaves no ffmpeg behind', async ({ page }) => {
  await openHarness(page, clip('mpeg4-pcm'));
  const error = await page.evaluate(() => {
    const { rewrite, file, errorOf, Comlink } = window.harness;
    const job = {
      correction: { kind: 'shift', offsetMs: 3_600_000 },
      audioIndex: 0,
      output: { to: 'opfs', folder: 'sounds' },
    } as const;
    return errorOf(
      rewrite().soundAlone(
        file(),
        job,
        Comlink.proxy(() => {}),
      ),
    );
  });
  expect(error?.code).toBe('fix-impossible');
  await expect.poll(() => heldLocks(page, 'lipslate-ffmpeg-')).toEqual([]);
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
