/** Everything that goes wrong with files and browsers: a sentence that helps, and the rest of the queue is checked. */
import { appendFileSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { chromium, expect, type Page, test } from '@playwright/test';
import { ERROR_TEXTS, type ErrorCode } from '../core/errors';
import { REASON_TEXTS } from '../core/report/reasons';
import type { Reason } from '../core/sync/types';
import { CHROMIUM_ARGS, findChromium } from '../scripts/browser.mjs';
import { START_LIMIT_MS } from '../workers/lib/worker-liveness';
import { CheckPage } from './support/check-page';
import { clip, scratchCopy, scratchFile, sparseFile } from './support/fixtures';
import { unless, WIDE } from './support/wide';
import { kill, watched } from './support/workers';

test.setTimeout(240_000);

const GOOD = clip('in-sync');
const FOUR_GB = 4 * 1024 ** 3;
/** Long enough for something to happen in the middle of it. */
const LONG = 'cut-away';
const WAIT_MS = 120_000;

/** Shows one file of the queue. */
async function select(room: CheckPage, name: string): Promise<void> {
  await room.item(name).getByRole('button').first().click();
  await expect(room.page.getByRole('heading', { name, exact: true })).toBeVisible();
}

/** The file's card says what is wrong and the way out, in exactly these sentences. */
async function expectError(room: CheckPage, name: string, code: ErrorCode): Promise<void> {
  expect(await room.outcome(name, WAIT_MS)).toBe('Could not be checked');
  await select(room, name);
  const { message, hint } = ERROR_TEXTS[code];
  await expect(room.page.getByRole('heading', { name: message, exact: true })).toBeVisible();
  await expect(room.page.getByText(hint, { exact: true })).toBeVisible();
}

async function expectUnsure(room: CheckPage, name: string, ...reasons: Reason[]): Promise<void> {
  expect(await room.outcome(name, WAIT_MS)).toBe('Not sure');
  await select(room, name);
  const card = room.page.getByRole('region', { name: 'Not sure whether the sound is in sync.' });
  await expect(card).toBeVisible();
  for (const reason of reasons) {
    const { seen, next } = REASON_TEXTS[reason];
    await expect(card.getByText(seen, { exact: true })).toBeVisible();
    if (next !== null) await expect(card.getByText(next, { exact: true })).toBeVisible();
  }
}

async function expectGood(room: CheckPage, name = 'in-sync.mp4'): Promise<void> {
  expect(await room.outcome(name, WAIT_MS)).toBe('In sync');
}

const working = (page: Page, name: string) => page.getByRole('progressbar', { name: `Progress of ${name}` });

test.describe('files', () => {
  const failures: [ErrorCode, string][] = [
    ['not-a-video', 'text'],
    ['not-a-video', 'web-page'],
    ['empty-file', 'empty'],
    ['truncated', 'truncated'],
    ['audio-only', 'audio-only'],
    ['video-only', 'video-only'],
    ['too-small-picture', 'tiny'],
    ['codec-unsupported', 'unknown-codec'],
  ];

  test('that cannot be checked say why, each in its sentence, and the good one among them is checked', async ({
    page,
  }) => {
    const room = new CheckPage(page);
    await room.open();
    const bad = failures.map(([code, name]) => ({ code, path: clip(name) }));
    await room.add(...bad.slice(0, 4).map(({ path }) => path), GOOD, ...bad.slice(4).map(({ path }) => path));
    for (const { code, path } of bad) await expectError(room, path.split('/').at(-1)!, code);
    await expectGood(room);
  });

  test('in which nothing can be compared are "not sure" with the reason and what to do', async ({ page }) => {
    const room = new CheckPage(page);
    await room.open();
    const names = ['no-face', 'silence', 'voice-over', 'still-photo', 'cartoon', 'short', 'halved'];
    await room.add(...names.map(clip), GOOD);
    await expectUnsure(room, 'no-face.mp4', 'no-face');
    await expectUnsure(room, 'silence.mp4', 'no-speech');
    await expectUnsure(room, 'voice-over.mp4', 'lips-still', 'voice-over');
    await expectUnsure(room, 'still-photo.mp4', 'still-picture');
    await expectUnsure(room, 'cartoon.mp4', 'no-face');
    await expectUnsure(room, 'short.mp4', 'too-short');
    await expect(page.getByText(REASON_TEXTS['lips-still'].seen)).toHaveCount(0);
    // What is there is enough, and the cut is told.
    await expectGood(room, 'halved.mp4');
    await select(room, 'halved.mp4');
    await expect(
      page.getByText(
        'This file is cut off. About 50 % of the file is missing. Only what is there is measured.',
      ),
    ).toBeVisible();
    await expect(page.getByText(REASON_TEXTS['short-clip'].seen)).toBeVisible();
    await expectGood(room);
  });

  test('of gigabytes are not read whole to see that nothing is in them, or only a beginning', async ({
    page,
  }) => {
    const film = readFileSync(GOOD);
    const huge = [
      sparseFile('zeros.mp4', FOUR_GB),
      sparseFile('beginning.mp4', FOUR_GB, film),
      // Would take a quarter of an hour to read, at a gigabyte each second.
      sparseFile('terabyte.mp4', 256 * FOUR_GB, film),
    ];
    const room = new CheckPage(page);
    await room.open();
    await room.add(...huge, GOOD);
    await expectError(room, 'zeros.mp4', 'not-a-video');
    await expectError(room, 'beginning.mp4', 'truncated');
    await expectError(room, 'terabyte.mp4', 'truncated');
    await expectGood(room);
    for (const path of huge) rmSync(path);
  });

  test('that change or vanish between drop and turn, or while they are read, say so', async ({ page }) => {
    const grows = scratchCopy(GOOD, 'grows.mp4');
    const shrinks = scratchCopy(GOOD, 'shrinks.mp4');
    const vanishes = scratchCopy(GOOD, 'vanishes.mp4');
    // Half an hour of it, so that most is still to be read when it changes.
    const one = readFileSync(clip('mpeg2-ac3'));
    const recorded = scratchFile('recorded.ts', Buffer.concat(Array.from({ length: 300 }, () => one)));
    const room = new CheckPage(page);
    await room.open();
    await room.add(clip(LONG), grows, shrinks, vanishes, recorded, GOOD);
    await expect(working(page, `${LONG}.mp4`)).toBeVisible();
    appendFileSync(grows, 'more');
    truncateSync(shrinks, 1000);
    rmSync(vanishes);
    await expectError(room, 'grows.mp4', 'file-changed');
    await expectError(room, 'shrinks.mp4', 'file-changed');
    await expectError(room, 'vanishes.mp4', 'file-changed');
    await select(room, 'recorded.ts');
    await expect(
      page.getByRole('heading', { name: /^(Listening to the sound|Watching the lips)…$/ }),
    ).toBeVisible({
      timeout: WAIT_MS,
    });
    await expect
      .poll(() => working(page, 'recorded.ts').getAttribute('value').then(Number), { timeout: WAIT_MS })
      .toBeGreaterThan(0);
    appendFileSync(recorded, 'more');
    await expectError(room, 'recorded.ts', 'file-changed');
    await expectGood(room);
    rmSync(recorded);
  });
});

test.describe('the browser', () => {
  test(
    'with the tab in the background: the check goes on and the queue with it',
    WIDE,
    async ({ baseURL }) => {
      // Playwright keeps every page it drives visible; a connection without its defaults leaves them as visitors have them.
      const port = 2 + Number(new URL(baseURL!).port);
      const browser = await chromium.launch({
        ...(await chromiumOptions()),
        args: [...CHROMIUM_ARGS, `--remote-debugging-port=${port}`],
      });
      const visitor = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true });
      try {
        const context = visitor.contexts()[0]!;
        const page = await context.newPage();
        const room = new CheckPage(page);
        await room.open(baseURL);
        await room.add(clip(LONG), clip('late-200'));
        await expect(working(page, `${LONG}.mp4`)).toBeVisible();
        const other = await context.newPage();
        await other.bringToFront();
        await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
        expect(await room.outcome('late-200.mp4', WAIT_MS)).toMatch(/^\d\d0.ms late/);
        expect(await room.outcome(`${LONG}.mp4`)).not.toBe('Could not be checked');
        expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
      } finally {
        await visitor.close();
        await browser.close();
      }
    },
  );

  test('without WebGL: each video says what to switch on, other mistakes keep their own words', async ({
    baseURL,
  }) => {
    const browser = await chromium.launch({
      ...(await chromiumOptions()),
      args: [
        ...CHROMIUM_ARGS.filter((arg) => arg !== '--enable-unsafe-swiftshader'),
        '--disable-gpu',
        '--disable-software-rasterizer',
        '--disable-3d-apis',
      ],
    });
    try {
      const room = new CheckPage(await browser.newPage());
      await room.open(baseURL);
      await room.add(GOOD, clip('text'), clip('late-200'));
      await expectError(room, 'in-sync.mp4', 'webgl-missing');
      await expectError(room, 'text.mp4', 'not-a-video');
      await expectError(room, 'late-200.mp4', 'webgl-missing');
    } finally {
      await browser.close();
    }
  });

  test('without WebCodecs each video says so; opened over plain http the page does', async ({
    page,
    baseURL,
  }) => {
    await page.context().route(/\/media\.worker/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `delete self.VideoFrame;${await response.text()}` });
    });
    const lacking = new CheckPage(page);
    await lacking.open();
    await lacking.add(GOOD);
    await expectError(lacking, 'in-sync.mp4', 'webcodecs-missing');

    const browser = await chromium.launch({
      ...(await chromiumOptions()),
      args: [...CHROMIUM_ARGS, '--host-resolver-rules=MAP video.test 127.0.0.1'],
    });
    try {
      const insecure = await browser.newPage();
      await insecure.goto(baseURL!.replace('localhost', 'video.test'));
      await expect(insecure.getByRole('alert')).toContainText(ERROR_TEXTS['insecure-page'].message);
    } finally {
      await browser.close();
    }
  });

  test.describe('stored for offline use', () => {
    test.use({ serviceWorkers: 'allow' });

    for (const [what, quotaBytes] of [
      ['anything', 1000],
      ['the face model', 3_000_000],
    ] as const) {
      test(
        `without room to store ${what}: it is said, and videos are checked all the same`,
        unless(quotaBytes > 1000),
        async ({ page, context, baseURL }) => {
          const devtools = await context.newCDPSession(page);
          await devtools.send('Storage.overrideQuotaForOrigin', {
            origin: new URL(baseURL!).origin,
            quotaSize: quotaBytes,
          });
          const room = new CheckPage(page);
          await room.open();
          const { message, hint } = ERROR_TEXTS['storage-full'];
          const notice = page.getByText(`${message} Videos can be checked, but not offline. ${hint}`);
          await expect(notice).toBeVisible({ timeout: 60_000 });
          await page.getByRole('button', { name: 'OK', exact: true }).click();
          await expect(notice).toBeHidden();
          await room.add(GOOD, clip('hevc-aac'));
          await expectGood(room);
          expect(await room.outcome('hevc-aac.mp4')).toMatch(/ms late/);
          // Settings have nowhere to go either, and nobody is bothered with it.
          await page.getByRole('combobox', { name: 'Judge by' }).selectOption('strict');
          await expect(page.getByText(/\(strict, ±1 frame\)\./).first()).toBeVisible();
        },
      );
    }
  });
});

