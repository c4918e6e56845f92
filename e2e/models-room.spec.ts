/** The Models room as visitors use it: add, accept, list, remove; every wrong file told; offline; by keyboard. */
import { existsSync, writeFileSync } from 'node:fs';
import { expect, type Page, type TestInfo } from '@playwright/test';
import { weightSpecs } from '../core/checkpoint/signatures';
import { floats, legacy, tensor } from '../core/checkpoint/testing/checkpoints';
import { golden } from '../core/checkpoint/testing/golden';
import { networkFile } from '../core/checkpoint/testing/networks';
import { input, model as onnxModel, tensor as onnxTensor } from '../core/checkpoint/testing/onnx-writer';
import { Call, Name } from '../core/checkpoint/testing/pickle-writer';
import { networkNamed } from '../core/onnx/networks';
import { deterministicReader } from '../core/onnx/testing/deterministic';
import { expectAccessible } from './support/accessible';
import { CheckPage } from './support/check-page';
import { fixture, scratchFile } from './support/fixtures';
import { controlled } from './support/pwa';
import { test } from './support/server';
import { unless, WIDE } from './support/wide';

const FILM = fixture('late-200.mp4');
const SYNCNET = () => scratchFile('syncnet-small.model', networkFile('syncnet-v2'));
const WAV2LIP = () => scratchFile('wav2lip-small.pth', networkFile('wav2lip-96'));
const IMPORT_MS = 60_000;

async function openRoom(page: Page, url = './'): Promise<void> {
  await page.goto(`${url}#/models`);
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await expect(page.getByText('No model is stored yet.')).toBeVisible();
}

async function add(page: Page, ...paths: string[]): Promise<void> {
  await page.getByTestId('model-file').setInputFiles(paths);
}

const stored = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true });

/** As large as the official file, in the same container, with numbers that any machine makes alike. */
async function fullSizeSyncNet(info: TestInfo): Promise<string> {
  const entries: [string, Call][] = [];
  const storages: ReturnType<typeof floats>[] = [];
  for (const graph of ['syncnet-audio', 'syncnet-lips'] as const) {
    const reader = deterministicReader(networkNamed(graph));
    for (const { name, shape } of reader.tensors) {
      const values = await reader.readFloat32(name);
      const bytes = new Uint8Array(values.buffer);
      const storage = { key: String(storages.length), type: 'FloatStorage', itemCount: values.length, bytes };
      storages.push(storage);
      entries.push([name, tensor(storage, shape)]);
    }
  }
  const root = new Call(new Name('collections', 'OrderedDict'), [entries]);
  const path = info.outputPath('syncnet_v2.model');
  writeFileSync(path, legacy(root, storages));
  return path;
}

test.describe('stored for offline use', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a checkpoint of full size is added, survives a reload and the end of the network, and is removed', async ({
    page,
    startSite,
  }, info) => {
    const path = await fullSizeSyncNet(info);
    const site = await startSite();
    await openRoom(page, site.url);
    await controlled(page);
    await add(page, path);
    const model = stored(page, 'SyncNet v2');
    await expect(model).toBeVisible({ timeout: IMPORT_MS });
    await expect(model).toContainText('Not a known official file');
    await expect(model).toContainText('Just added');
    await expect(model).toContainText('54.6 MB');
    await expect(model).toContainText('it is not known which licence these weights have');
    await expect(page.getByTestId('models-announcer')).toHaveText('SyncNet v2 is stored.');

    await site.stop();
    await page.reload();
    await expect(model).toBeVisible();
    await add(page, path);
    await expect(model).toContainText('Was here already', { timeout: IMPORT_MS });
    await expect(model).toHaveCount(1);

    await page.getByRole('button', { name: 'Remove SyncNet v2' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove SyncNet v2?' });
    await expect(dialog).toContainText('54.6 MB');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await expect(page.getByText('No model is stored yet.')).toBeVisible();
    await page.reload();
    await expect(page.getByText('No model is stored yet.')).toBeVisible();
  });
});

const KEPT = 'The browser keeps them even when space is short, until you remove them.';
const NOT_KEPT = 'The browser may delete them when space is short.';

