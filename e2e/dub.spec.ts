/** The Dub room as visitors use it: give, pick, dub, compare, cancel, export, score; and everything that goes wrong. */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { expectAccessible } from './support/accessible';
import { DubPage, LOOK_MS, RENDER_MS } from './support/dub-page';
import { clip, fixture, scratchFile, sparseFile } from './support/fixtures';
import { test } from './support/recorder';
import { watchWakeLocks } from './support/wake-locks';
import { wavBytes } from './support/wav';
import { unless, WIDE } from './support/wide';
import { kill } from './support/workers';

test.setTimeout(240_000);

/** 0.8 s of a face that speaks: 21 pictures, the last one begun when the sound ends. */
const SHORT = fixture('short.mp4');
/** Speech for a few pictures, where their number does not matter. */
const BRIEF = clip('speech-brief');
const SCORE_MS = 120_000;

/** Silence. */
function hourOfSound(): string {
  const head = wavBytes({ rateHz: 16_000, planes: [new Float32Array()] });
  const bytes = 4 * 16_000 * 3600;
  head.writeUInt32LE(36 + bytes, 4);
  head.writeUInt32LE(bytes, 40);
  return sparseFile('hour.wav', head.length + bytes, head);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
}

test('the example speaks new words: made, compared, exported with badge and manifest, and scored', async ({
  page,
  recorder,
}) => {
  const dub = new DubPage(page);
  const wakeLocks = await watchWakeLocks(page);
  await dub.open();
  await dub.store('wav2lip-96');
  await dub.speech(SHORT);
  await page.getByRole('button', { name: 'Try the example' }).click();
  await expect(dub.faceCard.getByText('1 face found. It will speak.')).toBeVisible({ timeout: LOOK_MS });
  await expect(dub.speechCard.getByText(/^0\.8.s, 0\.\d.s of it speech$/)).toBeVisible();
  expect(await wakeLocks()).toBe(0);
  await dub.start();
  await expect.poll(wakeLocks).toBe(1);
  await expect(page.getByRole('heading', { name: 'The dubbed video' })).toBeFocused();
  expect(await dub.made()).toBe('21 frames, 0.8 s');
  await expect.poll(wakeLocks).toBe(0);
  await expect(page.getByText(/^Drawn by the processor \(WASM, \d.threads?\)\. /)).toBeVisible();
  await expect(page.getByTestId('dub-announcer')).toHaveText(/^Dubbed: 21.frames, 0\.8.s\.$/);

  // Sure of it, the grey mouth is right of the line and nowhere else.
  const slider = page.getByRole('slider', { name: 'Before and after' });
  await slider.focus();
  await page.keyboard.press('End');
  await expect(slider).toHaveAttribute('aria-valuetext', 'All before');
  await page.getByRole('slider', { name: 'Position', exact: true }).fill('0.4');
  const before = await pictureBytes(page);
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', 'All after');
  await expect.poll(() => pictureBytes(page)).not.toBe(before);
  await page.keyboard.press('End');
  await expect.poll(() => pictureBytes(page)).toBe(before);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', '5');
  // The preview has the badge as long as the file will have it.
  const badge = page.getByRole('checkbox', { name: 'Visible badge in the corner' });
  const marked = await pictureBytes(page);
  await badge.uncheck();
  await expect.poll(() => pictureBytes(page)).not.toBe(marked);
  await badge.check();
  await expect.poll(() => pictureBytes(page)).toBe(marked);

  expect(await dub.export()).toMatchObject({
    Length: '0.8 s, 21 frames',
    Picture: 'H.264',
    Sound: 'new speech, AAC',
    Badge: 'in the corner',
    'Note (C2PA)': 'valid, self-signed',
  });
  const { path, name } = await dub.download(/^Download example dubbed\.mp4$/);
  expect(name).toBe('example dubbed.mp4');
  expect(await mediaOf(path)).toMatchObject({ width: 960, height: 720, durationS: expect.closeTo(0.8, 1) });

  const score = page.getByRole('region', { name: 'Lip sync, measured as in any video' });
  await expect(score.getByText('add SyncNet’s file in Models')).toBeVisible({ timeout: SCORE_MS });
  await expect(score.getByRole('columnheader')).toHaveText(['Measure', 'Before', 'After']);
  await expect(
    score
      .getByRole('row', { name: /^Sound and lips/ })
      .getByRole('cell')
      .first(),
  ).toContainText(/sound/i);
  expect(recorder.outside).toEqual([]);
});

