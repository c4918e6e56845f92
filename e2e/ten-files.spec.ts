/** Ten files of ten kinds, the page reloaded and its process killed while they are checked: everything is back, to the figure. */
import { expect, type Page, test } from '@playwright/test';
import { CheckPage } from './support/check-page';
import { afterCrash, storedResults } from './support/crash';
import { clip, truthOf } from './support/fixtures';
import { WIDE } from './support/wide';

const VIDEOS = ['late-200', 'h264-ac3', 'mpeg4-pcm', 'mpeg2-ac3', 'prores-pcm', 'vp9-opus'];
const OTHERS = ['audio-only', 'truncated', 'photo', 'speech-mp3'];
const PATHS = [...VIDEOS, ...OTHERS].map(clip);
const NAMES = PATHS.map((path) => path.split('/').at(-1)!);
const [FIRST, SECOND] = NAMES as [string, string];
const WAIT_MS = 120_000;
/** What a clip's own making leaves (e2e/media.spec.ts has each in detail). */
const NEAR_MS = 80;

/** All that is shown of one file, and that a visit can leave behind: its line, verdict, correction, figures and plots. */
async function shownOf(room: CheckPage, name: string): Promise<string[]> {
  const { page } = room;
  const line = await room.item(name).getByTestId('file-state').textContent();
  await room.item(name).getByRole('button').first().click();
  const article = page.getByRole('article', { name });
  await expect(article).toBeVisible();
  const title = article.locator('#verdict-title, #problem-title');
  await expect(title).toBeVisible();
  const figures = await article.locator('dl dd').allTextContents();
  const hint = await title.locator('xpath=following-sibling::p[1]').first().textContent();
  return [line, await title.textContent(), hint, ...figures].map((text) => text ?? '');
}

async function allShown(room: CheckPage, names: readonly string[]): Promise<Record<string, string[]>> {
  const shown: Record<string, string[]> = {};
  for (const name of names) shown[name] = await shownOf(room, name);
  return shown;
}

const settingsOf = async (page: Page) => ({
  judge: await page.getByLabel('Judge by').inputValue(),
  search: await page.getByLabel('Search up to').inputValue(),
});

/** Those that wait or are read are cancelled, the others removed. */
async function doneOf({ page }: CheckPage): Promise<string[]> {
  const counts = await Promise.all(
    NAMES.map((name) => page.getByRole('button', { name: `Remove ${name}`, exact: true }).count()),
  );
  return NAMES.filter((_, i) => counts[i] === 1);
}

test(
  'ten files of ten kinds: a reload and a killed process in the middle lose no file, result, correction or setting',
  WIDE,
  async ({ page }) => {
    test.setTimeout(400_000);
    let room = new CheckPage(page);
    await room.open();
    // What cannot be checked first: nothing is measured yet that other settings could ask about.
    await room.add(...PATHS.slice(VIDEOS.length));
    await page.getByLabel('Judge by').selectOption('atsc');
    await page.getByLabel('Search up to').selectOption('3');
    const settings = await settingsOf(page);
    await room.add(...PATHS.slice(0, VIDEOS.length));
    await room.outcome(FIRST, WAIT_MS);
    await room.item(FIRST).getByRole('button').first().click();
    await page.getByRole('button', { name: /^10.ms later$/ }).click();
    await page.getByRole('button', { name: /^10.ms later$/ }).click();
    await expect(page.getByRole('button', { name: /^Undo nudge of/ })).toBeVisible();
    // What is corrected by hand is in use: the copy would be moved by that.
    const nudged = await shownOf(room, FIRST);
    await room.outcome(SECOND, WAIT_MS);

    await test.step('reloaded while the third is read', async () => {
      await expect(page.getByRole('progressbar').first()).toBeVisible();
      const done = await doneOf(room);
      expect(done.length).toBeGreaterThanOrEqual(2);
      expect(done.length).toBeLessThan(NAMES.length);
      const before = await allShown(room, done);
      expect(before[FIRST]).toEqual(nudged);
      await storedResults(page, done.length);
      await room.reload(FIRST);
      for (const name of NAMES) await expect(room.item(name)).toBeVisible();
      expect(await settingsOf(page)).toEqual(settings);
      expect(await allShown(room, done)).toEqual(before);
      await expect(room.item(NAMES[VIDEOS.length - 1]!)).toContainText('Not finished');
    });

    await test.step('its process killed while the rest is read', async () => {
      await room.add(...PATHS);
      await room.outcome(NAMES[2]!, WAIT_MS);
      await expect(room.page.getByRole('progressbar').first()).toBeVisible();
      const done = await doneOf(room);
      expect(done.length).toBeLessThan(NAMES.length);
      const before = await allShown(room, done);
      await storedResults(room.page, done.length);
      room = await afterCrash(room.page);
      for (const name of NAMES) await expect(room.item(name)).toBeVisible();
      expect(await settingsOf(room.page)).toEqual(settings);
      expect(await allShown(room, done)).toEqual(before);
    });

    await test.step('all are measured in the end, as their makers say, and stay so over another kill', async () => {
      await room.add(...PATHS);
      for (const name of NAMES) await room.outcome(name, WAIT_MS);
      await expect(room.page.getByRole('list').first().getByRole('listitem')).toHaveCount(NAMES.length);
      const before = await allShown(room, NAMES);
      expect(before[FIRST]).toEqual(nudged);
      for (const [i, video] of VIDEOS.entries()) {
        const ms = Number(before[NAMES[i]!]![0]!.match(/(\d+)\sms late/)?.[1]);
        expect(Math.abs(ms - truthOf(video).truth!.offsetMs!), video).toBeLessThanOrEqual(NEAR_MS);
      }
      for (const name of NAMES.slice(VIDEOS.length))
        expect(before[name]![0]).toMatch(/could not be checked/i);
      await storedResults(room.page, NAMES.length);
      room = await afterCrash(room.page);
      for (const name of NAMES) await expect(room.item(name)).toBeVisible();
      expect(await allShown(room, NAMES)).toEqual(before);
      expect(await settingsOf(room.page)).toEqual(settings);
      // The correction by hand is still what is heard and applied, and can be taken back.
      await room.add(PATHS[0]!);
      await room.item(FIRST).getByRole('button').first().click();
      const undo = room.page.getByRole('button', { name: /^Undo nudge of 20.ms/ });
      await expect(undo).toBeVisible();
      await undo.click();
      await expect(undo).toHaveCount(0);
    });
  },
);
