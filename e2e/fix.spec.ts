/** Corrected copies: made, measured again, offered; by hand, for a queue, as reports; and nothing left behind. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { ERROR_TEXTS } from '../core/errors';
import { expectAccessible } from './support/accessible';
import { bigLate, bytesOf, FIX_MS, FixPage, GOOD_MS, picturePackets, signedMs } from './support/fix-page';
import { clip, scratchCopy } from './support/fixtures';
import { hasFfmpeg, made } from './support/native-ffmpeg';
import { unless, WIDE } from './support/wide';
import { kill } from './support/workers';

test.setTimeout(240_000);

async function openRoom(page: Page): Promise<FixPage> {
  const room = new FixPage(page);
  await room.open();
  return room;
}

test.describe('a late film', () => {
  for (const kind of ['Lossless', 'Baked in'] as const) {
    test(
      `${kind}: the copy is measured to be in sync before it is offered, and its pictures are the same`,
      unless(kind === 'Lossless'),
      async ({ page }) => {
        const room = await openRoom(page);
        await page.setViewportSize({ width: 1440, height: 900 });
        await room.ready(clip('late-200'));
        await expect(room.button('Fix it')).toBeInViewport({ ratio: 1 });
        await room.choose(kind);
        await room.button('Fix it').click();
        expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
        await expect(room.card.getByRole('heading', { name: 'The copy is in sync.' })).toBeVisible();
        expect(signedMs(await room.fact('Before'))).toBeGreaterThan(150);
        expect(await room.fact('Sound moved')).toMatch(/^\d+ ms earlier$/);
        expect(await room.fact('Kind')).toBe(kind);
        await expect(page.getByTestId('fix-announcer')).toContainText('The copy is in sync.');
        await expect(room.item('late-200.mp4')).toContainText(/Fixed: \d+.ms left/);
        expect(await room.asksToLeave()).toBe(true);
        const download = await room.download();
        await expect.poll(() => room.asksToLeave()).toBe(false);
        expect(download.suggestedFilename()).toBe('late-200.in-sync.mp4');
        const [copy, original] = [await bytesOf(download), readFileSync(clip('late-200'))];
        expect(copy.equals(original)).toBe(false);
        expect(await picturePackets(copy)).toBe(await picturePackets(original));
        await expectAccessible(page);
        // Measured by the lips of the original; the copy's own pictures say the same.
        await expect(room.card.getByText(/^The copy has the same pictures as the original/)).toBeVisible();
        const after = await room.fact('After');
        await room.button('Check the copy in full').click();
        await expect(room.card.getByRole('heading', { name: 'Checking the copy in full' })).toBeVisible();
        await expect(room.card.getByText(/^The copy was read and watched/)).toBeVisible({ timeout: FIX_MS });
        expect(await room.fact('After')).toBe(after);
        expect(await room.inStorage()).toHaveLength(1);
        await expect(room.card.getByRole('link', { name: /^Download/ })).toBeVisible();
        // Heard in place of the original, and compared with it.
        await page.getByRole('radio', { name: 'Fixed copy' }).check();
        await expect(page.getByLabel('Picture of late-200.in-sync.mp4')).toBeVisible();
        await page.keyboard.press('c');
        await expect(page.getByLabel('Picture of late-200.mp4')).toBeVisible();
        const compare = page
          .locator('details')
          .filter({ has: page.getByRole('heading', { name: 'Compare' }) });
        await compare.locator('summary').click();
        await expect(compare).toContainText(
          /The sound of “late-200\.in-sync\.mp4” is (19|20|21)0.ms earlier/,
        );
        await expectAccessible(page);
        // Reports know of the corrected copy.
        await room.reports.locator('summary').click();
        const report = await room.download(room.reports.getByRole('button', { name: /^For programs/ }));
        const { fix } = JSON.parse((await bytesOf(report)).toString('utf8'));
        const mode = kind === 'Lossless' ? 'lossless' : 'baked';
        expect(fix).toMatchObject({ file: 'late-200.in-sync.mp4', mode, good: true });
        // Measured in another way, it is no copy of that any more; in the first way again, it is.
        await page.getByRole('slider', { name: 'Position' }).fill('1');
        for (const key of ['i', 'End', 'o']) await page.keyboard.press(key);
        await page.getByRole('button', { name: 'Check this part' }).click();
        await expect(room.card.getByText('Made of an earlier measurement')).toBeVisible({ timeout: FIX_MS });
        await expect(room.item('late-200.mp4')).not.toContainText('Fixed');
        await expect(room.button('Check the copy in full')).toHaveCount(0);
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Clear', exact: true }).click();
        await page.getByRole('button', { name: 'Check the whole file' }).click();
        await expect(room.card.getByRole('heading', { name: 'The copy is in sync.' })).toBeVisible({
          timeout: FIX_MS,
        });
        await expect(room.item('late-200.mp4')).toContainText(/Fixed: \d+.ms left/);
        // Gone, as when the browser needs its room: said once it is asked for, and again when it is asked for again.
        await page.evaluate(async () => {
          const storage = await navigator.storage.getDirectory();
          for await (const name of storage.keys()) await storage.removeEntry(name, { recursive: true });
        });
        for (let ask = 0; ask < 2; ask++) {
          await page.getByText('Fixed copy', { exact: true }).click();
          await expect(
            page.getByRole('alert').filter({ hasText: 'The fixed copy could not be' }),
          ).toBeVisible();
          await expect(page.getByRole('radio', { name: 'Corrected' })).toBeChecked();
        }
      },
    );
  }

  test(
    'lossless is offered first; a wish for the other kind is one press away, also afterwards',
    WIDE,
    async ({ page }) => {
      const room = await openRoom(page);
      await room.ready(clip('late-200'));
      await expect(room.card.getByRole('radio', { name: 'Lossless' })).toBeChecked();
      await expect(room.card.getByText(/^Moves the sound \d+.ms earlier\.$/)).toBeVisible();
      await expectAccessible(page);
      await room.button('Fix it').click();
      expect(await room.fact('Kind')).toBe('Lossless');
      // The button that was pressed is gone: the focus stays with the card.
      expect(await room.card.evaluate((card) => card.contains(document.activeElement))).toBe(true);
      await room.card.getByText('Fix it differently').click();
      await expect(room.button('Fix it')).toHaveAccessibleDescription(/^Lossless: /);
      await room.choose('Baked in');
      await expect(room.button('Fix it')).toHaveAccessibleDescription(/^Baked in: /);
      await room.button('Fix it').click();
      await expect(room.card.getByText('Making the copy')).toBeVisible();
      await expect.poll(() => room.fact('Kind'), { timeout: FIX_MS }).toBe('Baked in');
      // The first copy made room for the second.
      await expect.poll(() => room.inStorage()).toHaveLength(1);
    },
  );

  test(
    'a copy that is watched while another film is checked shares the lanes with it',
    WIDE,
    async ({ page }) => {
      const room = await openRoom(page);
      await room.ready(clip('late-200'));
      const lanes = await page.evaluate(() => Math.min(4, navigator.hardwareConcurrency));
      let most = 0;
      const count = () => {
        most = Math.max(
          most,
          page.workers().filter((worker) => worker.url().includes('/faces.worker')).length,
        );
      };
      page.on('worker', count);
      await room.button('Fix it').click();
      expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
      await room.add(clip('cut-away'));
      await room.item('late-200.mp4').getByRole('button').first().click();
      await room.button('Check the copy in full').click();
      await expect(room.card.getByText(/^The copy was read and watched/)).toBeVisible({ timeout: FIX_MS });
      count();
      expect(most).toBe(lanes);
    },
  );

  test('a value set by hand is what is applied, and what the copy is judged by', WIDE, async ({ page }) => {
    const room = await openRoom(page);
    await room.ready(clip('late-200'));
    const measuredMs = Number((await room.card.textContent())!.match(/Moves the sound (\d+).ms/)![1]);
    for (let i = 0; i < 6; i++) await page.getByRole('button', { name: /^10.ms later$/ }).click();
    const inUse = new RegExp(`Moves the sound ${measuredMs - 60}.ms earlier. Set by hand: 60.ms later`);
    await expect(room.card).toContainText(inUse);
    await expect(room.button('Fix as measured instead')).toBeVisible();
    await room.button('Fix it').click();
    expect(Math.abs(await room.left('Left of your value'))).toBeLessThanOrEqual(GOOD_MS);
    expect(await room.fact('Sound moved')).toBe(`${measuredMs - 60} ms earlier`);
    expect(Math.abs(signedMs(await room.fact('After')) - 60)).toBeLessThanOrEqual(GOOD_MS);
    await expect(room.card.getByRole('heading', { name: 'Moved as you set it by hand.' })).toBeVisible();
  });

  test(
    'saved straight to a file of the visitor’s choice, and a finished copy saved elsewhere',
    WIDE,
    async ({ page }) => {
      // The system's window cannot be driven; what it returns is a real handle of the same kind.
      await page.addInitScript(() => {
        Object.assign(globalThis, {
          showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
            (await navigator.storage.getDirectory()).getFileHandle(`chosen ${suggestedName}`, {
              create: true,
            }),
        });
      });
      const sizes = (name: string) =>
        page.evaluate(async (name) => {
          const root = await navigator.storage.getDirectory();
          return (await (await root.getFileHandle(name)).getFile()).size;
        }, name);
      const room = await openRoom(page);
      await room.ready(clip('late-200'));
      await room.button('Fix and save as…').click();
      expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
      await expect(room.card.getByText('Saved as chosen late-200.in-sync.mp4.')).toBeVisible();
      expect(await room.inStorage()).toEqual([]);
      const size = await sizes('chosen late-200.in-sync.mp4');
      expect(size).toBeGreaterThan(90_000);
      await room.card.getByText('Fix it differently').click();
      await room.button('Fix it').click();
      await room.button('Save as…').click();
      await expect(room.card.getByText('Saved as chosen late-200.in-sync.mp4.')).toBeVisible();
      expect(await sizes('chosen late-200.in-sync.mp4')).toBe(size);
    },
  );
});

test.describe('other films', () => {
  test('early, lossless: the sound is delayed, nothing is lost', WIDE, async ({ page }) => {
    const room = await openRoom(page);
    await room.ready(clip('early-200'));
    await room.button('Fix it').click();
    expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
    expect(await room.fact('Sound moved')).toMatch(/ms later$/);
  });

  for (const [name, what] of [
    ['drift-5000ppm', 'a drift'],
    ['step-300', 'a jump'],
  ] as const) {
    const title = `${what} can only be baked, which is said; the copy is in sync all along`;
    test(title, WIDE, async ({ page }) => {
      const room = await openRoom(page);
      await room.ready(clip(name));
      await expect(room.card.getByRole('radio', { name: 'Lossless' })).toBeDisabled();
      await expect(room.card.getByText(/^Not for this file\. .*A drift or a jump/)).toBeVisible();
      await room.button('Fix it').click();
      expect(await room.fact('Before')).toMatch(/ms (early|late) to \d+ ms late$/);
      expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
      const copy = await bytesOf(await room.download());
      expect(await picturePackets(copy)).toBe(await picturePackets(readFileSync(clip(name))));
    });
  }

  test('HEVC, which this browser cannot decode, is fixed without being decoded', WIDE, async ({ page }) => {
    const room = await openRoom(page);
    await room.ready(clip('hevc-aac'));
    await room.button('Fix it').click();
    expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
    const copy = await bytesOf(await room.download());
    expect(await picturePackets(copy)).toBe(await picturePackets(readFileSync(clip('hevc-aac'))));
  });

  test('in sync or not sure: nothing is offered until the visitor sets a value', async ({ page }) => {
    const room = await openRoom(page);
    await room.add(clip('in-sync'));
    expect(await room.outcome('in-sync.mp4')).toBe('In sync');
    await expect(page.getByText('Nothing needs fixing.')).toBeVisible();
    await expect(room.card).toHaveCount(0);
    await page.getByRole('button', { name: /^10.ms earlier$/ }).click();
    await expect(room.card).toContainText(
      /Moves the sound \d+.ms (earlier|later)\. Set by hand: 10.ms earlier than measured\./,
    );
    await expect(room.button('Fix it')).toBeVisible();
    await page.getByRole('button', { name: /^Undo nudge/ }).click();
    await expect(room.card).toHaveCount(0);

    // Typed to the millisecond, and kept by name for the next film.
    const field = page.getByRole('textbox', { name: 'Sound' });
    await field.fill('−37');
    await field.press('Enter');
    await expect(room.card).toContainText(/Moves the sound 37.ms later\./);
    await field.fill('soon');
    await expect(page.getByRole('alert').filter({ hasText: 'a number up to' })).toBeVisible();
    await expectAccessible(page);
    await field.press('Escape');
    await expect(field).toHaveText('−37');
    await page.getByText('Saved offsets (0)').click();
    await page.getByRole('textbox', { name: 'Name, such as my television' }).fill('My TV');
    await page.getByRole('button', { name: /^Save 37.ms later$/ }).click();
    await page.getByRole('combobox', { name: 'Steps' }).selectOption('frame');
    await page.getByRole('button', { name: /^1.frame later$/ }).click();
    await expect(room.card).toContainText(/Moves the sound 77.ms later\./);
    await room.reload('in-sync.mp4');
    await room.add(clip('in-sync'));
    await page.getByText('Saved offsets (1)').click();
    await page.getByRole('button', { name: /^My TV: 37.ms later$/ }).click();
    await expect(room.card).toContainText(/Moves the sound 37.ms later\./);
    await expectAccessible(page);
  });
});

test.describe('a queue', () => {
  const sure = ['late-200', 'early-200'];

  async function openQueue(page: Page, others: readonly string[]): Promise<FixPage> {
    const room = await openRoom(page);
    const names = [...sure, ...others];
    await room.add(...names.map(clip));
    for (const name of names) await room.outcome(`${name}.mp4`);
    await page.getByRole('button', { name: 'Fix all that are off (2)' }).click();
    return room;
  }

  test('sure files come as one zip, the others are listed as left alone', async ({ page }) => {
    const room = await openQueue(page, ['in-sync', 'silence', 'text']);
    const dialog = page.getByRole('dialog', { name: 'Fix all that are off' });
    await dialog.getByText('3 files left alone').click();
    await expect(dialog.getByText('text.mp4: could not be checked')).toBeVisible();
    await expect(dialog.getByText('in-sync.mp4: in sync')).toBeVisible();
    await expect(dialog.getByText('silence.mp4: not sure')).toBeVisible();
    await expectAccessible(page);
    await dialog.getByRole('radio', { name: 'One zip' }).check();
    // Each with its amount, and each can be left out.
    const late = dialog.getByRole('checkbox', {
      name: /^late-200\.mp4 Sound moved (19\d|20\d).ms earlier\.$/,
    });
    await late.uncheck();
    await expect(dialog.getByRole('button', { name: /^Fix 1.file$/ })).toBeEnabled();
    await late.check();
    await dialog.getByRole('button', { name: /^Fix 2.files$/ }).click();
    await expect(page.getByRole('heading', { name: 'Fixing 1 of 2' })).toBeVisible();
    const card = page.getByRole('region', { name: 'Fixing is done' });
    await expect(card.getByText(/^2.fixed\.$/)).toBeVisible({ timeout: FIX_MS });
    await expectAccessible(page);
    await expect(room.item('late-200.mp4')).toContainText(/Fixed: \d+.ms left/);
    expect(await room.asksToLeave()).toBe(true);
    const zip = await bytesOf(await room.download(card.getByRole('link')));
    await expect.poll(() => room.asksToLeave()).toBe(false);
    expect(entriesOf(zip)).toEqual(['late-200.in-sync.mp4', 'early-200.in-sync.mp4']);
    // Packed as they are: the pictures of the first are found in the zip.
    const film = readFileSync(clip('late-200'));
    const media = film.subarray(film.indexOf('mdat') + 4);
    expect(zip.includes(media.subarray(0, 50_000))).toBe(true);
    // The single copies made room, and so does the zip.
    expect(await room.inStorage()).toHaveLength(1);

    // The whole queue in one line, in parts, in another order, and as one report.
    const spaced = async (locator: Locator) =>
      ((await locator.textContent()) ?? '').replaceAll('\u00a0', ' ');
    expect(await spaced(page.getByTestId('queue-summary'))).toBe(
      '1 not sure, 1 failed, 1 within limits, 2 fixed',
    );
    await expect(page).toHaveTitle(/^[^:]+: [\w-]+\.mp4 – Lipslate$/);
    const queue = page.getByRole('region', { name: 'Videos' });
    const listed = () => queue.getByTestId('file-state').locator('xpath=../*[@title]').allTextContents();
    await page.getByLabel('Order of the list').selectOption('By name');
    const all = ['early-200.mp4', 'in-sync.mp4', 'late-200.mp4', 'silence.mp4', 'text.mp4'];
    expect(await listed()).toEqual(all);
    await page.getByLabel('Which videos are listed').selectOption('Fixed (2)');
    expect(await listed()).toEqual(['early-200.mp4', 'late-200.mp4']);
    await page.getByLabel('Which videos are listed').selectOption('All (5)');
    await page.getByText('One report of all 5 videos').click();
    await expectAccessible(page);
    const sheet = await bytesOf(
      await room.download(queue.getByRole('button', { name: /^To read and print/ })),
    );
    for (const name of all) expect(sheet.toString('utf8')).toContain(name);
    const table = await bytesOf(
      await room.download(queue.getByRole('button', { name: /^For spreadsheets/ })),
    );
    const rows = parse<Record<string, string>>(table, { columns: true });
    const whole = rows.filter(({ what }) => what === 'whole file');
    expect(whole.map(({ file }) => file).sort()).toEqual(all.slice(0, 4));
    expect(whole.find(({ file }) => file === 'late-200.mp4')).toMatchObject({
      fix_file: 'late-200.in-sync.mp4',
    });
    const download = await room.download(queue.getByRole('button', { name: /^For programs/ }));
    const lines = (await bytesOf(download)).toString('utf8').trimEnd().split('\n');
    const records = lines.map((line) => JSON.parse(line) as { file: string; ok: boolean });
    expect(records.map(({ file, ok }) => [file, ok]).sort()).toEqual(
      all.map((file) => [file, file !== 'text.mp4']),
    );
    await card.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => room.inStorage()).toEqual([]);
  });

  test('into a folder: nothing there is overwritten', WIDE, async ({ page }) => {
    await page.addInitScript(() => {
      Object.assign(globalThis, {
        showDirectoryPicker: async () => {
          const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('films', {
            create: true,
          });
          await folder.getFileHandle('late-200.in-sync.mp4', { create: true });
          return folder;
        },
      });
    });
    const room = await openQueue(page, []);
    await page.getByRole('radio', { name: 'A folder' }).check();
    await page.getByRole('button', { name: /^Fix 2.files into a folder…$/ }).click();
    await expect(page.getByText(/^2.fixed\.$/)).toBeVisible({ timeout: FIX_MS });
    const files = await page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('films');
      const found: [string, boolean][] = [];
      for await (const [name, handle] of folder.entries())
        found.push([name, (await (handle as FileSystemFileHandle).getFile()).size > 90_000]);
      return found.sort();
    });
    expect(files).toEqual([
      ['early-200.in-sync.mp4', true],
      ['late-200.in-sync (2).mp4', true],
      ['late-200.in-sync.mp4', false],
    ]);
    expect(await room.inStorage()).toEqual([]);
  });
});

test.describe('nothing is left behind', () => {
  const BIG = 'big-late.mp4';
  let path = '';
  test.beforeAll(() => {
    path = bigLate(BIG);
  });
  test.afterAll(() => rmSync(path, { force: true }));

  /** Until a part of the copy is on disk. */
  async function startWriting(room: FixPage): Promise<void> {
    await room.button('Fix it').click();
    const bar = room.card.getByRole('progressbar', { name: 'Writing the copy' });
    await expect
      .poll(async () => Number(await bar.getAttribute('value').catch(() => 0)), {
        intervals: [20],
        timeout: FIX_MS,
      })
      .toBeGreaterThan(0.05);
  }

  test('cancel: at once, and the queue is as it was', async ({ page }) => {
    const room = await openRoom(page);
    await room.ready(path);
    await startWriting(room);
    expect(await room.inStorage()).toHaveLength(1);
    expect(await page.evaluate(cancelAndWatch)).toContain('cancelled');
    await expect(room.card.getByRole('heading', { name: 'The fix was cancelled' })).toBeVisible();
    await expectAccessible(page);
    await expect.poll(() => room.inStorage()).toEqual([]);
    expect(await room.outcome(BIG)).toMatch(/ms late/);
    await room.button('Fix it').click();
    expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
  });

  test(
    'a file taken out of the queue takes its copy with it, also one in the making',
    WIDE,
    async ({ page }) => {
      const room = await openRoom(page);
      await room.ready(clip('late-200'));
      await room.button('Fix it').click();
      await room.left();
      expect(await room.inStorage()).toHaveLength(1);
      await page.getByRole('button', { name: 'Remove late-200.mp4' }).click();
      await expect.poll(() => room.inStorage()).toEqual([]);
      await room.ready(path);
      await startWriting(room);
      await page.getByRole('button', { name: `Remove ${BIG}` }).click();
      await expect.poll(() => room.inStorage()).toEqual([]);
    },
  );

  test('the worker is killed: it is said, and a new try works', WIDE, async ({ page }) => {
    const room = await openRoom(page);
    await room.ready(path);
    await startWriting(room);
    // An older one has planned the copy.
    const writers = page.workers().filter((each) => each.url().includes('/rewrite.worker'));
    await kill(writers.at(-1)!);
    const { message, hint } = ERROR_TEXTS['worker-died'];
    await expect(room.card.getByRole('alert')).toContainText(message);
    await expect(room.card.getByRole('alert')).toContainText(hint);
    await expectAccessible(page);
    await expect.poll(() => room.inStorage()).toEqual([]);
    await room.button('Try again').click();
    expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
  });

  test(
    'no room: said before anything is written; room gone in the middle: said, and nothing stays',
    WIDE,
    async ({ page, context, baseURL }) => {
      const room = await openRoom(page);
      await room.ready(path);
      const { message, hint } = ERROR_TEXTS['storage-full'];
      const quota = await quotaOf(context, page, baseURL!);
      await quota(100_000_000);
      await room.button('Fix it').click();
      await expect(room.card.getByRole('alert')).toContainText(message);
      await expect(room.card.getByRole('alert')).toContainText(hint);
      expect(await room.inStorage()).toEqual([]);
      await quota(5_000_000_000);
      await startWriting(room);
      await quota(100_000_000);
      await expect(room.card.getByRole('alert')).toContainText(message, { timeout: FIX_MS });
      await expect.poll(() => room.inStorage()).toEqual([]);
      await quota(5_000_000_000);
      await room.button('Try again').click();
      expect(Math.abs(await room.left())).toBeLessThanOrEqual(GOOD_MS);
    },
  );

  test(
    'the tab is closed in the middle: the next visit finds nothing of it',
    WIDE,
    async ({ page, context }) => {
      const room = await openRoom(page);
      await room.ready(path);
      await startWriting(room);
      expect(await room.inStorage()).toHaveLength(1);
      await page.close();
      const again = await openRoom(await context.newPage());
      await expect.poll(() => again.inStorage()).toEqual([]);
    },
  );

  test('the file changes before it is fixed: it is said', WIDE, async ({ page }) => {
    const copy = scratchCopy(clip('late-200'), 'changes.mp4');
    const room = await openRoom(page);
    await room.ready(copy);
    rmSync(copy);
    await room.button('Fix it').click();
    await expect(room.card.getByRole('alert')).toContainText(ERROR_TEXTS['file-changed'].message);
    expect(await room.inStorage()).toEqual([]);
  });
});

