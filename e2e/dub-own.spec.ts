/** The own mouth, as a visitor meets it who has brought nothing: the example, a photo, and what the footage allows. */
import { readFileSync } from 'node:fs';
import { expect, type Locator } from '@playwright/test';
import { networkFile } from '../core/checkpoint/testing/networks';
import { expectAccessible } from './support/accessible';
import { CheckPage } from './support/check-page';
import { DubPage, LOOK_MS, RENDER_MS } from './support/dub-page';
import { comparePictures, type Region, soundLikeness } from './support/dubbed-pictures';
import { clip, EXAMPLE, fixture, scratchFile } from './support/fixtures';
import { runDub } from './support/headless';
import { hasFfmpeg, made, picturesIn, psnrOfPictures } from './support/native-ffmpeg';
import { completePreviews, previewLikeness, watchPreviews } from './support/preview-sound';
import { controlled, dropStored, storedParts } from './support/pwa';
import { test } from './support/server';
import { WIDE } from './support/wide';

test.setTimeout(300_000);

const SHORT = fixture('short.mp4');
const BRIEF = clip('speech-brief');
const EXAMPLE_SPEECH = EXAMPLE.replace('example.mp4', 'example-speech.flac');
/** Where the mark may be: it is put where no face is. */
const BADGE: Region = { x: 0.4, y: 0.88, width: 0.6, height: 0.12 };
/** Moments in the middle of pictures. */
const MOMENTS_S = [0.5, 0.9, 1.3, 1.7, 2.1].map((timeS) => timeS + 0.02);

