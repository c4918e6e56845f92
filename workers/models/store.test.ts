import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { weightCount } from '../../core/checkpoint/signatures';
import { blobSource } from '../../core/checkpoint/source';
import { storedWeights } from '../../core/checkpoint/stored';
import { networkFile } from '../../core/checkpoint/testing/networks';
import { separatorPair } from '../../core/checkpoint/testing/separators';
import type { ImportProgress } from './contract';
import { ModelStore } from './store';
import { type DiskFolders, diskFolders, processLocks } from './testing/disk';

let disk: DiskFolders;
let store: ModelStore;

beforeEach(async () => {
  disk = await diskFolders();
  store = new ModelStore(disk, processLocks());
});
afterEach(() => disk.dispose());

const syncnet = (value = 0.5) => new File([networkFile('syncnet-v2', { value })], 'syncnet_v2.model');
const importSyncnet = (value?: number) => store.importCheckpoint(syncnet(value), {}, () => {});

describe('an imported model', () => {
  it('is listed with what a visitor wants to know, also after a restart', async () => {
    const info = await importSyncnet();
    expect(info).toMatchObject({
      network: 'syncnet-v2',
      name: 'SyncNet v2',
      fileName: 'syncnet_v2.model',
      container: 'torch-legacy',
      known: null,
      weightsBytes: 4 * weightCount('syncnet-v2'),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    const restarted = new ModelStore(disk, processLocks());
    expect(await restarted.list()).toEqual([info]);
  });

  it('gives its weights by name', async () => {
    const { id } = await importSyncnet(0.75);
    const { weights, tensors, ticket } = await store.open(id);
    const reader = storedWeights(tensors, blobSource(weights));
    expect(await reader.readFloat32('netfclip.1.bias')).toEqual(new Float32Array(512).fill(0.75));
    store.close(ticket);
  });

  it('that is run as it came is kept as it came', async () => {
    const { vocals, accompaniment } = separatorPair(300);
    for (const [name, bytes] of Object.entries({ vocals, accompaniment }))
      await store.importCheckpoint(new File([bytes], `${name}.onnx`), {}, () => {});
    const models = await new ModelStore(disk, processLocks()).list();
    expect(models.map(({ network }) => network)).toEqual(['spleeter-vocals', 'spleeter-accompaniment']);
    expect(models[0]!.licence.text).toContain('have not said what licence these weights have');
    const { weights, tensors, ticket } = await store.open(models[0]!.id);
    expect([new Uint8Array(await weights.arrayBuffer()), tensors]).toEqual([vocals, []]);
    store.close(ticket);
  });

  it('is stored once when its file is dropped twice, and beside another file of the same network', async () => {
    const first = await importSyncnet(0.5);
    expect(await importSyncnet(0.5)).toEqual(first);
    await importSyncnet(0.25);
    expect(await store.list()).toHaveLength(2);
  });

  it('cannot be removed while it is open', async () => {
    const { id } = await importSyncnet();
    const { ticket } = await store.open(id);
    await expect(store.remove(id)).rejects.toMatchObject({ code: 'model-in-use' });
    store.close(ticket);
    await store.remove(id);
    expect(await store.list()).toEqual([]);
    await expect(store.open(id)).rejects.toMatchObject({ code: 'model-missing' });
    await store.remove(id);
  });

  it('whose files vanish while it is open is reported as missing', async () => {
    const { id } = await importSyncnet();
    const { weights, tensors } = await store.open(id);
    await rm(join(disk.path, id), { recursive: true });
    const reader = storedWeights(tensors, blobSource(weights));
    await expect(reader.readFloat32('netfclip.1.bias')).rejects.toMatchObject({ code: 'model-missing' });
    await expect(store.open(id)).rejects.toMatchObject({ code: 'model-missing' });
  });

  it('of Wav2Lip opens only after its licence notice was accepted', async () => {
    const file = new File([networkFile('wav2lip-96')], 'wav2lip.pth');
    const { id, licence } = await store.importCheckpoint(file, {}, () => {});
    expect(licence).toMatchObject({ mustAccept: true, acceptedAt: null });
    expect(licence.text).toContain('personal use');
    await expect(store.open(id)).rejects.toMatchObject({ code: 'licence-not-accepted' });
    await store.acceptLicence(id);
    const { info } = await store.open(id);
    expect(info.licence.acceptedAt).not.toBeNull();
  });
});

describe('an import', () => {
  it('tells its progress: rising, through all stages, to the end', async () => {
    const seen: ImportProgress[] = [];
    await store.importCheckpoint(syncnet(), {}, (progress) => seen.push(progress));
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual(['recognise', 'hash', 'store']);
    const done = seen.map(({ doneBytes }) => doneBytes);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(seen[0]!.totalBytes);
  });

  it('that will not fit is refused before anything is written', async () => {
    disk.free = 20_000_000;
    await expect(importSyncnet()).rejects.toMatchObject({
      code: 'storage-full',
      message: 'This model needs 55 MB, and this browser has 20 MB left to store it.',
    });
    expect(await readdir(disk.path)).toEqual([]);
  });

  it('that finds the disk full half way leaves nothing behind', async () => {
    disk.fullAfterBytes = 30_000_000;
    await expect(importSyncnet()).rejects.toMatchObject({ code: 'storage-full' });
    expect(await readdir(disk.path)).toEqual([]);
  });

  it('of a damaged file leaves nothing behind', async () => {
    await expect(importSyncnet(Number.NaN)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    expect(await readdir(disk.path)).toEqual([]);
  });

  it('of the wrong network for the place is refused by name', async () => {
    const wanted = { wanted: ['wav2lip-96'] as const };
    await expect(store.importCheckpoint(syncnet(), wanted, () => {})).rejects.toMatchObject({
      code: 'checkpoint-wrong-network',
      message: 'This is SyncNet v2; what is needed here is Wav2Lip.',
    });
    const expert = new File([networkFile('wav2lip-expert')], 'lipsync_expert.pth');
    await expect(store.importCheckpoint(expert, wanted, () => {})).rejects.toMatchObject({
      code: 'checkpoint-wrong-network',
      message: "This is Wav2Lip's lip-sync expert; what is needed here is Wav2Lip.",
    });
    expect(await readdir(disk.path)).toEqual([]);
  });

  it('that was broken off is cleared by the next listing; a newer version of the app is not', async () => {
    for (const id of ['half', 'spoilt', 'newer']) await mkdir(join(disk.path, id));
    await writeFile(join(disk.path, 'half', 'weights.f32'), new Uint8Array(10));
    await writeFile(join(disk.path, 'spoilt', 'manifest.json'), '{"format":1,');
    await writeFile(join(disk.path, 'newer', 'manifest.json'), '{"format":2}');
    expect(await store.list()).toEqual([]);
    expect(await readdir(disk.path)).toEqual(['newer']);
  });
});