/** Sets how much the browser grants the page. */
async function quotaOf(context: BrowserContext, page: Page, url: string) {
  const devtools = await context.newCDPSession(page);
  const { origin } = new URL(url);
  return (quotaSize: number) => devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
}

/** Runs in the page, while a copy is being written. @returns what the first picture after the press on Cancel says */
async function cancelAndWatch(): Promise<string | null> {
  const card = document.querySelector('[data-testid="fix-card"]')!;
  const { held } = await navigator.locks.query();
  if (!held?.some(({ name }) => name?.startsWith('lipslate-part:')))
    throw new Error('Nothing is being written');
  const cancel = [...card.querySelectorAll('button')].find((button) =>
    /Cancel/.test(button.textContent ?? ''),
  )!;
  cancel.click();
  await new Promise(requestAnimationFrame);
  return card.textContent;
}

/** The names in a zip's directory. */
function entriesOf(zip: Buffer): string[] {
  const names: string[] = [];
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 46)) {
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  }
  return names;
}

test('a part is saved as a film of its own: the same packets, its sound moved, as ffprobe reads it', async ({
  page,
}) => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  // A key picture every second, and pictures stored out of order.
  const film = made('key-pictures.mp4', [
    ...[
      '-i',
      clip('late-200'),
      '-c:v',
      'libx264',
      '-g',
      '25',
      '-bf',
      '2',
      '-sc_threshold',
      '0',
      '-c:a',
      'copy',
    ],
  ]);
  const room = await openRoom(page);
  await room.ready(film);
  const movedMs = Number((await room.card.textContent())!.match(/Moves the sound (\d+).ms/)![1]);
  await page.getByRole('slider', { name: 'Position' }).fill('2.6');
  await page.keyboard.press('i');
  await page.getByRole('slider', { name: 'Position' }).fill('4.2');
  await page.keyboard.press('o');
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save this part' }).click();
  const download = await started;
  expect(download.suggestedFilename()).toBe('key-pictures.part-0m02s-0m04s.mp4');
  await expect(
    page.getByText(/^Saved from 0:02\.0, where a key picture is\. Sound moved \d+.ms earlier\.$/),
  ).toBeVisible();
  await expectAccessible(page);

  const part = await download.path();
  const before = probedPackets(film);
  const after = probedPackets(part);
  const inPart = (kind: string) => after.filter(({ codec_type }) => codec_type === kind);
  expect(inPart('video')[0]).toMatchObject({ flags: expect.stringMatching(/^K/) });
  // Pictures shown from 2.0 to 4.2 s, and none that is needed is missing: it decodes without a complaint.
  expect(inPart('video').length).toBeGreaterThanOrEqual(55);
  expect(inPart('video').length).toBeLessThanOrEqual(58);
  expect(
    spawnSync('ffmpeg', ['-v', 'error', '-i', part, '-f', 'null', '-'], { encoding: 'utf8' }).stderr,
  ).toBe('');
  // Every packet is one of the original's; the sound is earlier by what was measured, to half a millisecond.
  const startS = Number(
    before.find(({ data_hash }) => data_hash === inPart('video')[0]!.data_hash)!.pts_time,
  );
  for (const [kind, earlierMs] of [
    ['video', 0],
    ['audio', movedMs],
  ] as const) {
    expect(inPart(kind).length).toBeGreaterThan(20);
    for (const packet of inPart(kind)) {
      const original = before.find(({ data_hash }) => data_hash === packet.data_hash);
      const earlier = (Number(original!.pts_time) - startS - Number(packet.pts_time)) * 1000;
      expect(Math.abs(earlier - earlierMs)).toBeLessThan(1);
    }
  }
  expect(await room.inStorage()).toHaveLength(1);
  await page.getByRole('button', { name: 'Remove key-pictures.mp4' }).click();
  await expect.poll(() => room.inStorage()).toEqual([]);
});

interface ProbedPacket {
  codec_type: string;
  pts_time: string;
  flags: string;
  data_hash: string;
}

function probedPackets(path: string): ProbedPacket[] {
  const args = ['-v', 'error', '-show_packets', '-show_data_hash', 'md5', '-of', 'json', path];
  const { stdout } = spawnSync('ffprobe', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return (JSON.parse(stdout) as { packets: ProbedPacket[] }).packets;
}
