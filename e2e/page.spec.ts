/** The page as people use it: by mouse, by keyboard alone, on a phone, with a screen reader, light and dark. */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { ERROR_TEXTS } from '../core/errors';
import { expectAccessible } from './support/accessible';
import { CheckPage } from './support/check-page';
import { clip, fixture, scratchFile } from './support/fixtures';
import { unless } from './support/wide';

/** Six seconds, late. */
const FILM = fixture('late-200.mp4');
const NOT_A_VIDEO = () => scratchFile('notes.txt', 'Buy milk.');
const MEASURED_MS = 90_000;

/** Every rule of WCAG 2.2 A and AA that axe knows. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: innerWidth,
  }));
  expect(content).toBeLessThanOrEqual(window);
}

const verdict = (page: Page) => page.getByText(/^(The sound is .*|Not sure whether .*)\.$/).first();
const position = (page: Page) => page.getByRole('slider', { name: 'Position' });

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe finds nothing wrong, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('in the empty room and in the keyboard help', unless(colorScheme === 'light'), async ({ page }) => {
      await new CheckPage(page).open();
      await expectAccessible(page);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
      await expectAccessible(page);
    });

    test(
      'while a file is read and another waits, and when the first is measured',
      unless(colorScheme === 'light'),
      async ({ page }) => {
        const room = new CheckPage(page);
        await room.open();
        await room.add(FILM, fixture('no-face.mp4'));
        await expect(page.getByRole('button', { name: 'Cancel late-200.mp4' })).toBeVisible();
        await expectAccessible(page);
        await room.outcome('late-200.mp4', MEASURED_MS);
        await page.getByText('Details', { exact: true }).click();
        await page.getByText('How to read it: Lips and sound').click();
        await expect(page.getByText('In a video that is in sync both rise and fall together.')).toBeVisible();
        await expectAccessible(page);
        // Every plot that is drawn is explained in the help as well.
        const plots = await page.getByRole('region', { name: 'Evidence' }).locator('h3').allTextContents();
        expect(plots.length).toBeGreaterThanOrEqual(5);
        await page.getByRole('button', { name: 'Help', exact: true }).click();
        const help = page.getByRole('dialog', { name: 'Help' }).locator('dt');
        await expect(help.first()).toBeVisible();
        const terms = await help.allTextContents();
        expect(terms).toEqual(expect.arrayContaining(plots));
        expect(terms).toEqual(expect.arrayContaining(['Offset', 'ITU-R BT.1359-1', 'LSE-C, LSE-D']));
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await room.outcome('no-face.mp4', MEASURED_MS);
        await room.item('no-face.mp4').getByRole('button').first().click();
        await expect(
          page.getByRole('heading', { name: 'Not sure whether the sound is in sync.' }),
        ).toBeVisible();
        await expectAccessible(page);
        await page.emulateMedia({ forcedColors: 'active' });
        await expectAccessible(page);
        // What is chosen is told apart there as well.
        await room.item('late-200.mp4').getByRole('button').first().click();
        const colour = (pressed: boolean) =>
          page
            .getByRole('region', { name: 'Evidence' })
            .getByRole('button', { pressed })
            .first()
            .evaluate((button) => getComputedStyle(button).backgroundColor);
        expect(await colour(true)).not.toBe(await colour(false));
      },
    );

    test('when a file cannot be checked', unless(colorScheme === 'light'), async ({ page }) => {
      const room = new CheckPage(page);
      await room.open();
      await room.add(NOT_A_VIDEO());
      await expect(page.getByRole('heading', { name: 'This file is not a video.' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

/** How loud the page is now: root mean square of what goes to the loudspeakers, beside which it is read. */
async function listenIn(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const connect = AudioNode.prototype.connect as (this: AudioNode, ...to: unknown[]) => unknown;
    const meters: AnalyserNode[] = [];
    AudioNode.prototype.connect = function (this: AudioNode, ...to: unknown[]) {
      if (to[0] instanceof AudioDestinationNode) {
        const meter = new AnalyserNode(this.context, { fftSize: 32768 });
        connect.call(this, meter);
        meters.push(meter);
      }
      return connect.apply(this, to);
    } as typeof AudioNode.prototype.connect;
    Object.assign(globalThis, {
      loudness: () => {
        const samples = new Float32Array(32768);
        meters.at(-1)?.getFloatTimeDomainData(samples);
        return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
      },
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as { loudness(): number }).loudness());
}

