/** The desk: what was checked is there again after a reload and a crash, removing has an undo, lost files are found. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { newJob } from '../src/engine/check-job';
import { writeProject } from '../src/engine/desk/project-file';
import { expectAccessible } from './support/accessible';
import { CheckPage } from './support/check-page';
import { afterCrash, storedResults } from './support/crash';
import { clip, scratchCopy, scratchFile } from './support/fixtures';
import { watchWakeLocks } from './support/wake-locks';

test.setTimeout(240_000);

const words = (room: CheckPage, name: string) => room.item(name).getByTestId('file-state').textContent();

/** What the page says of the chosen file: headline, certainty and figures. */
async function told(page: Page) {
  await page.getByText('Details', { exact: true }).click();
  const rows = await page.locator('dl').allTextContents();
  const verdict = await page.locator('#verdict-title').textContent();
  return { verdict, rows: rows.map((row) => row.replaceAll('\u00a0', ' ')) };
}

/** A project of so many files that were no videos. */
async function projectOf(checks: number): Promise<Buffer> {
  const error = { code: 'not-a-video', message: 'This is no video.', hint: 'Add one.' } as const;
  const jobs = Array.from({ length: checks }, (_, i) => ({
    ...newJob(new File(['text'], `${i}.txt`)),
    status: 'failed' as const,
    error,
  }));
  const settings = { profile: 'itu', engine: 'auto', syncnetWindows: 'thinned', searchS: 1 } as const;
  return Buffer.from(await (await writeProject(jobs, settings)).arrayBuffer());
}

test('a reload in the middle and a crash lose nothing: results stand, files are found again, the rest is checked', async ({
  page,
}) => {
  const late = scratchCopy(clip('late-200'), 'holiday.mp4');
  const long = clip('vfr-phone');
  const wakeLocks = await watchWakeLocks(page);
  const room = new CheckPage(page);
  await room.open();
  await room.add(late, scratchFile('notes.txt', 'Buy milk.'), clip('in-sync'), long);
  expect(await room.outcome('holiday.mp4')).toMatch(/ms late/);
  await room.item('holiday.mp4').getByRole('button').first().click();
  await page.getByRole('button', { name: /^10.ms later$/ }).click();
  const before = await told(page);
  expect(await room.outcome('in-sync.mp4')).toMatch(/in sync/i);
  const said = await Promise.all(
    ['holiday.mp4', 'notes.txt', 'in-sync.mp4'].map((name) => words(room, name)),
  );
  await expect(page.getByRole('progressbar', { name: /vfr-phone/ })).toBeVisible();
  // Asked about while work goes on, whose device stays awake meanwhile.
  await expect.poll(wakeLocks).toBe(1);
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.type());
    void dialog.accept();
  });
  await storedResults(page, 3);
  await page.reload();
  expect(questions).toEqual(['beforeunload']);
  await expect(room.item('vfr-phone.mp4')).toContainText('Not finished');
  expect(
    await Promise.all(['holiday.mp4', 'notes.txt', 'in-sync.mp4'].map((name) => words(room, name))),
  ).toEqual(said);
  await room.item('holiday.mp4').getByRole('button').first().click();
  await expect(page.getByRole('heading', { name: 'The result is kept, the video is not' })).toBeVisible();
  expect(await told(page)).toEqual(before);
  await expect(page.getByText(/^In use: .* Set by hand: 10.ms later than measured/)).toBeVisible();
  await expectAccessible(page);

  // Another file than the one that was checked is not taken for it.
  await page.getByTestId('find-again').setInputFiles(clip('early-200'));
  await expect(page.getByRole('alert')).toContainText('is not the file that was checked as “holiday.mp4”');
  await page.getByTestId('find-again').setInputFiles(late);
  await expect(page.getByRole('region', { name: 'Player' })).toBeVisible();
  await expect(page.getByTestId('fix-card')).toBeVisible();
  expect(await words(room, 'holiday.mp4')).toBe(said[0]);

  // Dropped anew, what was not finished is checked; nothing is in the list twice.
  await room.add(long);
  await expect(room.item('vfr-phone.mp4')).toContainText(/ms (late|early)|in sync|not sure/i, {
    timeout: 90_000,
  });
  await expect(page.getByRole('list').first().getByRole('listitem')).toHaveCount(4);

  // What is done is kept: nobody is asked, and the screen may go dark.
  await expect.poll(wakeLocks).toBe(0);
  await page.reload();
  await expect(room.item('vfr-phone.mp4')).toBeVisible();
  expect(questions).toHaveLength(1);

  // The tab's process dies; a new tab has all of it.
  const all = ['holiday.mp4', 'notes.txt', 'in-sync.mp4', 'vfr-phone.mp4'];
  const last = await Promise.all(all.map((name) => words(room, name)));
  await storedResults(page, 4);
  const next = await afterCrash(page);
  await expect(next.item('vfr-phone.mp4')).toBeVisible();
  expect(await Promise.all(all.map((name) => words(next, name)))).toEqual(last);

  // Taken out by mistake, one and all.
  await next.page.getByRole('button', { name: 'Remove notes.txt' }).click();
  await expect(next.item('notes.txt')).toHaveCount(0);
  await next.page.getByRole('button', { name: 'Undo' }).click();
  await expect(next.item('notes.txt')).toBeVisible();
  await next.page.getByRole('button', { name: 'Clear the list' }).click();
  await expect(
    next.page.getByText('4 videos were taken out. Their checks are kept under “Earlier checks”.'),
  ).toBeVisible();
  await expectAccessible(next.page);
  await next.page.getByRole('button', { name: 'Undo' }).click();
  for (const name of all) await expect(next.item(name)).toBeVisible();
  await next.page.getByRole('button', { name: 'Clear the list' }).click();
  await next.page.reload();
  await expect(next.page.getByRole('button', { name: 'Choose videos' })).toBeVisible();
  await next.page.waitForTimeout(500);
  for (const name of all) await expect(next.item(name)).toHaveCount(0);
});

