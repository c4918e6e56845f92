/** Work that goes on while nobody looks: a tab behind another one. */
import { expect, test } from '@playwright/test';
import { CheckPage } from './support/check-page';
import { clip, scratchCopy } from './support/fixtures';
import { withDesktopChromium } from './support/hidden-tab';

/** Shorter work is not told. */
const LONG_MS = 10_000;

test('the end of long work is notified where that was asked for', async ({ baseURL }) => {
  await withDesktopChromium(async (context) => {
    await context.grantPermissions(['notifications'], { origin: new URL(baseURL!).origin });
    const page = context.pages()[0]!;
    const room = new CheckPage(page);
    await room.open(baseURL);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const next = async (i: number) => room.add(scratchCopy(clip('late-200'), `film-${i}.mp4`));
    const startedMs = Date.now();
    await next(0);
    await next(1);
    await page.getByRole('checkbox', { name: 'Notify me when long work ends' }).check();
    await (await context.newPage()).bringToFront();
    expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
    const told = () =>
      page.evaluate(async () => {
        const all = await (await navigator.serviceWorker.ready).getNotifications();
        return all.map(({ title, body }) => `${title}: ${body}`);
      });
    // Two are always waiting while another ends, so that the work never stops in between.
    let added = 2;
    for (let ended = 0; Date.now() - startedMs < LONG_MS; ended++) {
      await next(added++);
      await room.outcome(`film-${ended}.mp4`);
      if (Date.now() - startedMs < LONG_MS) expect(await told()).toEqual([]);
    }
    await room.outcome(`film-${added - 1}.mp4`);
    await expect.poll(told).toEqual([expect.stringMatching(/^Lipslate is done: \d+\soff\.$/)]);
  });
});
