/** What a check, a fix, a dub, a prepared sound and a cancel leave behind: no file, no worker, no frame. Asked of Chromium's own garbage collector. */
import { expect, type Page, test } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../scripts/browser.mjs';
import type {} from '../src/app/automation';
import { CHECK_IDLE_MS } from '../src/engine/idle';
import { clip, fixture } from './support/fixtures';
import { openHarness } from './support/harness';

declare const gc: () => void;

// Launch options given here replace those of the configuration, the browser's path included.
const executablePath = await findChromium();

test.use({
  launchOptions: {
    ...(executablePath === null ? {} : { executablePath }),
    args: [...CHROMIUM_ARGS, '--js-flags=--expose-gc'],
  },
});
test.setTimeout(180_000);

declare global {
  var left: WeakRef<object>[];
}

test('after a check and a fix the file, its evidence and its reports are gone, and no worker runs', async ({
  page,
}) => {
  await page.clock.install();
  await page.goto('./');
  const fixed = await page.evaluate(async () => {
    const bytes = await (await fetch('example.mp4')).arrayBuffer();
    const file = new File([bytes], 'example.mp4');
    globalThis.left = [new WeakRef(file)];
    const [record] = await globalThis.lipslate.check([file], {
      fix: 'lossless',
      onRecord(_record, evidenceJson, more) {
        globalThis.left.push(new WeakRef(evidenceJson!), new WeakRef(more!));
      },
    });
    return record?.ok === true && record.fix != null && 'good' in record.fix && record.fix.good;
  });
  expect(fixed).toBe(true);
  await page.clock.fastForward(CHECK_IDLE_MS + 1000);
  await expect.poll(() => page.workers().length).toBe(0);
  await expect.poll(() => alive(page)).toEqual([false, false, false]);
});

test('sessions of Check, Dub and Sound are gone with their files and results once they are let go, and so are their workers and frames', async ({
  page,
}) => {
  await openHarness(page, fixture('short.mp4'), clip('speech-brief'));
  const names = await page.evaluate(async () => {
    const { sessions, file } = window.harness;
    const [face, speech] = [0, 1].map((index) => new File([file(index)], file(index).name));
    await sessions.useCheck(face!);
    await sessions.useDub(face!, speech!);
    await sessions.useSound(speech!);
    sessions.left['face file'] = new WeakRef(face!);
    sessions.left['speech file'] = new WeakRef(speech!);
    return Object.keys(sessions.left);
  });
  expect(names).toHaveLength(12);
  await expect.poll(() => page.workers().length).toBe(0);
  await expect
    .poll(async () => {
      await collect(page);
      return page.evaluate(() => {
        const { left } = window.harness.sessions;
        return Object.keys(left).filter((name) => left[name]!.deref() !== undefined);
      });
    })
    .toEqual([]);
});

test('a cancelled check leaves no worker behind', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Try the example' }).click();
  await expect.poll(() => page.workers().length).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Cancel example.mp4' }).click();
  await expect.poll(() => page.workers().length).toBe(0);
});

test('every frame of a check is closed, none left to the garbage collector; the console holds no error', async ({
  page,
}) => {
  const warnings: string[] = [];
  const errors: string[] = [];
  const notes: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
    if (message.type() === 'debug') notes.push(message.text());
    if (/garbage collected without being closed/.test(message.text())) warnings.push(message.text());
  });
  await page.goto('./');
  await page.getByRole('button', { name: 'Try the example' }).click();
  await expect(page.getByRole('button', { name: /^Remove/ })).toBeVisible({ timeout: 90_000 });
  await collectEverywhere(page);
  expect(warnings).toEqual([]);
  expect(errors).toEqual([]);
  // They are not lost: what MediaPipe starts is told where it belongs.
  expect(notes.join('\n')).toContain('XNNPACK');

  // The browser does tell: one that is not closed is counted.
  await page.evaluate(() => {
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d')!.fillRect(0, 0, 64, 64);
    new VideoFrame(canvas, { timestamp: 0 });
  });
  await expect
    .poll(async () => {
      await collectEverywhere(page);
      return warnings.length;
    })
    .toBeGreaterThan(0);
});

/** @returns for every object that `left` refers to whether it is still there */
async function alive(page: Page): Promise<boolean[]> {
  await collect(page);
  return page.evaluate(() => globalThis.left.map((reference) => reference.deref() !== undefined));
}

async function collect(page: Page): Promise<void> {
  // Not `gc()`, which keeps what the stack of its caller may refer to.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.detach();
}

async function collectEverywhere(page: Page): Promise<void> {
  const collect = async () => {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
    gc();
  };
  await page.evaluate(collect);
  await Promise.all(page.workers().map((worker) => worker.evaluate(collect)));
}