test('SyncNet’s figures stand side by side where its weights are stored', WIDE, async ({ page }) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.store('wav2lip-96', 'syncnet-v2');
  await dub.dub(SHORT, SHORT);
  expect(await dub.made()).toBe('21 frames, 0.8 s');
  await dub.export();
  const score = page.getByRole('region', { name: 'Lip sync, measured as in any video' });
  for (const figure of ['LSE-D', 'LSE-C']) {
    const cells = score.getByRole('row', { name: new RegExp(`^${figure}`) }).getByRole('cell');
    await expect(cells).toHaveText([/^\d+\.\d\d$/, /^\d+\.\d\d$/], { timeout: SCORE_MS });
  }
});

test('cancel keeps what was made: it plays, and is exported as far as it goes', async ({ page }) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.store('wav2lip-96');
  await dub.dub(SHORT, clip('speech-mp3'));
  // Long before all is made there is something to see.
  await expect(page.getByText(/ can be played so far\.$/)).toBeVisible({ timeout: RENDER_MS });
  await expect(page.getByRole('heading', { name: 'Drawing the mouths…' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel dubbing' }).click();
  const made = await dub.made();
  expect(made).toMatch(/^The first \d\.\d s \(\d+ of 7\d.frames\)$/);
  const pictures = made.match(/\((\d+) of/)![1]!;
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled();
  expect(await dub.export()).toMatchObject({ Length: expect.stringMatching(`, ${pictures} frames$`) });
});

test('of two faces the one that is clicked speaks, also by keyboard', async ({ page }) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.face(clip('two-faces-right-speaks'));
  const [left, right] = [/^Face \d, left$/, /^Face \d, right$/].map((name) =>
    page.getByRole('button', { name }),
  );
  await expect(dub.faceCard.getByText(/^2.faces found\. Face.\d will speak\./)).toBeVisible({
    timeout: LOOK_MS,
  });
  const isPressed = async (face: typeof left) => (await face!.getAttribute('aria-pressed')) === 'true';
  expect([await isPressed(left), await isPressed(right)].filter(Boolean)).toHaveLength(1);
  await left!.click();
  expect([await isPressed(left), await isPressed(right)]).toEqual([true, false]);
  await page.keyboard.press('ArrowRight');
  await expect(right!).toBeFocused();
  await page.keyboard.press('Enter');
  expect([await isPressed(left), await isPressed(right)]).toEqual([false, true]);
  await page.getByRole('slider', { name: 'Look at another moment' }).fill('4');
  expect([await isPressed(left), await isPressed(right)]).toEqual([false, true]);
});

test('a photo speaks', WIDE, async ({ page }) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.store('wav2lip-96');
  await dub.dub(clip('photo'), BRIEF);
  expect(await dub.made()).toBe('8 frames, 0.3 s');
  await expect(page.getByRole('slider', { name: 'Look at another moment' })).toHaveCount(0);
  await expect(page.getByRole('group', { name: 'Sound' })).toHaveCount(0);
  expect(await dub.export()).toMatchObject({ Length: '0.3 s, 8 frames' });
  await expect(page.getByText('A photo has no sound, so there is nothing to compare with.')).toBeVisible();
});

test(
  'webm cannot hold the note, and what is left out of the file is told with the law',
  WIDE,
  async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await dub.store('wav2lip-96');
    await dub.dub(SHORT, BRIEF);
    await dub.made();
    const law = page.getByText(/AI Act, Article 50/);
    const note = page.getByRole('checkbox', { name: /^Signed note/ });
    await expect(law).toHaveCount(0);
    await page.getByRole('radio', { name: 'webm' }).check();
    await expect(note).toBeDisabled();
    await expect(note).not.toBeChecked();
    await expect(page.getByText('webm cannot hold the signed note; mp4 can.')).toBeVisible();
    await expect(law).toBeVisible();
    expect(await dub.export()).toMatchObject({ Sound: 'new speech, Opus', 'Note (C2PA)': 'none' });
    expect((await dub.download(/^Download short dubbed\.webm$/)).name).toBe('short dubbed.webm');
    await page.getByText('Export again differently').click();
    await page.getByRole('radio', { name: 'mp4' }).check();
    await expect(note).toBeChecked();
    await page.getByRole('radio', { name: 'Original' }).check();
    await page.getByRole('checkbox', { name: 'Visible badge in the corner' }).uncheck();
    await expect(law).toBeVisible();
    expect(await dub.export()).toMatchObject({
      Sound: expect.stringMatching(/^original/),
      Badge: 'none',
      'Note (C2PA)': 'valid, self-signed',
    });
    // The next dub of this visit is exported in the same way.
    await page.getByRole('button', { name: 'Dub again' }).click();
    await dub.made();
    await expect(page.getByRole('checkbox', { name: 'Visible badge in the corner' })).not.toBeChecked();
    await expect(page.getByRole('radio', { name: 'Original' })).toBeChecked();
  },
);