test.describe('a fresh visitor whose network is gone after the first visit', () => {
  test.use({ serviceWorkers: 'allow' });

  test('stores what dubbing needs from the list of parts, dubs the example and a photo, and the files are what they should be', async ({
    page,
    startSite,
  }) => {
    const site = await startSite();
    const room = new CheckPage(page);
    await room.open(site.url);
    await controlled(page);
    await expect(page.getByText(/ready to work offline/i)).toBeVisible({ timeout: LOOK_MS });
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    // Without a visit to the Dub room.
    await page.getByRole('button', { name: 'Use without a network' }).click();
    const list = page.getByRole('dialog', { name: 'Use without a network' });
    await expect(list.getByRole('listitem').filter({ hasText: 'Checking and fixing' })).toContainText(
      /Stored, 3\d.MB/,
    );
    await expect(list.getByRole('listitem').filter({ hasText: 'More formats' })).toContainText(
      'Store (32\u00a0MB)',
    );
    await expectAccessible(page);
    for (const [part, size] of [
      ['Own mouth', /Stored, (9\.\d|1\d).MB/],
      ['Signed notes', /Stored, 8\.6.MB/],
      ['Guide voice', /Stored, 22.MB/],
    ] as const) {
      await list.getByRole('button', { name: `Store ${part}` }).click();
      await expect(list.getByRole('listitem').filter({ hasText: part })).toContainText(size, {
        timeout: LOOK_MS,
      });
    }
    expect(await storedParts(page, /(ffmpeg-core|asyncify).*\.wasm/)).toEqual([]);
    // Removed by the keyboard, at once; asked about where it could not be had again.
    const news = list.getByRole('status');
    const toVoice = list.getByRole('button', { name: /^(Remove|Store) Guide voice$/ });
    await page.context().setOffline(true);
    await toVoice.press('Enter');
    await expect(news).toHaveText(/^Without a network Guide voice cannot be stored again\./);
    expect(await storedParts(page, /flite[^/]*\.wasm$/)).toHaveLength(1);
    await page.context().setOffline(false);
    await toVoice.press('Enter');
    await expect(news).toHaveText('Guide voice: 22\u00a0MB freed.');
    expect(await storedParts(page, /flite[^/]*\.wasm$/)).toEqual([]);
    await expect(toVoice).toHaveText('Store (22\u00a0MB)');
    await expect(toVoice).toBeFocused();
    await toVoice.press('Enter');
    await expect(news).toHaveText('Guide voice: stored.', { timeout: LOOK_MS });
    const toCheck = list.getByRole('button', { name: /Checking and fixing/ });
    await expect(toCheck).toHaveCount(0);
    // What the browser dropped is stored again; its button goes then, and the focus stays in the list.
    await page.keyboard.press('Escape');
    expect(await dropStored(page, 'lipslate.onnx')).toBe(1);
    await page.getByRole('button', { name: 'Use without a network' }).click();
    await toCheck.press('Enter');
    await expect(news).toHaveText('Checking and fixing: stored.');
    await expect(toCheck).toHaveCount(0);
    await expect(list.getByRole('region', { name: 'Parts of the app' })).toBeFocused();
    await page.keyboard.press('Escape');
    await site.stop();
    await page.reload();
    const dub = new DubPage(page);
    await dub.room('Dub');

    await page.getByRole('button', { name: 'Try the example' }).click();
    await expect(page.getByRole('heading', { name: 'The dubbed video' })).toBeVisible({ timeout: LOOK_MS });
    expect(await dub.made()).toBe('126 frames, 5.0 s');
    expect(await dub.export()).toMatchObject({
      Length: '5.0 s, 126 frames',
      Sound: expect.stringMatching(/^new speech/),
      Badge: 'in the corner',
      'Note (C2PA)': 'valid, self-signed',
    });
    const mouth = await mouthOf(dub.faceCard.getByRole('button', { name: /^Face 1/ }));
    const after = (await page.getByRole('link', { name: /^Download/ }).getAttribute('href'))!;
    const found = await comparePictures(page, { before: 'example.mp4', after }, MOMENTS_S, {
      mouth,
      badge: BADGE,
    });
    test.info().annotations.push({ type: 'pictures', description: JSON.stringify(found) });
    // The portrait's own mouth moves as well, to other words: some pictures may be alike by chance.
    expect(found.mouth.filter((difference) => difference > 2).length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...found.outsidePsnr)).toBeGreaterThan(40);
    expect(Math.min(...found.badge)).toBeGreaterThan(5);
    const { path } = await dub.download(/^Download example dubbed\.mp4$/);
    expect(await soundLikeness(page, 'example-speech.flac', base64(path))).toBeGreaterThan(0.95);

    await dub.face(clip('photo'));
    await dub.speechCard.getByRole('button', { name: 'Type' }).click();
    const text = dub.speechCard.getByRole('textbox', { name: 'Text to speak' });
    await expect(text).toBeFocused();
    await text.fill('Привет');
    await dub.speechCard.getByRole('button', { name: 'Speak it' }).click();
    await expect(dub.speechCard.getByRole('alert')).toContainText('cannot speak “П”');
    await expectAccessible(page);
    await text.fill('');
    await page.keyboard.type('Hello.\nThere.');
    await dub.speechCard.getByRole('button', { name: 'Speak it' }).click();
    await expect(dub.speechCard.getByText('The guide voice', { exact: true })).toBeVisible({
      timeout: LOOK_MS,
    });
    // Two words, of which the second is on a line of its own.
    await expect(dub.speechCard.getByText(/^1\.\d.s, (0\.[5-9]|1\.\d).s of it speech$/)).toBeVisible({
      timeout: LOOK_MS,
    });
    await dub.speechCard.getByRole('button', { name: 'Change the text' }).click();
    await expect(text).toHaveText(/^Hello\.\s+There\.$/);
    await dub.speechCard.getByRole('button', { name: 'Cancel' }).click();
    await dub.speech(BRIEF);
    await expect(page.getByText('From a photo, the mouth moves as most people’s do')).toBeVisible({
      timeout: LOOK_MS,
    });
    await dub.start();
    await expect(page.getByTestId('made')).toHaveText(/^8.frames, 0\.3.s$/, { timeout: RENDER_MS });
    expect(await dub.export('8 frames')).toMatchObject({ 'Note (C2PA)': 'valid, self-signed' });
    const spoke = await comparePictures(
      page,
      {
        before: { photo: base64(clip('photo')) },
        after: (await page.getByRole('link', { name: /^Download/ }).getAttribute('href'))!,
      },
      [0.02, 0.1, 0.18, 0.26],
      { mouth: await mouthOf(dub.faceCard.getByRole('button', { name: /^Face 1/ })), badge: BADGE },
    );
    test.info().annotations.push({ type: 'photo', description: JSON.stringify(spoke) });
    expect(Math.max(...spoke.mouth)).toBeGreaterThan(2);
    expect(Math.min(...spoke.outsidePsnr)).toBeGreaterThan(35);
    expect(Math.min(...spoke.badge)).toBeGreaterThan(5);
  });
});

