/** A file of the private file system, written at any place by a worker. */
import { LipslateError } from '../../../core/errors';
import { storageError } from './storage-error';

/** Room of this size is tried by a byte at its end. */
const MAX_TRIED_BYTES = 256 * 1024 * 1024;

export interface SyncFile {
  /** All of the bytes. @throws LipslateError 'storage-full' */
  write(bytes: Uint8Array, at: number): void;
  /** Once more does nothing. @throws LipslateError when what was written does not reach the disk; it is closed then, too */
  close(how?: 'flush' | 'discard'): void;
}

/**
 * Empties the file.
 * @param roomBytes asked for before the first byte: a full disk shows now, not after minutes
 * @throws LipslateError 'storage-full'; the file is closed then
 */
export async function openSyncFile(handle: FileSystemFileHandle, roomBytes = 0): Promise<SyncFile> {
  let access: FileSystemSyncAccessHandle;
  try {
    access = await handle.createSyncAccessHandle();
  } catch (cause) {
    throw storageError(cause);
  }
  try {
    access.truncate(roomBytes);
    // In private windows Chromium grants any length, and counts what is written. Where that is much, some file systems
    // would first fill it with zeros.
    if (roomBytes > 0 && roomBytes <= MAX_TRIED_BYTES) writeAll(access, new Uint8Array(1), roomBytes - 1);
    access.truncate(0);
  } catch (cause) {
    access.close();
    throw storageError(cause);
  }
  let isOpen = true;
  return {
    write(bytes, at) {
      try {
        writeAll(access, bytes, at);
      } catch (cause) {
        throw storageError(cause);
      }
    },
    close(how = 'flush') {
      if (!isOpen) return;
      isOpen = false;
      try {
        if (how === 'flush') access.flush();
      } catch (cause) {
        throw storageError(cause);
      } finally {
        access.close();
      }
    },
  };
}

/**
 * Writes on where a write ended short.
 * @throws LipslateError 'storage-full' when nothing more is taken
 */
export function writeAll(
  access: { write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number },
  bytes: Uint8Array,
  at: number,
): void {
  for (let done = 0; done < bytes.length; ) {
    const count = access.write(bytes.subarray(done) as Uint8Array<ArrayBuffer>, { at: at + done });
    // Chromium gives a count of four billion in a private window that is full: an error's number without its sign.
    if (!(count > 0 && count <= bytes.length - done))
      throw new LipslateError('storage-full', `${done} of ${bytes.length} bytes at ${at}`);
    done += count;
  }
}
