/**
 * Private storage of copies: each result lies in a folder of its own, which a lock holds as long as it is offered. What
 * no page holds is left over from a broken-off visit or fix.
 */
import { LipslateError } from '../../../core/errors';
import { holdLock } from '../../../workers/lib/opfs/locks';
import { folderLock, REWRITES_FOLDER } from '../../../workers/rewrite/contract';

/** Locks and files of an ended worker or a closed tab are free a moment later, on a busy machine after seconds. */
const CLEAR_PAUSES_MS = [100, 200, 400, 800, 1600, 3200, 6400];

/** A folder for something that the page writes itself, such as a zip. */
export interface HeldFolder {
  handle: FileSystemDirectoryHandle;
  /** From then on `release` frees it. */
  keep(file: File): File;
  remove(): Promise<void>;
}

export class CopyFolders {
  /** By folder: ends the hold on its results. */
  readonly #held = new Map<string, () => void>();
  readonly #folderOf = new WeakMap<File, string>();
  #disposed = false;

  /** Holds a new folder. @returns its name, for the worker that makes it */
  async hold(): Promise<string> {
    const name = crypto.randomUUID();
    const letGo = await holdLock(folderLock(name), { mode: 'shared' });
    if (letGo !== null) this.#held.set(name, letGo);
    return name;
  }

  /** Remembers where a result lies. */
  keep(file: File, folder: string): void {
    this.#folderOf.set(file, folder);
  }

  letGo(folder: string): void {
    this.#held.get(folder)?.();
    this.#held.delete(folder);
  }

  /** Lets go of the folder of a result. @returns its name; null for what lies outside of private storage */
  release(file: File): string | null {
    const folder = this.#folderOf.get(file);
    if (folder === undefined) return null;
    this.#folderOf.delete(file);
    this.letGo(folder);
    return folder;
  }

  /** @throws LipslateError storage-missing */
  async create(): Promise<HeldFolder> {
    const name = await this.hold();
    try {
      const root = await navigator.storage.getDirectory();
      const folders = await root.getDirectoryHandle(REWRITES_FOLDER, { create: true });
      const handle = await folders.getDirectoryHandle(name, { create: true });
      return {
        handle,
        keep: (file) => {
          this.keep(file, name);
          return file;
        },
        remove: async () => {
          this.letGo(name);
          await folders.removeEntry(name, { recursive: true }).catch(() => undefined);
        },
      };
    } catch (cause) {
      this.letGo(name);
      throw LipslateError.from(cause, 'storage-missing');
    }
  }

  /** Calls `clear` until nothing is there that this page does not hold; what another tab holds stays. */
  async clearLeftovers(clear: () => Promise<void>): Promise<void> {
    for (const pauseMs of CLEAR_PAUSES_MS) {
      if (this.#disposed || (await foldersLeft()).every((name) => this.#held.has(name))) return;
      await clear();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  dispose(): void {
    this.#disposed = true;
    for (const folder of [...this.#held.keys()]) this.letGo(folder);
  }
}

/** Folders of results that hold something. */
async function foldersLeft(): Promise<string[]> {
  const left: string[] = [];
  try {
    const root = await navigator.storage.getDirectory();
    const folders = await root.getDirectoryHandle(REWRITES_FOLDER);
    for await (const [name, handle] of folders.entries()) {
      const entries = handle.kind === 'directory' ? (handle as FileSystemDirectoryHandle).keys() : null;
      if (entries === null || !(await entries.next()).done) left.push(name);
    }
  } catch {
    // Nothing was ever written, or it goes at this very moment.
  }
  return left;
}