test(
  'an own certificate that cannot sign is told, and the mouths are still there',
  WIDE,
  async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await dub.store('wav2lip-96');
    await dub.dub(SHORT, BRIEF);
    await dub.made();
    await page.getByText('Sign with your own certificate').click();
    await page.getByTestId('certificate-file').setInputFiles(scratchFile('chain.pem', 'Buy milk.'));
    await expect(page.getByText('Its private key is still missing.')).toBeVisible();
    await page.getByTestId('key-file').setInputFiles(scratchFile('key.pem', 'Buy bread.'));
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('The certificate cannot be read', {
      timeout: RENDER_MS,
    });
    // The video is there, and needs not be written again to be signed.
    const facts = page.getByTestId('export-facts');
    await expect(facts).toContainText('not signed yet');
    await expect(page.getByRole('link', { name: 'Download short dubbed.mp4' })).toBeVisible();
    await page.getByText('Sign with your own certificate').first().click();
    await page.getByRole('button', { name: 'Forget both' }).first().click();
    await page.getByRole('button', { name: 'Sign this file' }).click();
    await expect(facts).toContainText('valid, self-signed', { timeout: RENDER_MS });
    await expect(page.getByRole('alert')).toHaveCount(0);
  },
);

test('options for the edge need no new mouths, options for the drawing do', WIDE, async ({ page }) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.store('wav2lip-96');
  await dub.dub(SHORT, BRIEF);
  await dub.made();
  await expect(page.getByText('The video below was made with these settings.')).toBeVisible();
  const halfway = await pictureBytes(page);
  await page.getByRole('slider', { name: 'Before and after' }).press('Home');
  // Drawn with the next frame, which a busy machine gives late.
  await expect.poll(() => pictureBytes(page)).not.toBe(halfway);
  await page.getByText('Options', { exact: true }).click();
  await page.getByRole('slider', { name: 'Strength' }).fill('0');
  await expect(page.getByText('The video below was made with these settings.')).toBeVisible();
  await page.getByRole('slider', { name: 'Before and after' }).press('Home');
  const old = await pictureBytes(page);
  await page.getByRole('button', { name: 'Update the preview' }).click();
  await expect(page.getByRole('button', { name: 'Update the preview' })).toHaveCount(0);
  await expect.poll(() => pictureBytes(page), { timeout: RENDER_MS }).not.toBe(old);
  await page.getByRole('slider', { name: 'Space below the face' }).fill('25');
  await expect(page.getByText('Dub again to see it')).toBeVisible();
  await page.getByRole('button', { name: 'Reset to the defaults' }).click();
  await expect(page.getByText('The video below was made with these settings.')).toBeVisible();
});