test('with the keyboard alone: example, verdict, play, volume, step, nudge, compare, help', async ({
  page,
}) => {
  const loudness = await listenIn(page);
  await new CheckPage(page).open();
  await tabTo(page, 'Try the example');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Copy result' })).toBeVisible({ timeout: MEASURED_MS });
  await expect(page.getByTestId('announcer')).toContainText('The sound is');

  // The example has a tour, which stays with the keyboard's focus and is over for good.
  await tabTo(page, 'Take a tour of this example');
  await page.keyboard.press('Enter');
  const tour = page.getByRole('region', { name: 'Tour of the example' });
  for (const stop of ['The answer', 'Fix it', 'See and hear it', 'The evidence', 'Your own videos']) {
    await expect(tour.getByRole('heading', { name: stop })).toBeVisible();
    await expect(page.locator('[data-toured]')).toHaveCount(1);
    await expect(tour.getByRole('button', { name: /^(Next|Done)$/ })).toBeFocused();
    if (stop === 'Fix it') await expectAccessible(page);
    await page.keyboard.press('Enter');
  }
  await expect(tour).toHaveCount(0);
  await expect(page.locator('[data-toured]')).toHaveCount(0);

  const timecode = page.getByTitle(/^Timecode/);
  await expect(timecode).toHaveText('00:00:00:00');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => Number(await position(page).inputValue())).toBeGreaterThan(0);
  await expect(timecode).toHaveText('00:00:00:01');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => Number(await position(page).inputValue())).toBeGreaterThan(1);

  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
  const before = Number(await position(page).inputValue());
  await expect.poll(async () => Number(await position(page).inputValue())).toBeGreaterThan(before + 0.3);
  const volume = page.getByRole('slider', { name: 'Volume' });
  await expect.poll(loudness).toBeGreaterThan(0.01);
  await volume.fill('0');
  await expect.poll(loudness).toBeLessThan(1e-5);
  await page.getByRole('button', { name: 'Mute' }).click();
  await expect(volume).toHaveValue('1');
  await expect.poll(loudness).toBeGreaterThan(0.01);
  await page.locator('#main').focus();
  await page.keyboard.press('l');
  await expect(page.getByText('2×', { exact: true })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();

  await page.keyboard.press('c');
  await expect(page.getByRole('radio', { name: 'Corrected' })).toBeChecked();
  const heard = page.getByText(/^You hear the sound \d+.ms (earlier|later)\./);
  const first = await heard.textContent();
  await page.keyboard.press(']');
  await expect(heard).not.toHaveText(first!);
  await expect(page.getByRole('button', { name: /^Undo nudge of 10.ms$/ })).toBeVisible();
  await page.keyboard.press('[');
  await expect(page.getByRole('button', { name: /^Undo nudge/ })).toHaveCount(0);

  const filling = () => page.evaluate(() => document.fullscreenElement?.ariaLabel ?? null);
  await page.keyboard.press('f');
  await expect.poll(filling).toBe('Player');
  await page.keyboard.press('f');
  await expect.poll(filling).toBeNull();
  await page.keyboard.press('End');
  await expect.poll(async () => Number(await position(page).inputValue())).toBeGreaterThan(5);
  await page.keyboard.press(',');
  await expect.poll(async () => Number(await position(page).inputValue())).toBe(0);
  await page.keyboard.press('+');
  await expect(page.getByText(/^Showing 0:00\.0 to 0:0\d\.\d$/)).toBeVisible();
  await page.keyboard.press('0');
  await expect(page.getByText(/^Showing 0:/)).toHaveCount(0);

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  // Fixed and saved.
  await tabTo(page, 'Fix it');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /^Download/ })).toBeVisible({ timeout: MEASURED_MS });
  await tabTo(page, /^Download/, 'link');
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await saved).suggestedFilename()).toBe('example.in-sync.mp4');
});