test('what the footage allows is said before anything is made, and Wav2Lip’s own options are not shown', async ({
  page,
}) => {
  await watchPreviews(page);
  const dub = new DubPage(page);
  await dub.open();
  // With noise that is heard beside the new speech.
  const noise = ['-f', 'lavfi', '-i', 'anoisesrc=a=0.5:c=brown:r=48000:seed=1'];
  const mixed = ['-filter_complex', '[0:a][1:a]amix=2:duration=first:normalize=0', '-c:v', 'copy'];
  const film = hasFfmpeg() ? made('noisy.mp4', ['-i', SHORT, ...noise, ...mixed]) : SHORT;
  await dub.face(film);
  await expect(
    page.getByText(/^The lips are seen well for 0\.\d.s only: the mouth moves as most people’s do\./),
  ).toBeVisible({
    timeout: LOOK_MS,
  });
  await page.getByText('Options', { exact: true }).click();
  await expect(page.getByRole('slider', { name: 'Strength' })).toBeVisible();
  for (const name of ['Soft edge', 'Space below the face'])
    await expect(page.getByRole('slider', { name })).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: 'Follow the face smoothly' })).toHaveCount(0);
  await dub.speech(BRIEF);
  const fit = dub.speechCard.getByRole('checkbox', { name: 'Fit the speech to the video' });
  await fit.check();
  await expect(dub.speechCard.getByText(/too short for 0\.8.s of video: the end stays silent/)).toBeVisible({
    timeout: LOOK_MS,
  });
  await expectAccessible(page);
  await fit.uncheck();
  await dub.faceCard.getByRole('checkbox', { name: 'Replace only part of the video' }).check();
  const [from, to] = ['From', 'To'].map((name) =>
    dub.faceCard.getByRole('textbox', { name, exact: true }),
  ) as [Locator, Locator];
  await to.fill('0:09');
  await to.press('Enter');
  await expect(dub.faceCard.getByText(/^The part ends after the video/)).toBeVisible();
  await expect(dub.go).toBeDisabled();
  await to.fill('0.5');
  await to.press('Enter');
  await from.fill('0:00.10');
  await from.press('Enter');
  await dub.start();
  expect(await dub.made()).toBe('10 frames, 0.4 s');
  await page.getByRole('slider', { name: 'Strength' }).fill('0');
  await page.getByRole('button', { name: 'Update the preview' }).click();
  await expect(page.getByRole('button', { name: 'Update the preview' })).toHaveCount(0, {
    timeout: RENDER_MS,
  });
  await expect.poll(() => completePreviews(page)).toBe(2);
  await page.getByRole('radio', { name: 'With background' }).check();
  await expect.poll(() => completePreviews(page), { timeout: LOOK_MS }).toBe(3);
  await expect(page.getByRole('progressbar', { name: 'Mixing the sound of the preview' })).toHaveCount(0);
  expect(await dub.export('20 frames')).toMatchObject({
    Length: '0.8 s, 20 frames',
    Sound: 'new speech over the original’s background, speech ±0.0 dB, AAC',
  });
  await expectAccessible(page);
  // The preview sounds as the file does from where the stretch begins; before it had the speech alone.
  const { path } = await dub.download(/^Download \w+ dubbed\.mp4$/);
  await page.getByText('Export again differently').click();
  await page.getByRole('radio', { name: 'Original', exact: true }).check();
  await expect.poll(() => completePreviews(page), { timeout: LOOK_MS }).toBe(4);
  const heard = await previewLikeness(page, base64(path), 0.1);
  const own = await previewLikeness(page, base64(film), 0.1);
  test.info().annotations.push({ type: 'preview sound', description: JSON.stringify({ heard, own }) });
  for (const { likeness, ratio } of [heard[2]!, own[3]!]) {
    expect(likeness).toBeGreaterThan(0.95);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
  }
  expect(heard[3]!.likeness).toBeLessThan(0.9);
  if (hasFfmpeg()) expect(heard[1]!.likeness).toBeLessThan(0.9);
});

test('a face that leaves half-way is dubbed as long as it is there', async ({ page }) => {
  const dub = new DubPage(page);
  await dub.open();
  await dub.dub(clip('cut-away'), EXAMPLE_SPEECH);
  await expect(
    page.getByText(/^\d+.frames in which the lips are not seen well are left unchanged\.$/),
  ).toBeVisible({
    timeout: RENDER_MS,
  });
  await dub.made();
});