test.describe('what is missing is told, and what was given stays', () => {
  test('Wav2Lip is not stored, then stored, then its licence is to be accepted', async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await dub.face(SHORT);
    const wav2lip = page.getByRole('radio', { name: 'Wav2Lip' });
    await expect(wav2lip).toBeDisabled();
    await expect(dub.go).toBeDisabled();
    await page.getByRole('link', { name: 'Add Wav2Lip in Models' }).click();
    await dub.store('wav2lip-96');
    await expect(wav2lip).toBeChecked();
    await expect(dub.faceCard.getByText('short.mp4')).toBeVisible();
    await expect(dub.faceCard.getByText('1 face found.')).toBeVisible({ timeout: LOOK_MS });
    await expect(page.getByText('New speech is still needed.')).toBeVisible();
  });

  test('the question for the right to face and voice is asked once', WIDE, async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await dub.store('wav2lip-96');
    await dub.face(SHORT);
    await dub.speech(BRIEF);
    await expect(dub.go).toBeEnabled({ timeout: LOOK_MS });
    await dub.go.click();
    const question = page.getByRole('dialog', { name: 'Before the first dub' });
    await expect(question.getByRole('button', { name: 'Go on' })).toBeDisabled();
    await question.getByRole('button', { name: 'Not now' }).click();
    await expect(page.getByRole('heading', { name: 'The dubbed video' })).toHaveCount(0);
    await dub.start();
    await dub.made();
    await page.reload();
    await dub.face(SHORT);
    await dub.speech(BRIEF);
    await expect(dub.go).toBeEnabled({ timeout: LOOK_MS });
    await dub.go.click();
    await expect(page.getByRole('heading', { name: 'The dubbed video' })).toBeVisible();
    await expect(question).toHaveCount(0);
  });

  test('a model removed meanwhile', WIDE, async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await dub.store('wav2lip-96');
    await dub.face(SHORT);
    await dub.speech(BRIEF);
    await expect(dub.go).toBeEnabled({ timeout: LOOK_MS });
    // By the browser, which tells nobody.
    await page.evaluate(async () => {
      await (await navigator.storage.getDirectory()).removeEntry('models', { recursive: true });
    });
    await dub.start();
    await expect(page.getByText('This model is no longer stored here.')).toBeVisible();
    await expect(dub.faceCard.getByText('1 face found.')).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe('files that cannot be used', () => {
  test('a text file as face, a video without sound and silence as speech', async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await dub.face(scratchFile('notes.mp4', 'Buy milk.'));
    await expect(dub.faceCard.getByRole('alert')).toContainText('This file is neither a video nor a photo.');
    await dub.speech(clip('video-only'));
    await expect(dub.speechCard.getByRole('alert')).toContainText('This file has no sound.');
    // One failure leaves the other side as it is.
    await dub.face(clip('no-face'));
    await expect(dub.faceCard.getByText('No face was found here.')).toBeVisible({ timeout: LOOK_MS });
    await expect(dub.speechCard.getByRole('alert')).toBeVisible();
    await expect(dub.go).toBeDisabled();
    await dub.speech(clip('silence'));
    await expect(dub.speechCard.getByText('No speech was found here')).toBeVisible();
    await expect(dub.speechCard.getByRole('alert')).toHaveCount(0);
    await expectAccessible(page);
  });

  test('a worker that dies is told, and Try again works', WIDE, async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await dub.store('wav2lip-96');
    const started = page.waitForEvent('worker', (each) => each.url().includes('/dub.worker'));
    await dub.dub(SHORT, clip('speech-mp3'));
    const victim = await started;
    await expect(page.getByText(/^[1-9]\d* of 7\d.frames$/)).toBeVisible({ timeout: RENDER_MS });
    await kill(victim);
    await expect(page.getByText('The background process working on this file stopped.')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText(/^[1-9]\d* of 7\d.frames$/)).toBeVisible({ timeout: RENDER_MS });
    await page.getByRole('button', { name: 'Cancel dubbing' }).click();
    await dub.made();
  });
});

