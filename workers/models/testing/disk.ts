/** Model folders on the disk of the test machine, and locks within one process. */

import { mkdirSync, openAsBlob } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LipslateError } from '../../../core/errors';
import type { ModelFolders, ModelLocks } from '../folder';

export interface DiskFolders extends ModelFolders {
  path: string;
  /** What freeBytes says. */
  free: number | null;
  /** The disk is full after so many bytes of a file, whatever freeBytes said. */
  fullAfterBytes: number;
  dispose(): Promise<void>;
}

export async function diskFolders(): Promise<DiskFolders> {
  const path = await mkdtemp(join(tmpdir(), 'lipslate-models-'));
  const orNull = <T>(job: Promise<T>) => job.catch(() => null);
  const folders: DiskFolders = {
    path,
    free: null,
    fullAfterBytes: Number.POSITIVE_INFINITY,
    async freeBytes() {
      return folders.free;
    },
    ids: () => readdir(path),
    readText: (id, name) => orNull(readFile(join(path, id, name), 'utf8')),
    writeText: (id, name, text) => writeFile(join(path, id, name), text),
    async createFile(id, name, size) {
      mkdirSync(join(path, id), { recursive: true });
      const file = await open(join(path, id, name), 'w');
      await file.truncate(size);
      return {
        write: async (bytes, offset) => {
          if (offset + bytes.length > folders.fullAfterBytes) throw new LipslateError('storage-full');
          await file.write(bytes, 0, bytes.length, offset);
        },
        close: () => file.close(),
      };
    },
    readBlob: (id, name) => orNull(openAsBlob(join(path, id, name))),
    remove: (id) => rm(join(path, id), { recursive: true, force: true }),
    dispose: () => rm(path, { recursive: true, force: true }),
  };
  return folders;
}

/** Enough for one process: nobody waits long for anybody. */
export function processLocks(): ModelLocks {
  const holders = new Map<string, number>();
  const take = (id: string) => {
    holders.set(id, (holders.get(id) ?? 0) + 1);
    return () => void holders.set(id, (holders.get(id) ?? 1) - 1);
  };
  const isFree = (id: string) => (holders.get(id) ?? 0) === 0;
  return {
    shared: async (id) => take(id),
    async exclusive(id) {
      while (!isFree(id)) await new Promise((resolve) => setTimeout(resolve, 1));
      return take(id);
    },
    tryExclusive: async (id) => (isFree(id) ? take(id) : null),
  };
}
