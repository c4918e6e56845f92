/** Model folders in the browser's private file system, locks by Web Locks. */
import { holdLock } from '../lib/opfs/locks';
import { freeBytes, storageError } from '../lib/opfs/storage-error';
import { openSyncFile } from '../lib/opfs/sync-file';
import type { ModelFolders, ModelLocks } from './folder';

const ROOT = 'models';

export const opfsFolders: ModelFolders = {
  freeBytes,
  async ids() {
    const ids: string[] = [];
    for await (const [name, handle] of (await root()).entries())
      if (handle.kind === 'directory') ids.push(name);
    return ids;
  },
  async readText(id, name) {
    return (await fileOf(id, name))?.text() ?? null;
  },
  async writeText(id, name, text) {
    const bytes = new TextEncoder().encode(text);
    const file = await this.createFile(id, name, bytes.length);
    try {
      await file.write(bytes, 0);
    } finally {
      await file.close();
    }
  },
  async createFile(id, name, size) {
    const folder = await (await root()).getDirectoryHandle(id, { create: true });
    const file = await openSyncFile(await folder.getFileHandle(name, { create: true }), size);
    return { write: file.write, close: async () => file.close() };
  },
  readBlob: fileOf,
  async remove(id) {
    await orNull((await root()).removeEntry(id, { recursive: true }));
  },
};

export const webLocks: ModelLocks = {
  async shared(id) {
    return (await hold(id, { mode: 'shared' }))!;
  },
  async exclusive(id) {
    return (await hold(id, { mode: 'exclusive' }))!;
  },
  tryExclusive: (id) => hold(id, { mode: 'exclusive', ifAvailable: true }),
};

/** @throws LipslateError `storage-missing` in private windows and where the page may store nothing */
async function root(): Promise<FileSystemDirectoryHandle> {
  try {
    const storage = await navigator.storage.getDirectory();
    return await storage.getDirectoryHandle(ROOT, { create: true });
  } catch (cause) {
    throw storageError(cause, 'storage-missing');
  }
}

async function fileOf(id: string, name: string): Promise<Blob | null> {
  const folder = await orNull((await root()).getDirectoryHandle(id));
  const handle = folder && (await orNull(folder.getFileHandle(name)));
  return handle ? handle.getFile() : null;
}

async function orNull<T>(job: Promise<T>): Promise<T | null> {
  try {
    return await job;
  } catch (cause) {
    if (
      cause instanceof DOMException &&
      (cause.name === 'NotFoundError' || cause.name === 'TypeMismatchError')
    ) {
      return null;
    }
    throw cause;
  }
}

const hold = (id: string, options: LockOptions) => holdLock(`lipslate-model:${id}`, options);