test('single-key shortcuts can be switched off, and stay off', async ({ page }) => {
  await new CheckPage(page).open();
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: 'Single-key shortcuts' }).uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('the result is copied, keys typed on a control belong to it, and another profile judges anew and is remembered', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const room = new CheckPage(page);
  await room.open();
  await room.add(FILM);
  await page.getByRole('button', { name: 'Copy result' }).click({ timeout: MEASURED_MS });
  await expect(page.getByText('Copied.', { exact: true })).toBeVisible();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await clipboard()).toMatch(/^late-200\.mp4: The sound is /);
  await page.getByRole('button', { name: 'Copy JSON' }).click();
  await expect.poll(clipboard).toContain('"ok": true');
  expect(JSON.parse(await clipboard())).toMatchObject({ file: 'late-200.mp4', ok: true });

  // Into the Sound room with this file, and back to what was measured.
  await page.getByRole('button', { name: 'Make its speech clear' }).first().click();
  await expect(page.getByRole('heading', { name: 'Make speech clear' })).toBeVisible();
  await expect(page.getByRole('strong').filter({ hasText: 'late-200.mp4' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make speech clear' })).toBeEnabled();
  await page.getByRole('link', { name: 'Back to Check' }).click();
  await expect(page.getByText(/\(ITU-R BT\.1359-1\)\.$/).first()).toBeVisible();
  const headline = await verdict(page).textContent();
  const profile = page.getByRole('combobox', { name: 'Judge by' });
  await profile.focus();
  await page.keyboard.press('ArrowDown');
  await expect(profile).toHaveValue('atsc');
  await expect(
    page.getByText(/These limits are tighter than the measurement, ±\d+.ms at best/),
  ).toBeVisible();
  await expect(position(page)).toHaveValue('0');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText(/\(ATSC IS-191\)\.$/).first()).toBeVisible();
  await expect(verdict(page)).toHaveText(headline!);

  // Own limits: 200 ms late are in sync for a house that allows 250, and the report says whose limits these are.
  await profile.selectOption('own');
  await page.getByRole('textbox', { name: 'ms late' }).fill('250');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText(/in sync/i);
  // Nearer to the limit than the measurement is exact, that is no fact.
  await page.getByRole('textbox', { name: 'ms late' }).fill('210');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText(/^The sound is within the limits \(.*\), but too close to tell\.$/);
  await page.getByRole('textbox', { name: 'ms late' }).fill('250');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'ms early' }).fill('0');
  await expect(page.getByRole('alert').filter({ hasText: 'Whole milliseconds' })).toBeVisible();
  await page.getByRole('textbox', { name: 'ms early' }).fill('40');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'ms late' })).toBeFocused();
  await expect(page.getByText(/own limits \(40 ms early \/ 250 ms late\)/).first()).toBeVisible();
  // Kept by name, they are one more choice.
  const chosen = profile.locator('option:checked');
  await page.getByText('Saved limits (0)').click();
  await page.getByRole('textbox', { name: 'Name, such as our studio' }).fill('Studio');
  await page.getByRole('button', { name: 'Save 40 ms early / 250 ms late' }).click();
  await expect(chosen).toHaveText('Studio (40 ms early / 250 ms late)');
  const exported = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save to a file' }).click();
  expect(JSON.parse(readFileSync(await (await exported).path(), 'utf8'))).toMatchObject({
    format: 'lipslate-presets',
    ownLimits: { earlyMs: 40, lateMs: 250 },
    savedLimits: [{ name: 'Studio', earlyMs: 40, lateMs: 250 }],
  });
  // The limits of another house, and its offsets, from a file.
  const presets = {
    format: 'lipslate-presets',
    version: 1,
    ownLimits: { earlyMs: 30, lateMs: 20 },
    savedLimits: [{ name: 'Hall', earlyMs: 30, lateMs: 210 }],
  };
  const house = scratchFile(
    'house.json',
    JSON.stringify({ ...presets, offsets: [{ name: 'Hall', ms: 55 }] }),
  );
  await page.getByTestId('presets').setInputFiles(house);
  await expect(page.getByText('Loaded: own limits, 1 by name, 1 offset.')).toBeVisible();
  await expect(page.getByText(/own limits \(30 ms early \/ 20 ms late\)/).first()).toBeVisible();
  await page.getByText('Saved offsets (1)').click();
  await expect(page.getByRole('button', { name: /^Hall: 55.ms earlier$/ })).toBeVisible();
  await expectAccessible(page);
  await room.reload('late-200.mp4');
  await room.add(NOT_A_VIDEO());
  // What is shown depends on which of both was there first.
  await page.getByRole('button', { name: /^late-200\.mp4/ }).click();
  await expect(profile).toHaveValue('own');
  await expect(page.getByRole('textbox', { name: 'ms late' })).toHaveText('20');
  await profile.selectOption('Hall (30 ms early / 210 ms late)');
  await expect(page.getByText(/own limits \(30 ms early \/ 210 ms late\)/).first()).toBeVisible();
  await page.getByText('Saved limits (2)').click();
  await page.getByRole('button', { name: 'Forget Hall' }).click();
  await expect(profile.locator('option', { hasText: /^(Hall|Studio)/ })).toHaveText([/^Studio/]);
});