/** Share of the work that is done before the first picture has been watched; a little more. */
const LISTENED = 0.06;

test.describe('a worker killed in the middle', () => {
  for (const [worker, name] of [
    ['faces', LONG],
    ['media', LONG],
    ['sync', LONG],
    ['ffmpeg', 'prores-pcm'],
  ] as const) {
    const always = worker === 'ffmpeg';
    test(
      `${worker}: this file is reported, the next one is checked by fresh workers`,
      unless(always),
      async ({ page }) => {
        const room = new CheckPage(page);
        await room.open();
        const file = clip(name).split('/').at(-1)!;
        const started = page.waitForEvent('worker', (each) => each.url().includes(`/${worker}.worker`));
        await room.add(clip(name), GOOD);
        const first = await started;
        await expect(working(page, file)).toBeVisible();
        await watched(first);
        if (worker === 'ffmpeg') {
          // It takes job after job, and nobody misses one that has none: while pictures come, each has one.
          await expect
            .poll(() => working(page, file).getAttribute('value').then(Number), {
              intervals: [20],
              timeout: WAIT_MS,
            })
            .toBeGreaterThan(LISTENED);
          for (const each of page.workers()) if (each.url().includes('/ffmpeg.worker')) await kill(each);
        } else await kill(first);
        await expectError(room, file, 'worker-died');
        await expectGood(room);
        await select(room, file);
        await page.getByRole('button', { name: 'Try again' }).click();
        await expect(page.getByRole('button', { name: 'Copy result' })).toBeVisible({ timeout: WAIT_MS });
      },
    );
  }

  test('one whose script does not load is started once more, and the check goes on', async ({
    page,
    context,
  }) => {
    const failed = new Set<string>();
    await context.route(/\/(faces|sync|media)\.worker/, (route) => {
      const url = route.request().url();
      if (failed.has(url)) return route.continue();
      failed.add(url);
      return route.abort();
    });
    const room = new CheckPage(page);
    await room.open();
    await room.add(GOOD);
    expect(await room.outcome('in-sync.mp4')).not.toMatch(/could not be checked/i);
    expect(failed.size).toBe(3);
  });

  test('one whose script cannot be had at all is reported', async ({ page, context }) => {
    await context.route(/\/sync\.worker/, (route) => route.abort());
    const room = new CheckPage(page);
    await room.open();
    await room.add(GOOD);
    await expectError(room, 'in-sync.mp4', 'worker-died');
  });

  test('one that never starts is reported, too', async ({ page, context }) => {
    await page.clock.install();
    // No answer, so that there is no error either.
    await context.route(/\/faces\.worker/, () => undefined);
    const room = new CheckPage(page);
    await room.open();
    const asked = page.waitForRequest(/\/faces\.worker/);
    await room.add(GOOD);
    await asked;
    await page.clock.fastForward(START_LIMIT_MS + 1000);
    await expectError(room, 'in-sync.mp4', 'worker-died');
  });
});