test('a dropped file is opened again after a reload; a second tab starts empty, says that it keeps nothing, and takes nothing from the first', async ({
  page,
  context,
}) => {
  const room = new CheckPage(page);
  await room.open();
  await room.drop(scratchFile('notes.txt', 'Buy milk.'));
  expect(await room.outcome('notes.txt')).toMatch(/could not be checked/i);
  const other = await context.newPage();
  const beside = new CheckPage(other);
  await beside.open();
  await expect(other.getByRole('button', { name: 'Choose videos' })).toBeVisible();
  await beside.add(scratchFile('list.txt', 'Milk.'));
  await expect(
    other.getByText(/kept by another tab of Lipslate: 1.check will be gone with the page/),
  ).toBeVisible();
  await expect(beside.item('notes.txt')).toHaveCount(0);
  await page.reload();
  // By its handle, which this browser lets the page keep; what is only chosen has to be found again.
  await expect(room.item('notes.txt')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'The result is kept, the video is not' })).toHaveCount(0);
});

test('ten files of all kinds, a reload in the middle, the tab killed: all are back; and on another machine, by a project', async ({
  page,
  browser,
}) => {
  const texts = ['notes.txt', 'list.txt', 'letter.txt'].map((name) =>
    scratchFile(name, `These are ${name}.`),
  );
  const broken = ['empty', 'truncated', 'video-only', 'audio-only', 'photo'].map(clip);
  const videos = [clip('tiny'), clip('late-200')];
  const all = [...texts, ...broken, ...videos];
  const names = all.map((path) => path.split('/').at(-1)!);
  const told = (room: CheckPage) => Promise.all(names.map((name) => words(room, name)));
  const room = new CheckPage(page);
  await room.open();
  await room.add(...all);
  await room.outcome('truncated.mp4');
  await expect(page.getByRole('button', { name: 'Cancel late-200.mp4' })).toBeVisible();
  await room.reload('late-200.mp4');
  await expect(room.item('late-200.mp4')).toContainText('Not finished');
  expect(await words(room, 'notes.txt')).toMatch(/could not be checked/i);
  await room.add(...all);
  for (const name of names) await room.outcome(name);
  const before = await told(room);
  expect(before.at(-1)).toMatch(/^(19|20)0.ms late/);
  await expect(page.getByRole('list').first().getByRole('listitem')).toHaveCount(10);

  await storedResults(page, 10);
  const next = await afterCrash(page);
  await expect(next.item('late-200.mp4')).toBeVisible();
  expect(await told(next)).toEqual(before);

  const saved = next.page.waitForEvent('download');
  await next.page.getByRole('button', { name: 'Save as a project' }).click();
  const project = scratchFile('monday.lipslate', readFileSync(await (await saved).path()));

  // Taken out, it is among the earlier checks: found, opened again, deleted for good.
  await next.page.getByRole('button', { name: 'Clear the list' }).click();
  await next.page.getByRole('button', { name: 'Earlier checks (10)' }).click();
  const earlier = next.page.getByRole('dialog', { name: 'Earlier checks' });
  await earlier.getByRole('textbox').fill('late ms');
  await expect(earlier.getByRole('listitem')).toHaveCount(1);
  await expectAccessible(next.page);
  await earlier.getByRole('button', { name: /^late-200/ }).click();
  await expect(next.item('late-200.mp4')).toBeVisible();
  await next.page.getByRole('button', { name: 'Earlier checks (9)' }).click();
  await earlier.getByRole('button', { name: 'Delete all 9 for good' }).click();
  await next.page.keyboard.press('Escape');
  await next.page.reload();
  await expect(next.item('late-200.mp4')).toBeVisible();
  await expect(next.page.getByRole('button', { name: /^Earlier checks/ })).toHaveCount(0);

  // Another machine knows nothing but the file.
  const away = await browser.newContext();
  const other = new CheckPage(await away.newPage());
  await other.open();
  await other.add(project);
  await expect(other.item('late-200.mp4')).toBeVisible();
  expect(await told(other)).toEqual(before);
  await other.item('late-200.mp4').getByRole('button').first().click();
  await other.page.getByTestId('find-again').setInputFiles(clip('late-200'));
  await expect(other.page.getByRole('region', { name: 'Player' })).toBeVisible();
  await away.close();
});

