/** Reports, and a copy, in a browser that keeps no files of a page's own and shows no dialogs for files, as WebKitGTK when it comes. */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible';
import { bytesOf, FixPage, GOOD_MS, picturePackets, signedMs } from './support/fix-page';
import { clip } from './support/fixtures';
import { test } from './support/no-own-files';

test.setTimeout(240_000);

test('reports are downloads with the result in them, commands can be copied, and a copy is made', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const room = new FixPage(page);
  await room.open();
  await room.ready(clip('late-200'));
  await room.reports.locator('summary').click();
  const text = async (label: RegExp) => {
    const download = await room.download(room.reports.getByRole('button', { name: label }));
    return { name: download.suggestedFilename(), text: (await bytesOf(download)).toString('utf8') };
  };
  const json = await text(/^For programs/);
  expect(json.name).toBe('late-200.lip-sync.json');
  expect(JSON.parse(json.text)).toMatchObject({ format: 'lipslate-report', result: { verdict: 'late' } });
  expect((await text(/^Spreadsheet/)).text).toMatch(/late-200\.mp4,whole file/);
  expect((await text(/^One page/)).text).toMatch(/The sound is about \d+0.ms late/);
  expect((await text(/OpenTimelineIO/)).text).toContain('"OTIO_SCHEMA"');
  expect((await text(/FCPXML/)).text).toContain('<fcpxml');
  // Not these, too: Chromium asks the visitor before the eleventh download of a tab. What is in them: headless.spec.ts, core/report.
  for (const name of [/Final Cut Pro 7/, /Markers as Premiere/, /Markers for Resolve/, /CMX 3600/])
    await expect(room.reports.getByRole('button', { name })).toBeVisible();
  expect((await text(/subtitles/)).text).toMatch(/Sound \d+ ms late/);
  await expect(
    room.reports.getByText(/^For Avid: no AAF is written\. Media Composer takes the EDL;/),
  ).toBeVisible();
  const wav = await room.download(room.reports.getByRole('button', { name: /WAV/ }));
  expect(wav.suggestedFilename()).toMatch(/\.wav$/);
  expect((await bytesOf(wav)).subarray(0, 4).toString()).toMatch(/RIFF|RF64/);
  // Nudged, it is another one; as it was, the one that is there.
  const made = room.reports.getByRole('link', { name: /\.wav$/ });
  await expect(made).toBeVisible();
  await page.getByRole('button', { name: /^10.ms later$/ }).click();
  await expect(room.reports.getByRole('button', { name: /WAV/ })).toBeVisible();
  await expect(made).toHaveCount(0);
  await page.getByRole('button', { name: /^Undo nudge/ }).click();
  await expect(made).toBeVisible();
  await room.reports.getByRole('button', { name: /^Copy.*ffmpeg, lossless/ }).click();
  await expect(room.reports.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^ffmpeg .*-itsoffset -0\.\d+ /);
  await room.reports.getByRole('radio', { name: 'Windows' }).check();
  await expect(room.reports.getByText(/-itsoffset '-0\./)).toBeVisible();
  // The ruler of the plots stays in view and lies over what is scrolled under it.
  await page.evaluate(() => scrollTo(0, 0));
  await expectAccessible(page);
  // The encoded sound and the copy lie in memory.
  await room.choose('Baked in');
  await room.button('Fix it').click();
  expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
  expect(signedMs(await room.fact('Before'))).toBeGreaterThan(150);
  const copy = await bytesOf(await room.download());
  expect(await picturePackets(copy)).toBe(await picturePackets(readFileSync(clip('late-200'))));
  expect(await page.evaluate(() => 'getDirectory' in StorageManager.prototype)).toBe(false);
});
