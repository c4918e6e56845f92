/** Work that goes on while nobody looks: a tab behind another one. */
import { expect, type Page, test } from '@playwright/test';
import { CheckPage } from './support/check-page';
import { clip, scratchCopy } from './support/fixtures';
import { withDesktopChromium } from './support/hidden-tab';

/** Shorter work is not told. */
const LONG_MS = 10_000;

/** What the page asks to be written on its icon, in order: a number, a dot, or nothing. */
async function watchBadge(page: Page): Promise<() => Promise<unknown[]>> {
  await page.addInitScript(() => {
    const asked: unknown[] = [];
    const { setAppBadge, clearAppBadge } = navigator;
    navigator.setAppBadge = async (left?: number) => {
      asked.push(left ?? 'dot');
      await setAppBadge?.call(navigator, left);
    };
    navigator.clearAppBadge = async () => {
      asked.push('nothing');
      await clearAppBadge?.call(navigator);
    };
    Object.assign(globalThis, { asked });
  });
  return () => page.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);
}

test('the icon says how much is left, and the end of long work is notified where that was asked for', async ({
  baseURL,
}) => {
  await withDesktopChromium(async (context) => {
    await context.grantPermissions(['notifications'], { origin: new URL(baseURL!).origin });
    const page = context.pages()[0]!;
    const badges = await watchBadge(page);
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
    // One, two, and so on to a dot, which goes when somebody looks.
    await expect.poll(badges).toEqual(expect.arrayContaining(['dot']));
    const counts = await badges();
    expect(counts.slice(0, 2)).toEqual([1, 2]);
    expect(counts.slice(-2)).toEqual([1, 'dot']);
    expect(counts.slice(0, -1).every((left) => typeof left === 'number')).toBe(true);
    await page.bringToFront();
    await expect.poll(badges).toEqual([...counts, 'nothing']);
  });
});