for (const [granted, says] of [
  [false, NOT_KEPT],
  [true, KEPT],
] as const) {
  test(
    `after the first import the browser is asked to keep models, and ${granted ? 'its promise' : 'its refusal'} is told`,
    unless(granted),
    async ({ page }) => {
      if (granted) {
        const devtools = await page.context().newCDPSession(page);
        const { browserContextId } = (await devtools.send('Target.getTargetInfo')).targetInfo;
        await devtools.send('Browser.grantPermissions', {
          permissions: ['durableStorage'],
          ...(browserContextId === undefined ? {} : { browserContextId }),
        });
      }
      // Counts the questions, and leaves the answers to the browser.
      await page.addInitScript(() => {
        const asked = { count: 0 };
        const { persist } = StorageManager.prototype;
        StorageManager.prototype.persist = function () {
          asked.count += 1;
          return persist.call(this);
        };
        Object.assign(globalThis, { asked });
      });
      const asked = () =>
        page.evaluate(() => (globalThis as unknown as { asked: { count: number } }).asked.count);
      await openRoom(page);
      await add(page, scratchFile('notes.onnx', 'Buy milk.'));
      await expect(page.getByRole('heading', { name: 'There is no model in this file.' })).toBeVisible();
      expect(await asked()).toBe(0);
      await add(page, SYNCNET());
      await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
      await expect(page.getByText(says)).toBeVisible();
      expect(await asked()).toBe(1);
      expect(await page.evaluate(() => navigator.storage.persisted())).toBe(granted);
      await page.reload();
      await expect(page.getByText(says)).toBeVisible();
      expect(await asked()).toBe(0);
    },
  );
}

test('a licence is accepted once, and the acceptance is kept', async ({ page }) => {
  await openRoom(page);
  await add(page, WAV2LIP());
  const model = stored(page, 'Wav2Lip');
  const accept = page.getByRole('button', { name: 'Accept this licence' });
  await expect(accept).toBeVisible({ timeout: IMPORT_MS });
  await expect(model).toContainText('research, academic and personal use only');
  await expect(page.getByTestId('models-announcer')).toContainText('Read and accept its licence notice');
  await page.reload();
  await accept.click();
  await expect(model).toContainText(/Accepted on/);
  await page.reload();
  await expect(model).toContainText(/Accepted on/);
  await expect(accept).toHaveCount(0);
});

test('adding can be cancelled, leaves nothing behind, and can be started again', async ({ page }) => {
  await openRoom(page);
  await add(page, WAV2LIP());
  await page.getByRole('button', { name: /^Cancel/ }).click();
  await expect(page.getByText('Cancelled. Nothing was kept.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('No model is stored yet.')).toBeVisible();
  await add(page, SYNCNET(), WAV2LIP());
  // The second one still waits for its turn.
  await page.getByRole('button', { name: 'Cancel wav2lip-small.pth' }).click();
  await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(stored(page, 'Wav2Lip')).toBeVisible({ timeout: IMPORT_MS });
});

test('a model that another tab works with is not removed, and the reason is told', async ({
  page,
  context,
}) => {
  await openRoom(page);
  await add(page, SYNCNET());
  await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
  const other = await context.newPage();
  await other.goto('./');
  await other.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    for await (const id of folder.keys()) {
      await new Promise<void>((held) => {
        void navigator.locks.request(`lipslate-model:${id}`, { mode: 'shared' }, () => {
          held();
          return new Promise(() => {});
        });
      });
    }
  });
  await page.getByRole('button', { name: 'Remove SyncNet v2' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(dialog.getByRole('alert')).toContainText('This model is in use and cannot be removed now.');
  await other.close();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No model is stored yet.')).toBeVisible();
});

test(
  'without room for it a model is refused with the figures, and fits once there is room',
  WIDE,
  async ({ page }) => {
    await openRoom(page);
    const devtools = await page.context().newCDPSession(page);
    const { origin } = new URL(page.url());
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 20_000_000 });
    await add(page, SYNCNET());
    await expect(
      page.getByRole('heading', {
        name: 'This model needs 55 MB, and this browser has less than that left to store it.',
      }),
    ).toBeVisible();
    await expect(page.getByText(/^Free some disk space, or clear stored data of other sites/)).toBeVisible();
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
  },
);