test('files dropped anywhere on the window, and pasted files, join the queue', async ({ page }) => {
  await new CheckPage(page).open();
  const send = (type: 'drop' | 'paste', name: string) =>
    page.evaluate(
      ([kind, fileName]) => {
        const data = new DataTransfer();
        data.items.add(new File(['Buy milk.'], fileName));
        const event =
          kind === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
        document.body.dispatchEvent(event);
      },
      [type, name] as const,
    );
  await send('drop', 'dropped.txt');
  await expect(page.getByRole('heading', { name: 'dropped.txt' })).toBeVisible();
  await send('paste', 'pasted.txt');
  await expect(page.getByRole('heading', { name: 'pasted.txt' })).toBeVisible();
  await expect(page.getByTitle('dropped.txt', { exact: true })).toBeVisible();
});

test('a failure stays with its file, the next one is checked, and removing keeps the focus in the list', async ({
  page,
}) => {
  const room = new CheckPage(page);
  await room.open();
  await room.add(NOT_A_VIDEO(), FILM);
  expect(await room.outcome('notes.txt')).toContain('Could not be checked');
  expect(await room.outcome('late-200.mp4', MEASURED_MS)).toMatch(/late|early|In sync/);
  await page.getByRole('button', { name: 'Remove notes.txt' }).press('Enter');
  await expect(page.getByTitle('notes.txt', { exact: true })).toHaveCount(0);
  await expect(room.item('late-200.mp4').getByRole('button').first()).toBeFocused();
});

