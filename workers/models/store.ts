/** Imports, lists, opens and removes models, over any folders and locks. */
import { megabytes } from '../../core/checkpoint/failure';
import { planImport, sha256Of, writeWeights } from '../../core/checkpoint/import';
import { blobSource } from '../../core/checkpoint/source';
import { LipslateError } from '../../core/errors';
import type { ImportOptions, ImportProgress, ModelInfo, OpenModel } from './contract';
import type { ModelFolders, ModelLocks } from './folder';
import {
  FORMAT,
  idOf,
  infoOf,
  LICENCE_FILE,
  MANIFEST_FILE,
  type Manifest,
  parseManifest,
  weightsFileOf,
} from './manifest';

/** For the manifest, and what the file system itself takes. */
const SPARE_BYTES = 1_000_000;

export class ModelStore {
  readonly #folders: ModelFolders;
  readonly #locks: ModelLocks;
  readonly #open = new Map<number, () => void>();
  #nextTicket = 1;

  constructor(folders: ModelFolders, locks: ModelLocks) {
    this.#folders = folders;
    this.#locks = locks;
  }

  /** See ModelsWorkerApi.importCheckpoint. Nothing is left behind when it fails. */
  async importCheckpoint(
    file: File,
    options: ImportOptions,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ModelInfo> {
    const source = blobSource(file);
    const plan = await planImport(source, options.wanted, file.name);
    await this.#checkRoom(plan.weightsBytes);

    const totalBytes = file.size + plan.weightsBytes;
    const report = (stage: ImportProgress['stage'], doneBytes: number) =>
      onProgress({ stage, doneBytes, totalBytes });
    report('recognise', 0);
    const sha256 = await sha256Of(source, (done) => report('hash', done));

    const id = idOf(plan.network, sha256);
    // First without waiting for those who use the model already.
    const release = await this.#locks.shared(id);
    const stored = await this.#find(id).finally(release);
    if (stored) return stored.info;

    const unlock = await this.#locks.exclusive(id);
    try {
      const meanwhile = await this.#find(id);
      if (meanwhile) return meanwhile.info;
      const weights = await this.#folders.createFile(id, weightsFileOf(plan.network), plan.weightsBytes);
      try {
        await writeWeights(plan, weights, (done) => report('store', file.size + done));
      } finally {
        await weights.close();
      }
      const manifest: Manifest = {
        format: FORMAT,
        network: plan.network,
        fileName: file.name,
        sizeBytes: file.size,
        sha256,
        container: plan.container,
        weightsBytes: plan.weightsBytes,
        importedAt: new Date().toISOString(),
        tensors: [...plan.tensors],
      };
      await this.#folders.writeText(id, MANIFEST_FILE, JSON.stringify(manifest));
      return infoOf(id, manifest, null);
    } catch (error) {
      await this.#folders.remove(id);
      // Browsers overstate what is free, so as not to tell one visitor from another: only writing is the test.
      const isFull = error instanceof LipslateError && error.code === 'storage-full';
      throw isFull ? noRoom(plan.weightsBytes, 'less than that') : error;
    } finally {
      unlock();
    }
  }

  async list(): Promise<ModelInfo[]> {
    const infos: ModelInfo[] = [];
    for (const id of await this.#folders.ids()) {
      const found = await this.#find(id);
      if (found) infos.push(found.info);
      else await this.#clear(id);
    }
    return infos.sort((a, b) => (a.importedAt < b.importedAt ? -1 : 1));
  }

  async acceptLicence(id: string): Promise<ModelInfo> {
    const { manifest } = await this.#get(id);
    const acceptedAt = new Date().toISOString();
    await this.#folders.writeText(id, LICENCE_FILE, acceptedAt);
    return infoOf(id, manifest, acceptedAt);
  }

  async remove(id: string): Promise<void> {
    const release = await this.#locks.tryExclusive(id);
    if (!release) throw new LipslateError('model-in-use', id);
    await this.#folders.remove(id).finally(release);
  }

  async open(id: string): Promise<OpenModel> {
    const release = await this.#locks.shared(id);
    try {
      const { info, manifest } = await this.#get(id);
      const { mustAccept, acceptedAt } = info.licence;
      if (mustAccept && acceptedAt === null) throw new LipslateError('licence-not-accepted', info.name);
      const weights = await this.#folders.readBlob(id, weightsFileOf(manifest.network));
      if (!weights) throw new LipslateError('model-missing', id);
      const ticket = this.#nextTicket++;
      this.#open.set(ticket, release);
      return { info, weights, tensors: manifest.tensors, ticket };
    } catch (error) {
      release();
      throw error;
    }
  }

  close(ticket: number): void {
    this.#open.get(ticket)?.();
    this.#open.delete(ticket);
  }

  async #checkRoom(weightsBytes: number): Promise<void> {
    const free = await this.#folders.freeBytes();
    if (free === null || free >= weightsBytes + SPARE_BYTES) return;
    throw noRoom(weightsBytes, `${megabytes(free)} MB`);
  }

  async #get(id: string): Promise<{ info: ModelInfo; manifest: Manifest }> {
    const found = await this.#find(id);
    if (!found) throw new LipslateError('model-missing', id);
    return found;
  }

  /** null for what is not there, is broken, or was written by a newer version. */
  async #find(id: string): Promise<{ info: ModelInfo; manifest: Manifest } | null> {
    const manifest = parseManifest((await this.#folders.readText(id, MANIFEST_FILE)) ?? '');
    if (!manifest || manifest === 'other-version') return null;
    const weights = await this.#folders.readBlob(id, weightsFileOf(manifest.network));
    if (weights?.size !== manifest.weightsBytes) return null;
    const acceptedAt = (await this.#folders.readText(id, LICENCE_FILE)) || null;
    return { info: infoOf(id, manifest, acceptedAt), manifest };
  }

  /** What an import left that was broken off; not what is being imported now, or belongs to a newer version. */
  async #clear(id: string): Promise<void> {
    const release = await this.#locks.tryExclusive(id);
    if (!release) return;
    try {
      const manifest = parseManifest((await this.#folders.readText(id, MANIFEST_FILE)) ?? '');
      if (manifest !== 'other-version' && !(await this.#find(id))) await this.#folders.remove(id);
    } finally {
      release();
    }
  }
}

function noRoom(bytes: number, left: string): LipslateError {
  const message = `This model needs ${megabytes(bytes)} MB, and this browser has ${left} left to store it.`;
  return new LipslateError('storage-full', `${bytes} bytes`, message);
}