const one = floats('0', [0.5]);
const WRONG: readonly {
  what: string;
  name: string;
  bytes(): Uint8Array | string;
  says: string;
  hint: string;
}[] = [
  {
    what: 'a pickle with a command in it',
    name: 'free-wav2lip.pth',
    bytes: () => legacy(new Call(new Name('os', 'system'), ['touch /tmp/owned']), []),
    says: 'This file would run the command os.system when opened by PyTorch: it is dangerous, and nothing in it was run.',
    hint: 'Delete it, do not open it with other tools, and take the official file instead.',
  },
  {
    what: 'a web page',
    name: 'wav2lip.pth',
    bytes: () => '<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>',
    says: 'This is a web page saved under the name of a model, not the model itself.',
    hint: 'Open the download page in the browser, use its download button, and wait for the whole file.',
  },
  {
    what: 'half a download',
    name: 'half.model',
    bytes: () => networkFile('syncnet-v2').slice(0, 7000),
    says: 'This model file is cut off: a part of it is missing.',
    hint: 'Download it again, and wait until the download is complete.',
  },
  {
    what: 'the face detector',
    name: 's3fd.pth',
    bytes: () =>
      legacy(
        new Map([
          ['conv1_1.weight', tensor(one, [64, 3, 3, 3], { strides: [0, 0, 0, 0] })],
          ['conv3_3_norm.weight', tensor(one, [256], { strides: [0] })],
        ]),
        [one],
      ),
    says: 'These are the weights of the face detector (s3fd), which Lipslate does not need.',
    hint: 'Lipslate runs SyncNet v2 (syncnet_v2.model), Wav2Lip (wav2lip.pth, wav2lip_gan.pth), Spleeter’s two (vocals.onnx, accompaniment.onnx) and HTDemucs (htdemucs.onnx).',
  },
  {
    what: 'a Wav2Lip for 288 pixels',
    name: 'wav2lip288.pth',
    bytes: () =>
      networkFile('wav2lip-96', {
        more: [{ name: 'face_encoder_blocks.7.0.conv_block.0.weight', shape: [512, 512, 3, 3] }],
      }),
    says: 'This is a Wav2Lip for pictures of another size, such as 288 pixels: its layers differ from the original.',
    hint: 'Lipslate runs the original 96-pixel Wav2Lip (wav2lip.pth, wav2lip_gan.pth, Wav2Lip-SD-GAN.pt), Spleeter’s pair for two stems (vocals.onnx, accompaniment.onnx) and HTDemucs for 4 or 6 stems (htdemucs.onnx).',
  },
  {
    what: 'an ONNX file with other input shapes',
    name: 'wav2lip_256.onnx',
    bytes: () =>
      onnxModel([
        ...weightSpecs('wav2lip-96').map(({ name, shape }) => onnxTensor(name, shape)),
        input('mel', [null, 1, 80, 16]),
        input('face', [null, 6, 256, 256]),
      ]),
    says: 'This ONNX file is made for inputs of another size (face: ?×6×256×256) than Wav2Lip has.',
    hint: 'Lipslate runs the original 96-pixel Wav2Lip (wav2lip.pth, wav2lip_gan.pth, Wav2Lip-SD-GAN.pt), Spleeter’s pair for two stems (vocals.onnx, accompaniment.onnx) and HTDemucs for 4 or 6 stems (htdemucs.onnx).',
  },
  {
    what: 'an empty file',
    name: 'empty.pth',
    bytes: () => '',
    says: 'This file is empty (0 bytes).',
    hint: 'Copy or download it again: the original may not have finished saving.',
  },
  {
    what: 'a text file',
    name: 'notes.onnx',
    bytes: () => 'Buy milk.',
    says: 'There is no model in this file.',
    hint: 'Drop the downloaded weights: syncnet_v2.model, wav2lip.pth, wav2lip_gan.pth, Wav2Lip-SD-GAN.pt, vocals.onnx or accompaniment.onnx.',
  },
];

test('each wrong file is told in its own sentence, and the next one goes on', async ({ page }) => {
  await openRoom(page);
  for (const { what, name, bytes, says, hint } of WRONG) {
    await test.step(what, async () => {
      await add(page, scratchFile(name, bytes()));
      await expect(page.getByRole('heading', { name: says, exact: true })).toBeVisible();
      await expect(page.getByText(hint, { exact: true })).toBeVisible();
      await expect(page.getByTestId('models-announcer')).toContainText(says);
      await expect(page.getByText('Dangerous file')).toHaveCount(says.includes('dangerous') ? 1 : 0);
      await page.getByRole('button', { name: `Dismiss ${name}` }).click();
      await expect(page.getByRole('heading', { name: says, exact: true })).toHaveCount(0);
    });
  }
  await add(page, scratchFile('notes.txt', 'Buy milk.'), SYNCNET());
  await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
});