test('cancel ends the workers at once, and the next file is checked by fresh ones', async ({ page }) => {
  const names = ['first.mp4', 'second.mp4'];
  const room = new CheckPage(page);
  await page.addInitScript(watchWorkers);
  await room.open();
  await room.add(...names.map((name) => scratchCopy(clip(LONG), name)), GOOD);
  for (const name of names) {
    await expect
      .poll(() => working(page, name).getAttribute('value').then(Number), {
        timeout: WAIT_MS,
        intervals: [20],
      })
      .toBeGreaterThan(0);
    // And ends when all of them have: a thread does when its call to the graphics processor returns, or after 2 s.
    const { isSaid, untold } = await page.evaluate(cancelAndWatch, name);
    expect(isSaid).toBe(true);
    expect(untold).toEqual([]);
  }
  await expectGood(room);
  for (const name of names) expect(await room.outcome(name)).toBe('Cancelled');
});

/** Runs in the page, before its scripts: which workers were told to end, by the names of their locks. */
function watchWorkers(): void {
  const told = new Set<string>();
  Object.assign(window, { told });
  window.Worker = class extends Worker {
    readonly #name: string;
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.#name = options?.name ?? '';
    }
    override terminate(): void {
      told.add(this.#name);
      super.terminate();
    }
  };
}