test('a check can be cancelled and started again; a first estimate says how far it has looked', async ({
  page,
}) => {
  const room = new CheckPage(page);
  await room.open();
  await room.add(clip('step-300'));
  const soFar = page.getByText(/^So far 0:\d\d of 0:2\d were looked at\.$/);
  await expect(soFar).toBeVisible({ timeout: MEASURED_MS });
  await expect(page.getByText('First estimate', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel step-300.mp4' }).click();
  expect(await room.outcome('step-300.mp4')).toContain('Cancelled');
  await expect(page.getByText('Estimate, not finished', { exact: true })).toBeVisible();
  await expect(soFar).toBeVisible();
  await page.getByRole('button', { name: /Start again|Check again/ }).click();
  expect(await room.outcome('step-300.mp4', MEASURED_MS)).toMatch(/^Varies/);
  await expect(soFar).toHaveCount(0);
});

test('the theme follows the system until the visitor chooses, and the choice is kept', async ({ page }) => {
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  await page.emulateMedia({ colorScheme: 'dark' });
  await new CheckPage(page).open();
  expect(await theme()).toBe('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(theme).toBe('light');
  await page.getByRole('radio', { name: 'Dark theme' }).check();
  expect(await theme()).toBe('dark');
  await page.reload();
  expect(await theme()).toBe('dark');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('everything fits the width, every control is big enough to hit, and fixing and saving go by touch', async ({
    page,
  }) => {
    const room = new CheckPage(page);
    await room.open();
    await expectNoSidewaysScroll(page);
    await room.add(FILM, NOT_A_VIDEO());
    await room.outcome('late-200.mp4', MEASURED_MS);
    await expectNoSidewaysScroll(page);
    const small = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'button, select, summary, a[href], label:has(input[type=radio])',
        ),
      ]
        .filter((control) => control.checkVisibility({ visibilityProperty: true }))
        .map((control) => ({
          name: control.textContent || control.ariaLabel,
          box: control.getBoundingClientRect(),
        }))
        // WCAG 2.5.8; what is moved out of sight until focused does not count.
        .filter(({ box }) => box.bottom > 0 && (box.width < 24 || box.height < 24))
        .map(({ name, box }) => `${name} ${Math.round(box.width)} x ${Math.round(box.height)}`),
    );
    expect(small).toEqual([]);
    await expectAccessible(page);

    await page.setViewportSize({ width: 390, height: 844 });
    await room.item('late-200.mp4').getByRole('button').first().tap();
    await page.getByRole('button', { name: 'Fix it', exact: true }).tap();
    const download = page.getByRole('link', { name: /^Download/ });
    await expect(download).toBeVisible({ timeout: MEASURED_MS });
    await expectNoSidewaysScroll(page);
    const saved = page.waitForEvent('download');
    await download.tap();
    expect((await saved).suggestedFilename()).toBe('late-200.in-sync.mp4');

    // WCAG 1.4.10: the narrowest phone, and a desk's page at 200 %; each room, and the fixed copy compared.
    await page.getByText('Compare', { exact: true }).tap();
    for (const size of [
      { width: 320, height: 640 },
      { width: 720, height: 450 },
    ]) {
      await page.setViewportSize(size);
      for (const name of ['Sound', 'Dub', 'Models', 'Check']) {
        await page.getByRole('link', { name, exact: true }).tap();
        await expect(page.getByRole('link', { name, exact: true })).toHaveAttribute('aria-current', 'page');
        await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
        await expectNoSidewaysScroll(page);
        // What a room without a file is there for is in sight, without scrolling.
        const primary = page.locator('main .button.primary').filter({ visible: true }).first();
        if (name !== 'Check') await expect(primary).toBeInViewport({ ratio: 1 });
      }
    }
  });
});

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> {
  const control = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await control.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach "${String(name)}"`);
}

test.describe('a part of the page that cannot be loaded', () => {
  test('leaves the rest standing, says so, and comes with “Try again”', async ({ page, context }) => {
    // The Dub room and its session are two parts of one.
    const parts = /assets\/(JobView|session|ReportForAll)-[^/]*\.js/;
    await context.route(parts, (route) => route.abort());
    const room = new CheckPage(page);
    await room.open();
    await room.add(NOT_A_VIDEO(), scratchFile('list.txt', 'Eggs.'));
    const problem = page.getByRole('alert').filter({ hasText: ERROR_TEXTS['part-load-failed'].message });
    // What is below the list, and what is beside it.
    await expect(problem).toHaveCount(2);
    await expect(room.item('notes.txt')).toBeVisible();
    expect(await room.outcome('notes.txt')).toMatch(/could not be checked/i);

    await page.getByRole('link', { name: 'Dub' }).click();
    await expect(problem).toBeVisible();
    await page.getByRole('link', { name: 'Check' }).click();
    await expect(room.item('notes.txt')).toBeVisible();

    await context.unroute(parts);
    await problem.first().getByRole('button', { name: 'Try again' }).click();
    await expect(problem).toHaveCount(1);
    await problem.getByRole('button', { name: 'Try again' }).click();
    await expect(problem).toHaveCount(0);
    await expect(page.getByRole('heading', { name: ERROR_TEXTS['not-a-video'].message })).toBeVisible();
  });
});
