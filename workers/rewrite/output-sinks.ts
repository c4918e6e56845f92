/** Where results and passing files are written: OPFS or a file the visitor chose; nothing is left half done. */
import { LipslateError } from '../../core/errors';
import { folderLock, REWRITES_FOLDER, type RewriteJob } from './contract';

/** A file being written. It gets its name, or replaces what the visitor chose, only by `finish`. */
export interface Sink {
  /** @throws LipslateError 'storage-full' */
  write(bytes: Uint8Array, at: number): void | Promise<void>;
  finish(): Promise<File>;
  /** Leaves nothing behind. Harmless after `finish`. */
  abort(): Promise<void>;
}

/** Room of this size is tried by a byte at its end. */
const MAX_TRIED_BYTES = 256 * 1024 * 1024;
/** What has this ending belongs to a worker that is at work, or to nobody any more. */
const PART = '.part';

/** @param name what the result is to be called */
export async function openSink(output: RewriteJob['output'], name: string): Promise<Sink> {
  return output.to === 'opfs' ? opfsSink(await folderOf(output.folder), name) : handleSink(output.handle);
}

/** A file for in between; `finish` gives it to be read, `abort` removes it. @param bytes of room asked for at once */
export async function openPassing(bytes = 0): Promise<Sink> {
  const folder = await folderOf('passing');
  const name = `${crypto.randomUUID()}${PART}`;
  const letGo = await hold(partLock(name), { mode: 'exclusive' });
  const remove = async () => {
    await quietly(folder.removeEntry(name));
    letGo?.();
  };
  try {
    const sink = await syncSink(folder, name, async (handle) => handle.getFile(), bytes);
    return {
      ...sink,
      abort: async () => {
        await sink.abort();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Asks for this much room and gives it back at once: browsers do not say truly how much there is.
 * @returns false when it is not to be had
 */
export async function hasRoom(bytes: number): Promise<boolean> {
  const passing = await openPassing(bytes).catch((cause: unknown) => {
    if (storageError(cause).code === 'storage-full') return null;
    throw cause;
  });
  await passing?.abort();
  return passing !== null;
}

/** Bytes that may still be written here, as the browser says; null when it does not. */
export async function freeBytes(): Promise<number | null> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
}

/** Removes parts whose writer is gone, and folders that nobody holds. */
export async function clearLeftovers(): Promise<void> {
  const root = await quietly(rootFolder());
  if (root === null) return;
  for await (const [name, handle] of root.entries()) {
    if (handle.kind !== 'directory') continue;
    const folder = handle as FileSystemDirectoryHandle;
    const letGo = await hold(folderLock(name), { mode: 'exclusive', ifAvailable: true });
    if (letGo !== null && name !== 'passing') await quietly(root.removeEntry(name, { recursive: true }));
    else await clearParts(folder);
    letGo?.();
  }
}

/** @param name of one result; all when left out */
export async function removeResults(folder: string, name?: string): Promise<void> {
  const root = await rootFolder();
  if (name === undefined) await quietly(root.removeEntry(folder, { recursive: true }));
  else await quietly((await folderOf(folder)).removeEntry(name));
}

/** Holds a folder of results against being cleared while `job` runs. */
export async function holding<T>(output: RewriteJob['output'], job: () => Promise<T>): Promise<T> {
  if (output.to !== 'opfs') return job();
  const letGo = await hold(folderLock(output.folder), { mode: 'shared' });
  try {
    return await job();
  } finally {
    letGo?.();
  }
}

export function storageError(cause: unknown): LipslateError {
  const isFull = cause instanceof DOMException && cause.name === 'QuotaExceededError';
  return LipslateError.from(cause, isFull ? 'storage-full' : 'internal');
}

async function clearParts(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) {
    if (!name.endsWith(PART)) continue;
    const letGo = await hold(partLock(name), { mode: 'exclusive', ifAvailable: true });
    if (letGo === null) continue;
    await quietly(folder.removeEntry(name));
    letGo();
  }
}

async function opfsSink(folder: FileSystemDirectoryHandle, name: string): Promise<Sink> {
  const part = `${crypto.randomUUID()}${PART}`;
  const letGo = await hold(partLock(part), { mode: 'exclusive' });
  const sink = await syncSink(folder, part, async (handle) => {
    const free = await freeName(folder, name);
    // TypeScript's DOM types lag behind: Chromium, Firefox and Safari all have it.
    await (handle as FileSystemFileHandle & { move(name: string): Promise<void> }).move(free);
    return (await folder.getFileHandle(free)).getFile();
  });
  return {
    write: sink.write,
    finish: async () => {
      const file = await sink.finish();
      letGo?.();
      return file;
    },
    abort: async () => {
      await sink.abort();
      await quietly(folder.removeEntry(part));
      letGo?.();
    },
  };
}

async function syncSink(
  folder: FileSystemDirectoryHandle,
  name: string,
  done: (handle: FileSystemFileHandle) => Promise<File>,
  bytes = 0,
): Promise<Sink> {
  const handle = await folder.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(bytes);
    // In private windows Chromium grants any length, and counts what is written. Where that is much, some file systems
    // would first fill it with zeros.
    if (bytes > 0 && bytes <= MAX_TRIED_BYTES && access.write(new Uint8Array(1), { at: bytes - 1 }) !== 1)
      throw new LipslateError('storage-full', `No room for ${bytes} bytes.`);
    access.truncate(0);
  } catch (cause) {
    access.close();
    throw storageError(cause);
  }
  let isOpen = true;
  const close = () => {
    if (isOpen) access.close();
    isOpen = false;
  };
  return {
    write(bytes, at) {
      try {
        const written = access.write(bytes as Uint8Array<ArrayBuffer>, { at });
        if (written !== bytes.length)
          throw new LipslateError('storage-full', `${written} of ${bytes.length}`);
      } catch (cause) {
        throw storageError(cause);
      }
    },
    async finish() {
      try {
        access.flush();
      } catch (cause) {
        throw storageError(cause);
      } finally {
        close();
      }
      return done(handle);
    },
    async abort() {
      close();
    },
  };
}

/** The browser writes beside the chosen file and puts it in its place at the end. */
async function handleSink(handle: FileSystemFileHandle): Promise<Sink> {
  const stream = await handle.createWritable();
  let isOpen = true;
  return {
    async write(bytes, position) {
      try {
        await stream.write({ type: 'write', position, data: bytes as Uint8Array<ArrayBuffer> });
      } catch (cause) {
        throw storageError(cause);
      }
    },
    async finish() {
      isOpen = false;
      try {
        await stream.close();
      } catch (cause) {
        throw storageError(cause);
      }
      return handle.getFile();
    },
    async abort() {
      if (isOpen) await quietly(stream.abort());
      isOpen = false;
    },
  };
}

/** @returns the name, with a number when it is taken */
async function freeName(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
  const dot = name.lastIndexOf('.');
  for (let i = 1; ; i++) {
    const tried = i === 1 ? name : `${name.slice(0, dot)} (${i})${name.slice(dot)}`;
    if ((await quietly(folder.getFileHandle(tried))) === null) return tried;
  }
}

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  return (await rootFolder()).getDirectoryHandle(name, { create: true });
}

async function rootFolder(): Promise<FileSystemDirectoryHandle> {
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(REWRITES_FOLDER, {
      create: true,
    });
  } catch (cause) {
    throw LipslateError.from(cause, 'storage-missing');
  }
}

const partLock = (name: string) => `lipslate-rewrite-part:${name}`;

/** Holds a lock until the returned function is called; null when it was to be had at once and is not. */
function hold(name: string, options: LockOptions): Promise<(() => void) | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, options, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((letGo) => resolve(letGo));
      })
      .catch(reject);
  });
}

async function quietly<T>(job: Promise<T>): Promise<T | null> {
  try {
    return await job;
  } catch {
    return null;
  }
}
