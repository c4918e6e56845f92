/** Model folders in the browser's private file system, locks by Web Locks. */
import type { Bytes } from '../../core/checkpoint/types';
import { LipslateError } from '../../core/errors';
import type { ModelFolders, ModelLocks, OpenFile } from './folder';

const ROOT = 'models';

export const opfsFolders: ModelFolders = {
  async freeBytes() {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  },
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
    const handle = await (await folder.getFileHandle(name, { create: true })).createSyncAccessHandle();
    return openFile(handle, size);
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

function openFile(handle: FileSystemSyncAccessHandle, size: number): OpenFile {
  const guarded = <T>(job: () => T): T => {
    try {
      return job();
    } catch (cause) {
      throw storageError(cause, 'internal');
    }
  };
  try {
    // Room for all of it is asked for before the first byte: a full disk shows now, not after minutes.
    guarded(() => handle.truncate(size));
  } catch (error) {
    handle.close();
    throw error;
  }
  return {
    write(bytes: Bytes, offset: number) {
      const written = guarded(() => handle.write(bytes, { at: offset }));
      if (written !== bytes.length) throw new LipslateError('storage-full', `${written} of ${bytes.length}`);
    },
    async close() {
      try {
        guarded(() => handle.flush());
      } finally {
        handle.close();
      }
    },
  };
}

function storageError(cause: unknown, otherwise: 'internal' | 'storage-missing'): LipslateError {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return LipslateError.from(cause, isFull ? 'storage-full' : otherwise);
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

/** Holds a lock until the returned function is called; null when it was to be had at once and is not. */
function hold(id: string, options: LockOptions): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`lipslate-model:${id}`, options, (lock) => {
        if (!lock) {
          resolve(null);
          return;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}
