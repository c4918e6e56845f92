/**
 * Firefox and WebKit, as far as they are on this machine: the example is checked, fixed and found a face in, and the
 * page opens again with its server gone. WebKitGTK as it comes can do less, and says what. Every other test runs in Chromium.
 */
import { expect, test } from '@playwright/test';
import { ERROR_TEXTS } from '../core/errors';
import { findFirefox, findWebkit } from '../scripts/other-browsers.mjs';
import { openFirefox } from './support/other-browsers/firefox';
import type { OtherBrowser } from './support/other-browsers/types';
import { openWebkit } from './support/other-browsers/webkit';
import { launch, type SiteServer } from './support/server';
import { unless } from './support/wide';

/** Safari has them; WebKitGTK 2.50 has them too, switched off. */
const AS_SAFARI = [
  'AllowWebGLInWorkers',
  'StorageAPI',
  'StorageAPIEstimate',
  'FileSystem',
  'FileSystemWritableStream',
];
const EXAMPLE_MS = 196;
const SAME_MS = 5;

const webkit = findWebkit();
const firefox = findFirefox();
const BROWSERS = [
  {
    name: 'Firefox',
    open: firefox === null ? null : () => openFirefox(firefox),
    get: 'firefox-esr xvfb libgl1-mesa-dri',
  },
  {
    name: 'WebKit',
    open: webkit === null ? null : () => openWebkit(webkit, AS_SAFARI),
    get: 'webkit2gtk-driver xvfb libgl1-mesa-dri',
  },
];

test.setTimeout(300_000);

for (const { name, open, get } of BROWSERS) {
  test.describe(name, () => {
    // One browser and one visit for all of them; a second try opens both anew.
    test.describe.configure({ mode: 'serial' });
    test.skip(!open, `needs ${name}; Debian: apt-get install ${get}`);
    let browser: OtherBrowser;
    let site: SiteServer;

    test.beforeAll(async () => {
      site = await launch();
      browser = await open!();
      console.log(browser.version);
      await browser.goto(site.url);
      // What is fetched before the service worker is in charge is not stored: WebKitGTK needs ffmpeg for every check.
      await textOf(browser, 'body', /Ready to work offline from now on\./);
    });
    test.afterAll(async () => {
      await browser?.close();
      await site?.stop();
    });

    test('the example is measured to be late, as in Chromium', async () => {
      await press(browser, 'Try the example');
      // Until then what is shown is a first estimate.
      await textOf(browser, 'button', /^Copy result$/m);
      const record = await textOf(browser, '.headline', /is about \d+ ms late/);
      const offsetMs = Number(/(\d+) ms late/.exec(record)?.[1]);
      test.info().annotations.push({ type: 'offset', description: `${browser.version}: ${offsetMs} ms` });
      expect(Math.abs(offsetMs - EXAMPLE_MS)).toBeLessThanOrEqual(SAME_MS);
    });

    test('a copy is made, and measured to be in sync', async () => {
      await press(browser, 'Fix it');
      const card = await textOf(browser, '[data-testid=fix-card]', /The copy is in sync|cannot|could not/);
      expect(card).toContain('The copy is in sync.');
    });

    test('the Dub room finds the face', async () => {
      await browser.evaluate(() => {
        location.hash = '#/dub';
      });
      await press(browser, 'Try the example');
      const card = await textOf(browser, '[aria-labelledby=face-title]', /found|This browser|could not/);
      expect(card).toContain('1 face found.');
    });

    // WebKitGTK takes two minutes for it on two busy cores.
    test('it speaks', unless(name === 'Firefox'), async () => {
      const made = await textOf(browser, 'body', /126 frames, 5\.0 s|[Cc]ould not|cannot be/, 240_000);
      expect(made).toContain('126 frames, 5.0 s');
    });

    test('the page opens and checks again with its server gone', async () => {
      await site.stop();
      // Another address first: one that differs in its fragment alone would load nothing.
      await browser.goto('about:blank');
      await browser.goto(site.url);
      // What was checked before is kept; its place is needed for the example.
      await textOf(browser, '.headline', /is about \d+ ms late/);
      await press(browser, 'Remove');
      await press(browser, 'Try the example');
      await textOf(browser, 'button', /^Copy result$/m);
      await textOf(browser, '.headline', /is about \d+ ms late/);
    });
  });
}

test.describe('WebKit as it comes', () => {
  test.skip(webkit === null, 'needs WebKit; Debian: apt-get install webkit2gtk-driver xvfb');
  let browser: OtherBrowser;
  let site: SiteServer;

  test.beforeEach(async () => {
    site = await launch();
    browser = await openWebkit(webkit!);
    await browser.goto(site.url);
  });
  test.afterEach(async () => {
    await browser?.close();
    await site?.stop();
  });

  test('what it has no WebGL and no storage for is said', async () => {
    await giveTwoSounds(browser);
    // A zip would lie in that storage.
    const places = await textOf(browser, 'main', /Save to/);
    expect(places).toContain('Single downloads');
    expect(places).not.toContain('One zip');
    await show(browser, '#/check');
    await press(browser, 'Try the example');
    const { message, hint } = ERROR_TEXTS['webgl-missing'];
    const problem = await textOf(browser, 'main', /WebGL/);
    expect(problem).toContain(message);
    expect(problem).toContain(hint);
    await show(browser, '#/models');
    await textOf(browser, 'main', new RegExp(ERROR_TEXTS['storage-missing'].message));
  });
});

function show(browser: OtherBrowser, room: string): Promise<void> {
  return browser.evaluate((room) => {
    location.hash = room;
  }, room);
}

/** Into the Sound room. */
async function giveTwoSounds(browser: OtherBrowser): Promise<void> {
  await show(browser, '#/sound');
  const isThere = () => browser.evaluate(() => document.querySelector('[data-testid=sound-file]') !== null);
  await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
  await browser.evaluate(async () => {
    const given = new DataTransfer();
    const speech = await (await fetch('example-speech.flac')).blob();
    for (const name of ['one.flac', 'two.flac']) given.items.add(new File([speech], name));
    const input = document.querySelector<HTMLInputElement>('[data-testid=sound-file]')!;
    input.files = given.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await textOf(browser, 'main', /Not started/);
}

/** Presses a button as soon as it is there and enabled. */
async function press(browser: OtherBrowser, label: string): Promise<void> {
  const pressed = () =>
    browser.evaluate((label) => {
      const buttons = [...document.querySelectorAll('button')];
      const button = buttons.find(
        (button) => button.textContent?.includes(label) && button.checkVisibility(),
      );
      if (!button || button.disabled) return false;
      button.click();
      return true;
    }, label);
  await expect.poll(pressed, { message: `the button "${label}"`, timeout: 60_000 }).toBe(true);
}

/** Waits until the element says what is looked for; what it says then, with plain spaces. */
async function textOf(
  browser: OtherBrowser,
  selector: string,
  wanted: RegExp,
  timeout = 100_000,
): Promise<string> {
  const look = () =>
    browser.evaluate((selector) => {
      const shown = [...document.querySelectorAll<HTMLElement>(selector)].filter((e) => e.checkVisibility());
      return shown.map((e) => (e.textContent ?? '').replaceAll('\u00a0', ' ')).join('\n');
    }, selector);
  await expect.poll(look, { timeout, intervals: [500] }).toMatch(wanted);
  return look();
}