test('what is dropped goes where it belongs, or where it is dropped, to a further speaker as well', async ({
  page,
}) => {
  const dub = new DubPage(page);
  await dub.open();
  await drop(page, 'speech.mp3', 'audio/mpeg', null);
  await expect(dub.speechCard.getByText('speech.mp3')).toBeVisible();
  await drop(page, 'talk.mp4', 'video/mp4', null);
  await expect(dub.faceCard.getByText('talk.mp4')).toBeVisible();
  await drop(page, 'other.mp4', 'video/mp4', 'The new speech');
  await expect(dub.speechCard.getByText('other.mp4')).toBeVisible();
  await expect(dub.faceCard.getByText('talk.mp4')).toBeVisible();

  const pair = clip('two-faces-both-move');
  await dub.face(pair);
  const card = page.getByRole('region', { name: 'Several speakers' });
  await card.getByRole('button', { name: 'Add another speaker' }).click({ timeout: LOOK_MS });
  const speaker = card.getByRole('group', { name: 'Speaker 2', exact: true });
  await drop(page, 'answer.mp3', 'audio/mpeg', 'The face', 'Speaker 2');
  await expect(speaker.getByText('answer.mp3')).toBeVisible();
  await expect(dub.faceCard.getByText(basename(pair))).toBeVisible();
  await expect(dub.speechCard.getByText('other.mp4')).toBeVisible();
  // A card that was left again is not where it is dropped.
  await drop(page, 'last.mp3', 'audio/mpeg', 'The face', 'Speaker 2', null);
  await expect(dub.speechCard.getByText('last.mp3')).toBeVisible();
  await expect(speaker.getByText('answer.mp3')).toBeVisible();
  await expect(dub.faceCard.getByText(basename(pair))).toBeVisible();
});

test('another sound track of the speech can be chosen; an hour of it says what it costs, how far it is, and is cancelled', async ({
  page,
}) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.speech(clip('two-tracks-first-silent'));
  await expect(dub.speechCard.getByText('No speech was found here')).toBeVisible();
  await dub.speechCard.getByRole('combobox', { name: 'Sound track' }).selectOption({ index: 1 });
  await expect(dub.speechCard.getByText(/^6\.0.s, [1-6]\.\d.s of it speech$/)).toBeVisible();
  await expect(dub.speechCard.getByText('No speech was found here')).toHaveCount(0);

  await dub.speech(hourOfSound());
  await expect(dub.speechCard.getByText(/^This is 1.h 0.min of speech, and all of it is used/)).toBeVisible();
  const listening = dub.speechCard.getByRole('progressbar', { name: 'Listening to the speech' });
  await expect(listening).toHaveAttribute('value', /^0\.[0-9]*[1-9]/);
  await expect(dub.speechCard.getByText(/^about \d+.s left$/)).toBeVisible({ timeout: LOOK_MS });
  await expectAccessible(page);
  await dub.speechCard.getByRole('button', { name: 'Cancel listening to the speech' }).click();
  await expect(dub.speechCard.getByText('Drop a sound file, or a video with sound')).toBeVisible();
  // What listened is gone: another file is listened to by a fresh one.
  await dub.speech(BRIEF);
  await expect(dub.speechCard.getByText(/^0\.3.s, /)).toBeVisible({ timeout: LOOK_MS });
});

test.describe('the microphone', () => {
  test('refused is told in a sentence, and a file can be chosen instead', async ({ page }) => {
    const dub = new DubPage(page);
    await dub.open();
    await page.getByRole('button', { name: 'Record' }).click();
    await expect(dub.speechCard.getByRole('alert')).toContainText(/microphone was denied|No microphone/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Back' }).click();
    await dub.speech(BRIEF);
    await expect(dub.speechCard.getByText(/of it speech$/)).toBeVisible();
  });

  test('a recording is listened to, used and replaced', async ({ playwright }) => {
    const { executablePath, args } = test.info().project.use.launchOptions ?? {};
    const browser = await playwright.chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...(args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    });
    const { baseURL = '' } = test.info().project.use;
    const context = await browser.newContext({ permissions: ['microphone'] });
    try {
      const page = await context.newPage();
      const dub = new DubPage(page);
      await dub.open(baseURL);
      await page.getByRole('button', { name: 'Record' }).click();
      const stop = page.getByRole('button', { name: 'Stop and use it' });
      await expect(stop).toBeFocused();
      await expect(page.getByRole('timer')).toHaveText('0:01');
      await expectAccessible(page);
      await stop.click();
      await expect(dub.speechCard.getByText('Your recording')).toBeVisible();
      await expect(dub.speechCard.getByText(/^\d+\.\d.s, /)).toBeVisible();
      await expect(page.getByRole('button', { name: 'Listen to the speech' })).toBeEnabled();
      await page.getByRole('button', { name: 'Record again' }).click();
      await expect(stop).toBeVisible();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(dub.speechCard.getByText('Your recording')).toBeVisible();
    } finally {
      await browser.close();
    }
  });
});