test('the expert instead of the generator is named as what it is', async ({ page }) => {
  await openRoom(page);
  await add(page, scratchFile('lipsync_expert.pth', networkFile('wav2lip-expert')));
  const model = stored(page, "Wav2Lip's lip-sync expert");
  await expect(model).toBeVisible({ timeout: IMPORT_MS });
  await expect(model).toContainText('It draws nothing; wav2lip.pth and wav2lip_gan.pth do.');
});

const REFERENCE_FILES = [
  ['evil_legacy.pth', /it is dangerous, and nothing in it was run/],
  ['evil_plain.pth', /it is dangerous, and nothing in it was run/],
  ['evil_zip.pth', /it is dangerous, and nothing in it was run/],
  ['page.pth', 'This is a web page saved under the name of a model, not the model itself.'],
  ['truncated.pth', /^This model file is cut off/],
  ['truncated_zip.pth', /^This model file is cut off/],
  ['empty.pth', 'This file is empty (0 bytes).'],
  ['tiny_legacy.pth', /^These are the weights of a network that Lipslate does not know/],
  ['tiny_flat_legacy.pth', /^These are the weights of a network that Lipslate does not know/],
  ['tiny_script.pt', /^These are the weights of a network that Lipslate does not know/],
  ['tiny_zip.pth', /^These are the weights of a network that Lipslate does not know/],
] as const;

test('the reference files are told as what they are, and none is stored', async ({ page }) => {
  await openRoom(page);
  for (const [file, says] of REFERENCE_FILES) {
    await test.step(file, async () => {
      await add(page, golden(file));
      await expect(page.getByRole('heading', { level: 3, name: says })).toBeVisible();
      await page.getByRole('button', { name: `Dismiss ${file}` }).click();
      await expect(page.getByRole('heading', { level: 3, name: says })).toHaveCount(0);
    });
  }
  await expect(page.getByText('No model is stored yet.')).toBeVisible();
  // What the commands in the evil ones would make.
  expect(existsSync('/tmp/pwned')).toBe(false);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe finds nothing wrong, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test(
      'empty, with wrong files, with a licence to accept, with the question before removal',
      unless(colorScheme === 'light'),
      async ({ page }) => {
        await openRoom(page);
        await expectAccessible(page);
        await add(page, ...WRONG.map(({ name, bytes }) => scratchFile(name, bytes())), WAV2LIP());
        await expect(page.getByRole('button', { name: 'Accept this licence' })).toBeVisible({
          timeout: IMPORT_MS,
        });
        await expect(page.getByRole('button', { name: /^Dismiss/ })).toHaveCount(WRONG.length);
        await expectAccessible(page);
        await page.getByRole('button', { name: 'Remove Wav2Lip' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await expectAccessible(page);
      },
    );
  });
}

test('with the keyboard alone: change rooms, choose, accept, copy the sum, remove', async ({
  page,
  context,
}) => {
  // Playwright catches choosers only from a while after the first listener.
  page.on('filechooser', () => undefined);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await new CheckPage(page).open();
  await tabTo(page, 'link', 'Models');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Models', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await tabTo(page, 'button', 'Choose a model file');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(WAV2LIP());
  await expect(stored(page, 'Wav2Lip')).toBeVisible({ timeout: IMPORT_MS });
  await tabTo(page, 'button', 'Accept this licence');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Accepted on/)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'On this device' })).toBeFocused();
  await tabTo(page, 'button', 'Copy SHA-256');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{64}$/);
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Remove Wav2Lip' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Remove' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('No model is stored yet.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'On this device' })).toBeFocused();
});

test('the Check room is as it was after a visit to the Models room', async ({ page }) => {
  const room = new CheckPage(page);
  await room.open();
  await room.add(FILM, scratchFile('notes.txt', 'Buy milk.'));
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await expect(page).toHaveTitle('Models – Lipslate');
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await page.getByRole('link', { name: 'Check', exact: true }).click();
  expect(await room.outcome('late-200.mp4', IMPORT_MS)).toMatch(/late|early|In sync/);
  await expect(page).toHaveTitle(/late-200\.mp4 – Lipslate$/);
  await page.keyboard.press('c');
  await expect(page.getByRole('radio', { name: 'Corrected' })).toBeChecked();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('radio', { name: 'Corrected' })).toBeChecked();
  // The player is made anew with the room, and its film is opened again.
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
});