/**
 * Runs in the page, from when all workers of that file run until they have ended. "At once" is the first picture that the browser draws
 * after the press, however long a busy machine takes to draw it.
 * @returns whether that picture says it, and the workers that were not told to end by then
 */
async function cancelAndWatch(name: string): Promise<{ isSaid: boolean; untold: string[] }> {
  const { told } = window as unknown as { told: Set<string> };
  // Each worker holds a lock of its own for as long as it lives.
  const alive = async () =>
    ((await navigator.locks.query()).held ?? []).flatMap((lock) =>
      lock.name?.startsWith('lipslate-') ? [lock.name] : [],
    );
  // Sound is listened to, and progress is made, before the lanes that watch the picture have begun.
  let before = await alive();
  for (; before.length < 4; before = await alive()) await new Promise((resolve) => setTimeout(resolve, 10));
  const line = document.querySelector(`[title="${name}"]`)!.closest('li')!;
  line.querySelector<HTMLButtonElement>(`[aria-label="Cancel ${name}"]`)!.click();
  const first = await new Promise<{ isSaid: boolean; untold: string[] }>((resolve) =>
    requestAnimationFrame(() =>
      resolve({
        isSaid: line.textContent?.includes('Cancelled') ?? false,
        untold: before.filter((lock) => !told.has(lock)),
      }),
    ),
  );
  while ((await alive()).some((lock) => before.includes(lock)))
    await new Promise((resolve) => setTimeout(resolve, 10));
  return first;
}

async function chromiumOptions() {
  const executablePath = await findChromium();
  return executablePath === null ? {} : { executablePath };
}
