/** Where the results of a queue go: into a folder, one zip, or as downloads. */
import { freeName, isTaken } from '../../../workers/lib/opfs/free-name';
import { storageError } from '../../../workers/lib/opfs/storage-error';
import type { FixEngine } from './engine';
import type { BatchDestination } from './types';

/** What is delivered. */
export interface Delivered {
  file: File;
  suggestedName: string;
}

/** Takes results one by one. */
export interface Delivery {
  /**
   * Resolves when the copy is where it belongs, and its room may be freed.
   * @param signal gives up a copy that takes long, and leaves nothing of it
   * @returns the name it got
   */
  deliver(result: Delivered, signal: AbortSignal): Promise<string>;
  /** @returns the zip, for the one destination that makes a file of its own */
  finish(): Promise<File | null>;
  /** Leaves no half file. */
  abort(): Promise<void>;
}

/** @throws LipslateError */
export async function openDelivery(
  destination: BatchDestination,
  engine: FixEngine,
  zipName: string,
): Promise<Delivery> {
  switch (destination.to) {
    case 'folder':
      return intoFolder(destination.folder);
    case 'zip':
      return intoZip(engine, zipName);
    case 'downloads':
      return asDownloads();
  }
}

/** Copies without holding the file in memory. @throws LipslateError 'storage-full', ...; then nothing is left */
export async function copyTo(file: Blob, handle: FileSystemFileHandle, signal?: AbortSignal): Promise<void> {
  try {
    const target = await handle.createWritable();
    // Closes at the end, and gives up what was written when anything fails.
    await file.stream().pipeTo(target, signal ? { signal } : {});
  } catch (cause) {
    throw storageError(cause);
  }
}

/** Starts a download as a click on a link does. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser has taken the file by then; large ones are not copied before.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function intoFolder(folder: FileSystemDirectoryHandle): Delivery {
  return {
    async deliver({ file, suggestedName }, signal) {
      const name = await freeName(suggestedName, (name) => isTaken(folder, name));
      try {
        await copyTo(file, await folder.getFileHandle(name, { create: true }), signal);
      } catch (cause) {
        await folder.removeEntry(name).catch(() => undefined);
        throw storageError(cause);
      }
      return name;
    },
    finish: async () => null,
    abort: async () => undefined,
  };
}

function asDownloads(): Delivery {
  return {
    async deliver({ file, suggestedName }) {
      download(file, suggestedName);
      return suggestedName;
    },
    finish: async () => null,
    abort: async () => undefined,
  };
}

/** The zip grows in private storage while the copies come: each is packed, and freed, before the next is made. */
async function intoZip(engine: FixEngine, zipName: string): Promise<Delivery> {
  const { makeZip } = await import('client-zip');
  const folder = await engine.newFolder();
  const abort = new AbortController();
  const names = new Set<string>();
  const queue = new HandOver<File>();
  let handle: FileSystemFileHandle;
  let packed: Promise<void>;
  try {
    handle = await folder.handle.getFileHandle(zipName, { create: true });
    const target = await handle.createWritable();
    packed = makeZip(queue.items()).pipeTo(target, { signal: abort.signal });
  } catch (cause) {
    await folder.remove();
    throw storageError(cause);
  }
  packed.catch(() => undefined);
  return {
    async deliver({ file, suggestedName }) {
      const name = await freeName(suggestedName, async (name) => names.has(name));
      names.add(name);
      const copy = new File([file], name, { lastModified: Date.now() });
      try {
        await Promise.race([queue.give(copy), packed]);
      } catch (cause) {
        throw storageError(cause);
      }
      return name;
    },
    async finish() {
      queue.end();
      try {
        await packed;
        return folder.keep(await handle.getFile());
      } catch (cause) {
        await folder.remove();
        throw storageError(cause);
      }
    },
    async abort() {
      abort.abort();
      queue.end();
      await packed.catch(() => undefined);
      await folder.remove();
    },
  };
}

/** Hands things to a reader one at a time; the giver waits until the reader asks for the next one. */
class HandOver<T> {
  #next = Promise.withResolvers<T | null>();
  #taken = Promise.withResolvers<void>();

  async *items(): AsyncGenerator<T> {
    for (;;) {
      const item = await this.#next.promise;
      if (item === null) return;
      this.#next = Promise.withResolvers();
      yield item;
      this.#taken.resolve();
    }
  }

  give(item: T): Promise<void> {
    this.#taken = Promise.withResolvers();
    this.#next.resolve(item);
    return this.#taken.promise;
  }

  end(): void {
    this.#next.resolve(null);
  }
}
