/** Files that are being written: nobody takes them for whole, and what a dead worker leaves is cleared. */
import { freeName, isTaken } from './free-name';
import { holdLock } from './locks';
import { openSyncFile, type SyncFile } from './sync-file';

/** What has this ending belongs to a worker that is at work, or to nobody any more. */
const PART = '.part';

export interface PartFile {
  /** @throws LipslateError 'storage-full' */
  write(bytes: Uint8Array, at: number): void;
  /** After the last write: to be read, still under its own lock, gone after `discard`. */
  finish(): Promise<File>;
  /** After the last write: whole, under this name or the next free one, and nobody's any more. */
  finishAs(name: string): Promise<File>;
  /** Leaves nothing behind. Harmless after `finishAs`. */
  discard(): Promise<void>;
}

/** @param roomBytes asked for at once, and given back @throws LipslateError 'storage-full'; then nothing is left */
export async function createPart(folder: FileSystemDirectoryHandle, roomBytes = 0): Promise<PartFile> {
  const name = `${crypto.randomUUID()}${PART}`;
  const letGo = await holdLock(lockOf(name), { mode: 'exclusive' });
  let isOurs = true;
  const remove = async () => {
    if (!isOurs) return;
    isOurs = false;
    await folder.removeEntry(name).catch(() => {});
    letGo?.();
  };
  let handle: FileSystemFileHandle;
  let file: SyncFile;
  try {
    handle = await folder.getFileHandle(name, { create: true });
    file = await openSyncFile(handle, roomBytes);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    write: file.write,
    async finish() {
      file.close();
      return handle.getFile();
    },
    async finishAs(wanted) {
      file.close();
      const free = await freeName(wanted, (tried) => isTaken(folder, tried));
      // TypeScript's DOM types lag behind: Chromium, Firefox and Safari all have it.
      await (handle as FileSystemFileHandle & { move(name: string): Promise<void> }).move(free);
      isOurs = false;
      letGo?.();
      return (await folder.getFileHandle(free)).getFile();
    },
    async discard() {
      file.close('discard');
      await remove();
    },
  };
}

/**
 * Removes the parts whose writer is gone.
 * @param keepMs of those younger than this nothing is removed: a page may still offer them
 */
export async function clearParts(folder: FileSystemDirectoryHandle, keepMs = 0): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== 'file' || !name.endsWith(PART)) continue;
    const letGo = await holdLock(lockOf(name), { mode: 'exclusive', ifAvailable: true });
    if (letGo === null) continue;
    try {
      if (keepMs > 0) {
        const { lastModified } = await (handle as FileSystemFileHandle).getFile();
        if (Date.now() - lastModified < keepMs) continue;
      }
      await folder.removeEntry(name);
    } catch {
      // Somebody else was faster, or reads it: the next clean-up takes it.
    } finally {
      letGo();
    }
  }
}

const lockOf = (name: string) => `lipslate-part:${name}`;
