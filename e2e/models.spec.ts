/** The models worker on the browser's own storage: import, reload, use, removal, no room, broken-off imports. */
import { expect, type Page, test } from '@playwright/test';
import { networkFile } from '../core/checkpoint/testing/networks';
import { openHarness } from './support/harness';

const SYNCNET = {
  name: 'syncnet_v2.model',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(networkFile('syncnet-v2', { value: 0.5 })),
};

async function choose(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await openHarness(page);
  await page.setInputFiles('#files', file);
}

/** Imports the chosen file in a fresh worker. */
function importChosen(page: Page) {
  return page.evaluate(async () => {
    const { harness } = window;
    const seen: number[] = [];
    const onProgress = harness.Comlink.proxy(
      ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) => {
        seen.push(doneBytes / totalBytes);
      },
    );
    const info = await harness.models().importCheckpoint(harness.file(), {}, onProgress);
    return { info, seen };
  });
}

/** Names in the private file system, folder by folder. */
function storedFiles(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    const enter = async (folder: FileSystemDirectoryHandle, path: string) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle instanceof FileSystemDirectoryHandle) await enter(handle, `${path}${name}/`);
        else names.push(path + name);
      }
    };
    await enter(await navigator.storage.getDirectory(), '');
    return names.sort();
  });
}

test('a checkpoint is imported once, survives a reload, gives its weights, and is removed when nobody uses it', async ({
  page,
}) => {
  await choose(page, SYNCNET);
  const { info, seen } = await importChosen(page);
  expect(info).toMatchObject({ network: 'syncnet-v2', fileName: 'syncnet_v2.model', known: null });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);

  await openHarness(page);
  const result = await page.evaluate(async () => {
    const { harness } = window;
    const models = harness.models();
    const elsewhere = harness.models();
    const [info] = await models.list();
    const { weights, tensors, ticket } = await models.open(info!.id);
    const last = tensors.at(-1)!;
    const bytes = await weights.slice(last.offset, last.offset + last.byteLength).arrayBuffer();
    const values = new Set(new Float32Array(bytes));
    const inUse = await harness.errorOf(elsewhere.remove(info!.id));
    await models.close(ticket);
    await elsewhere.remove(info!.id);
    const gone = await harness.errorOf(models.open(info!.id));
    return { values: [...values], size: weights.size, inUse, gone, left: await models.list() };
  });
  expect(result).toMatchObject({
    values: [0.5],
    size: info.weightsBytes,
    inUse: { code: 'model-in-use' },
    gone: { code: 'model-missing' },
    left: [],
  });
  expect(await storedFiles(page)).toEqual([]);
});

test('a user that dies lets go of its model', async ({ page }) => {
  await choose(page, SYNCNET);
  const { info } = await importChosen(page);
  await page.evaluate(async (id) => {
    const { harness } = window;
    await harness.models().open(id);
    harness.closeAll();
    const models = harness.models();
    // The browser frees a dead worker's locks a moment later.
    for (let tries = 0; tries < 50 && (await harness.errorOf(models.remove(id))); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, info.id);
  expect(await storedFiles(page)).toEqual([]);
});

test('a model whose storage is cleared while it is in use is told as gone', async ({ page }) => {
  await choose(page, SYNCNET);
  const { info } = await importChosen(page);
  const error = await page.evaluate(async (id) => {
    const { harness } = window;
    const { weights, tensors } = await harness.models().open(id);
    // As "clear site data" does: no lock is asked.
    await (await navigator.storage.getDirectory()).removeEntry('models', { recursive: true });
    return harness.errorOf(
      harness
        .towers()
        .compare(
          { id, weights, tensors },
          { sound: new Float32Array(260), pictures: new Uint8Array(0) },
          { sound: new Float32Array(1024), lips: new Float32Array(0) },
          false,
        ),
    );
  }, info.id);
  expect(error).toMatchObject({ code: 'model-missing', message: 'This model is no longer stored here.' });
});

test('the expert, where the generator is needed, is refused by its name, and nothing of it is kept', async ({
  page,
}) => {
  const buffer = Buffer.from(networkFile('wav2lip-expert'));
  await choose(page, { ...SYNCNET, name: 'lipsync_expert.pth', buffer });
  const error = await page.evaluate(() => {
    const { harness } = window;
    return harness.errorOf(
      harness.models().importCheckpoint(
        harness.file(),
        { wanted: ['wav2lip-96'] },
        harness.Comlink.proxy(() => {}),
      ),
    );
  });
  expect(error).toMatchObject({
    code: 'checkpoint-wrong-network',
    message: "This is Wav2Lip's lip-sync expert; what is needed here is Wav2Lip.",
  });
  expect(await storedFiles(page)).toEqual([]);
});

test('without room for it, a model is refused before anything is written', async ({ page }) => {
  await choose(page, SYNCNET);
  const devtools = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 20_000_000 });
  const error = await page.evaluate(() => {
    const { harness } = window;
    return harness.errorOf(
      harness.models().importCheckpoint(
        harness.file(),
        {},
        harness.Comlink.proxy(() => {}),
      ),
    );
  });
  expect(error).toMatchObject({
    code: 'storage-full',
    message: 'This model needs 55 MB, and this browser has less than that left to store it.',
  });
  expect(await storedFiles(page)).toEqual([]);
});

test('room that goes while a model is written leaves nothing behind', async ({ page }) => {
  await choose(page, SYNCNET);
  const devtools = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  // Something else of this site takes the room between the check and the writing.
  let starved = false;
  await page.exposeFunction('starve', async () => {
    if (starved) return;
    starved = true;
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  });
  const error = await page.evaluate(() => {
    const { harness } = window;
    const starve = (window as unknown as { starve: () => Promise<void> }).starve;
    const onProgress = harness.Comlink.proxy(async ({ stage }: { stage: string }) => {
      if (stage === 'recognise') await starve();
    });
    return harness.errorOf(harness.models().importCheckpoint(harness.file(), {}, onProgress));
  });
  expect(starved).toBe(true);
  expect(error).toMatchObject({ code: 'storage-full' });
  expect(await storedFiles(page)).toEqual([]);
});

test('an import that was broken off is cleared by the next start', async ({ page }) => {
  await choose(page, SYNCNET);
  await page.evaluate(async () => {
    const { harness } = window;
    const models = harness.models();
    await new Promise<void>((resolve) => {
      const onProgress = harness.Comlink.proxy(({ stage }: { stage: string }) => {
        if (stage === 'store') resolve();
      });
      void models.importCheckpoint(harness.file(), {}, onProgress);
    });
    harness.closeAll();
  });
  await expect
    .poll(async () => {
      const left = await page.evaluate(() => window.harness.models().list());
      return [left, await storedFiles(page)];
    })
    .toEqual([[], []]);
});

test('a dangerous file says so, and nothing of it is kept', async ({ page }) => {
  const evil = "cos\nsystem\n(S'touch /tmp/never'\ntR.";
  await choose(page, { ...SYNCNET, name: 'wav2lip_gan.pth', buffer: Buffer.from(evil) });
  const error = await page.evaluate(() => {
    const { harness } = window;
    return harness.errorOf(
      harness.models().importCheckpoint(
        harness.file(),
        {},
        harness.Comlink.proxy(() => {}),
      ),
    );
  });
  expect(error).toMatchObject({
    code: 'checkpoint-dangerous',
    message: expect.stringContaining('os.system') as unknown as string,
  });
  expect(await storedFiles(page)).toEqual([]);
});