test('a full disk and more checks than are kept are told, for as long as that is so', async ({
  page,
  baseURL,
}) => {
  const room = new CheckPage(page);
  const disk = await page.context().newCDPSession(page);
  const { origin } = new URL(baseURL!);
  await disk.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await room.open();
  await room.add(scratchFile('letter.txt', 'Dear all.'), scratchFile('list.txt', 'Milk.'));
  await expect(page.getByText(/storage is full: 2.checks will be gone with the page/)).toBeVisible();
  await expectAccessible(page);
  await disk.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByRole('button', { name: 'Remove list.txt' }).click();
  await expect(page.getByText(/will be gone with the page/)).toHaveCount(0);
  await room.reload('letter.txt');

  await room.add(scratchFile('monday.lipslate', await projectOf(102)));
  await expect(
    page.getByText(/of the 103 in the list, the oldest 3 will be gone with the page/),
  ).toBeVisible();
  // One fewer in the list is one more that is kept.
  await page.getByRole('button', { name: 'Remove 50.txt', exact: true }).click();
  await expect(page.getByText(/of the 102 in the list, the oldest 2 will be gone/)).toBeVisible();
  await page.getByRole('button', { name: 'Clear the list' }).click();
  await expect(page.getByRole('button', { name: 'Earlier checks (100)' })).toBeVisible();
});