/** Colours and widths change independently. */
const LOOKS = {
  'light, on a phone': { colorScheme: 'light', viewport: { width: 360, height: 740 } },
  'dark, at a desk': { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
} as const;

for (const [name, look] of Object.entries(LOOKS)) {
  test.describe(name, () => {
    test.use(look);

    const title =
      'axe finds nothing wrong and all fits the width: empty, given, asked, while it works, made, exported and scored';
    test(title, unless(look.colorScheme === 'light'), async ({ page }) => {
      const expectGood = async () => {
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      };
      const dub = new DubPage(page);
      await dub.open();
      await expect(page.getByRole('link', { name: 'Add Wav2Lip in Models' })).toBeVisible();
      await expectGood();
      await dub.store('wav2lip-96');
      await dub.face(look.colorScheme === 'light' ? SHORT : clip('two-faces-right-speaks'));
      await dub.speech(BRIEF);
      await page.getByText('Options', { exact: true }).click();
      await expect(dub.go).toBeEnabled({ timeout: LOOK_MS });
      await expectGood();
      await dub.go.click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectGood();
      await page.getByRole('checkbox', { name: /right to use/ }).check();
      await page.getByRole('button', { name: 'Go on' }).click();
      await expect(page.getByText(/^\d+ of 8.frames$/)).toBeVisible({ timeout: RENDER_MS });
      await expectGood();
      await dub.made();
      await page.getByText('Sign with your own certificate').click();
      await page.getByRole('checkbox', { name: 'Visible badge in the corner' }).uncheck();
      await expectGood();
      await dub.export();
      await expectGood();
      await expect(page.getByText('add SyncNet’s file in Models')).toBeVisible({ timeout: SCORE_MS });
      await expectGood();
    });
  });
}

test('with the keyboard alone: example, speech, question, compare, play', async ({ page }) => {
  // Playwright catches choosers only from a while after the first listener.
  page.on('filechooser', () => undefined);
  const dub = new DubPage(page);
  await dub.open();
  await dub.store('wav2lip-96');
  await tabTo(page, 'Choose a video or photo');
  const face = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await face).setFiles(SHORT);
  await tabTo(page, 'Choose a file');
  const speech = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await speech).setFiles(BRIEF);
  await expect(dub.go).toBeEnabled({ timeout: LOOK_MS });
  await tabTo(page, 'Dub it');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The dubbed video' })).toBeFocused();
  await dub.made();
  await page.keyboard.press('b');
  await expect(page.getByRole('slider', { name: 'Before and after' })).toHaveAttribute(
    'aria-valuetext',
    'All before',
  );
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(help.getByText('All before, all after, half and half')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});

/** Drags a file over the cards of these names, null for past all of them, and lets it go over the last. */
async function drop(page: Page, name: string, type: string, ...cards: (string | null)[]): Promise<void> {
  await page.evaluate(
    async ({ name, type, cards }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['Buy milk.'], name, { type }));
      const tell = (target: Element, kind: string) =>
        target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
      let under: Element | null = null;
      for (const card of cards) {
        const title = [...document.querySelectorAll('h2, legend')].find(
          ({ textContent }) => textContent === card,
        );
        const target = title?.closest('section, fieldset') ?? document.body;
        tell(target, 'dragenter');
        if (under) tell(under, 'dragleave');
        tell(target, 'dragover');
        under = target;
        // No hand is faster than the page shows where it is.
        await new Promise((done) => setTimeout(done, 100));
      }
      if (under) tell(under, 'drop');
    },
    { name, type, cards },
  );
}

/** What the canvas of the preview shows now. */
async function pictureBytes(page: Page): Promise<string> {
  await page.waitForTimeout(300);
  return page.evaluate(() =>
    document.querySelector<HTMLCanvasElement>('canvas[aria-label="Picture of the preview"]')!.toDataURL(),
  );
}

async function mediaOf(path: string) {
  const input = new Input({ source: new BlobSource(await openAsBlob(path)), formats: ALL_FORMATS });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  return {
    width: await video!.getDisplayWidth(),
    height: await video!.getDisplayHeight(),
    durationS: await input.computeDuration(),
    sound: audio !== null,
  };
}

/** Presses Tab until the button of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if (await button.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach "${name}"`);
}
