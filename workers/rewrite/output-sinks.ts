/** Where results and passing files are written: OPFS or a file the visitor chose; nothing is left half done. */
import { LipslateError } from '../../core/errors';
import { holdLock } from '../lib/opfs/locks';
import { clearParts, createPart } from '../lib/opfs/part-file';
import { storageError } from '../lib/opfs/storage-error';
import { RandomAccessFile } from '../lib/random-access-file';
import { folderLock, REWRITES_FOLDER, type RewriteJob } from './contract';

/** A file being written. It gets its name, or replaces what the visitor chose, only by `finish`. */
export interface Sink {
  /** @throws LipslateError 'storage-full' */
  write(bytes: Uint8Array, at: number): void | Promise<void>;
  finish(): Promise<File>;
  /** Leaves nothing behind. Harmless after `finish`. */
  abort(): Promise<void>;
}

/** In which files for in between lie. */
const PASSING_FOLDER = 'passing';

/** @param name what the result is to be called */
export async function openSink(output: RewriteJob['output'], name: string): Promise<Sink> {
  if (output.to === 'handle') return handleSink(output.handle);
  const folder = await unlessMissing(folderOf(output.folder));
  if (folder === null) return blobSink(name);
  const part = await createPart(folder);
  return { write: part.write, finish: () => part.finishAs(name), abort: part.discard };
}

/** A file for in between; `finish` gives it to be read, `abort` removes it. @param bytes of room asked for at once */
export async function openPassing(bytes = 0): Promise<Sink> {
  const folder = await unlessMissing(folderOf(PASSING_FOLDER));
  if (folder === null) return blobSink('passing');
  const part = await createPart(folder, bytes);
  return { write: part.write, finish: part.finish, abort: part.discard };
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

/** Removes parts whose writer is gone, and folders that nobody holds. */
export async function clearLeftovers(): Promise<void> {
  const root = await quietly(rootFolder());
  if (root === null) return;
  for await (const [name, handle] of root.entries()) {
    if (handle.kind !== 'directory') continue;
    const folder = handle as FileSystemDirectoryHandle;
    const letGo = await holdLock(folderLock(name), { mode: 'exclusive', ifAvailable: true });
    if (letGo !== null && name !== PASSING_FOLDER) await quietly(root.removeEntry(name, { recursive: true }));
    else await quietly(clearParts(folder));
    letGo?.();
  }
}

/** @param name of one result; all when left out */
export async function removeResults(folder: string, name?: string): Promise<void> {
  const root = await unlessMissing(rootFolder());
  if (root === null) return;
  if (name === undefined) await quietly(root.removeEntry(folder, { recursive: true }));
  else await quietly((await folderOf(folder)).removeEntry(name));
}

/** Holds a folder of results against being cleared while `job` runs. */
export async function holding<T>(output: RewriteJob['output'], job: () => Promise<T>): Promise<T> {
  if (output.to !== 'opfs') return job();
  const letGo = await holdLock(folderLock(output.folder), { mode: 'shared' });
  try {
    return await job();
  } finally {
    letGo?.();
  }
}

/** For browsers without private files: what is written lies in their store of blobs, in memory or on disk. */
function blobSink(name: string): Sink {
  const held = new RandomAccessFile();
  return {
    write: (bytes, at) => void held.write(bytes, at),
    finish: async () => new File([held.toBlob('')], name),
    abort: async () => {},
  };
}

async function unlessMissing<T>(folder: Promise<T>): Promise<T | null> {
  try {
    return await folder;
  } catch (cause) {
    if (cause instanceof LipslateError && cause.code === 'storage-missing') return null;
    throw cause;
  }
}

/** The browser writes beside the chosen file and puts it in its place at the end. */
async function handleSink(handle: FileSystemFileHandle): Promise<Sink> {
  const stream = await handle.createWritable().catch((cause: unknown) => {
    throw storageError(cause);
  });
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

async function quietly<T>(job: Promise<T>): Promise<T | null> {
  try {
    return await job;
  } catch {
    return null;
  }
}