test('npm run dub makes a file and one line of figures; wrong arguments and faces are told', async () => {
  const out = test.info().outputPath('dubbed.mp4');
  const wishes = ['--face', SHORT, '--speech', BRIEF, '--out', out];
  // A third of a second, drawn out to the length of the stretch as far as that goes.
  const stretch = ['--from', '0.2', '--to', '0:00.6'];
  // Groups of five pictures, of which two are encoded anew and two copied.
  const groups = '-c:a copy -c:v libx264 -g 5 -keyint_min 5 -sc_threshold 0 -bf 2 -crf 18'.split(' ');
  const film = hasFfmpeg() ? made('groups.mp4', ['-i', SHORT, ...groups]) : SHORT;
  const { code, records } = await runDub(
    ...['--face', film, '--speech', BRIEF, '--out', out, '--sound', 'over', '--fit'],
    ...stretch,
  );
  expect(code).toBe(0);
  expect(records).toMatchObject([
    { ok: true, out, engine: 'own', pictures: 20, dubbed: 10, badge: true, note: true, videoCodec: 'h264' },
  ]);
  expect(records).toMatchObject([
    { durationS: 0.8, part: { startS: 0.2, endS: 0.6 }, fit: { stretch: 1.12, excessS: 0 } },
  ]);
  if (hasFfmpeg()) {
    expect(records).toMatchObject([{ copied: 10 }]);
    const likeness = psnrOfPictures(out, film);
    expect(likeness).toHaveLength(20);
    const same = Number.POSITIVE_INFINITY;
    expect([...likeness.slice(0, 5), ...likeness.slice(15)]).toEqual(Array(10).fill(same));
    // The badge is in all of the stretch.
    expect(Math.max(...likeness.slice(5, 15))).toBeLessThan(35);
  }
  // A second of film has too little of a voice to be met.
  expect(records).toMatchObject([{ sound: 'over', speechGainDb: 0, audioCodec: 'aac' }]);
  expect((await runDub(...wishes, '--engine', 'wav2lip')).code).toBe(2);
  expect((await runDub(...wishes, '--sound', 'loud')).code).toBe(2);
  expect((await runDub(...wishes, '--no-detail')).code).toBe(2);
  expect((await runDub(...wishes, '--from', '0.2')).code).toBe(2);
  expect((await runDub(...wishes, '--text', 'Hello.')).code).toBe(2);
  const long = await runDub(
    ...['--face', SHORT, '--text', 'This is more than fits into it.', '--out', out],
    ...stretch,
  );
  expect(long).toMatchObject({ code: 1, records: [{ ok: false, error: { code: 'speech-too-long' } }] });
  const noFace = await runDub('--face', clip('no-face'), '--speech', BRIEF, '--out', out);
  expect(noFace).toMatchObject({ code: 1, records: [{ ok: false, error: { code: 'no-face' } }] });
  expect((await runDub('--face', SHORT, '--speech', BRIEF)).code).toBe(2);
});

test(
  'a dub many times as long as a film that begins with sound alone has all its pictures',
  WIDE,
  async () => {
    test.skip(!hasFfmpeg(), 'needs ffmpeg');
    const late = ['-itsoffset', '0.3', '-t', '0.6', '-i', EXAMPLE, '-t', '0.9', '-i', EXAMPLE];
    const film = made('late-picture.mkv', [...late, '-map', '0:v', '-map', '1:a', '-c', 'copy']);
    const speech = made('six-seconds.wav', ['-i', EXAMPLE, '-t', '6', '-vn']);
    const out = test.info().outputPath('dubbed.mp4');
    const { records } = await runDub('--face', film, '--speech', speech, '--out', out);
    expect(records).toMatchObject([{ ok: true }]);
    const shown = picturesIn(out);
    expect(records).toMatchObject([{ pictures: shown.length }]);
    // Six seconds are said, and no picture of the film stands longer than its first, 0.3 s.
    expect(shown.at(-1)).toBeGreaterThan(5.65);
  },
);

test('npm run dub draws with Wav2Lip where its weights are named', WIDE, async () => {
  const out = test.info().outputPath('dubbed.mp4');
  const weights = scratchFile('wav2lip-alike.pth', networkFile('wav2lip-96', { value: 1e-4 }));
  const drawn = ['--face', SHORT, '--speech', BRIEF, '--out', out, '--engine', 'wav2lip'];
  expect(await runDub(...drawn, '--model', weights)).toMatchObject({
    code: 0,
    records: [{ ok: true, engine: 'wav2lip', pictures: 8, dubbed: 8, note: true }],
  });
});

function base64(path: string): string {
  return readFileSync(path).toString('base64');
}

/** Below the nose: the lower part of the face's box, with room for a chin that goes down. */
async function mouthOf(face: Locator): Promise<Region> {
  const style = (await face.getAttribute('style'))!;
  const [x, y, width, height] = ['left', 'top', 'width', 'height'].map(
    (name) => Number(new RegExp(`(?:^|; ?)${name}: ([\\d.]+)%`).exec(style)![1]) / 100,
  ) as [number, number, number, number];
  return { x: x - 0.1 * width, y: y + 0.45 * height, width: 1.2 * width, height: 0.8 * height };
}