test('the Check room offers SyncNet once it is stored, and remembers the choice', async ({ page }) => {
  const room = new CheckPage(page);
  await room.open();
  await room.add(scratchFile('notes.txt', 'Buy milk.'));
  await page.getByRole('link', { name: 'add its file in Models' }).click();
  await add(page, SYNCNET());
  await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
  await page.getByRole('link', { name: 'Check', exact: true }).click();
  const engine = page.getByRole('combobox', { name: 'Measure by' });
  await expect(engine).toHaveValue('auto');
  await page.getByRole('combobox', { name: 'SyncNet looks at' }).selectOption('full');
  await expectAccessible(page);
  await engine.selectOption('motion');
  await expect(page.getByRole('combobox', { name: 'SyncNet looks at' })).toHaveCount(0);
  await room.reload('notes.txt');
  await room.add(scratchFile('notes.txt', 'Buy milk.'));
  await expect(engine).toHaveValue('motion');
});

test('SyncNet chosen and then removed is told by its name', WIDE, async ({ page }) => {
  const room = new CheckPage(page);
  await openRoom(page);
  await add(page, SYNCNET());
  await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
  await page.getByRole('link', { name: 'Check', exact: true }).click();
  await room.add(scratchFile('notes.txt', 'Buy milk.'));
  await page.getByRole('combobox', { name: 'Measure by' }).selectOption('syncnet');
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await page.getByRole('button', { name: 'Remove SyncNet v2' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No model is stored yet.')).toBeVisible();
  await page.getByRole('link', { name: 'Check', exact: true }).click();
  await expect(page.getByText('SyncNet is no longer stored here.')).toBeVisible();
  await room.add(FILM);
  expect(await room.outcome('late-200.mp4', IMPORT_MS)).toContain('Could not be checked');
  await expect(page.getByRole('heading', { name: /its weights are not here/ })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('everything fits the width', async ({ page }) => {
    await openRoom(page);
    await add(page, ...WRONG.map(({ name, bytes }) => scratchFile(name, bytes())), WAV2LIP());
    await expect(page.getByRole('button', { name: 'Accept this licence' })).toBeVisible({
      timeout: IMPORT_MS,
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await expectAccessible(page);
  });
});

test(
  'links to the official places carry no referrer, and the page itself asks nobody',
  WIDE,
  async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await openRoom(page);
    await add(page, SYNCNET());
    await expect(stored(page, 'SyncNet v2')).toBeVisible({ timeout: IMPORT_MS });
    const links = page.getByRole('region', { name: 'Where to get them' }).getByRole('link');
    expect(await links.count()).toBeGreaterThan(2);
    for (const link of await links.all()) await expect(link).toHaveAttribute('rel', 'noreferrer');
    expect(new Set(asked)).toEqual(new Set([new URL(page.url()).origin]));
  },
);

/** Presses Tab until the control of this name has the focus. */
async function tabTo(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  const control = page.getByRole(role, { name }).first();
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press('Tab');
    if (await control.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach "${name}"`);
}

test(
  'equal networks are told apart, and what another tab stores and removes shows here at once',
  WIDE,
  async ({ page, context }) => {
    await openRoom(page);
    const other = await context.newPage();
    await openRoom(other);
    await add(page, scratchFile('weights.pth', networkFile('wav2lip-96', { value: 1e-4 })));
    const listed = (where: Page) => where.getByRole('heading', { level: 3, name: /^Wav2Lip/ });
    await expect(stored(other, 'Wav2Lip')).toBeVisible({ timeout: IMPORT_MS });
    await add(other, scratchFile('weights.pth', networkFile('wav2lip-96', { value: 2e-4 })));
    for (const tab of [page, other]) {
      await expect(stored(tab, 'Wav2Lip')).toHaveCount(0, { timeout: IMPORT_MS });
      await expect.poll(() => namesOf(tab)).toHaveLength(2);
      for (const name of await namesOf(tab))
        expect(name).toMatch(/^Wav2Lip \(weights\.pth, [0-9a-f]{8}, added \w+ \d+, \d{4}\)$/);
    }
    await page
      .getByRole('button', { name: /^Remove Wav2Lip/ })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await expect(stored(other, 'Wav2Lip')).toBeVisible();

    async function namesOf(where: Page): Promise<string[]> {
      return [...new Set(await listed(where).allTextContents())].filter((name) => name.includes('('));
    }
  },
);
