/** Where a file is written that may be larger than memory: the browser's own storage, or memory where it has none. */
import type { StreamTargetChunk } from 'mediabunny';
import { LipslateError } from '../../core/errors';
import { RandomAccessFile } from '../lib/random-access-file';

const FOLDER = 'exports';
/** A file whose worker is gone may still be offered for download in its tab. */
const KEEP_MS = 3_600_000;

export interface ExportFile {
  writable: WritableStream<StreamTargetChunk>;
  /** After the last write. The blob stays readable for at least an hour, and as long as this worker lives. */
  finish(type: string): Promise<Blob>;
  discard(): Promise<void>;
}

/** Clears away what earlier exports left. */
export async function openExportFile(): Promise<ExportFile> {
  return (await storedFile().catch(() => null)) ?? memoryFile();
}

async function storedFile(): Promise<ExportFile> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(FOLDER, { create: true });
  await clearOld(folder);
  const name = `${Date.now()}-${crypto.randomUUID()}`;
  const handle = await folder.getFileHandle(name, { create: true });
  const access = await handle.createSyncAccessHandle();
  const letGo = holdLock(name);
  let open = true;
  const close = () => {
    if (open) access.close();
    open = false;
  };
  return {
    writable: new WritableStream({
      write({ data, position }) {
        try {
          for (let done = 0; done < data.length; )
            done += access.write(data.subarray(done), { at: position + done });
        } catch (cause) {
          const full = cause instanceof DOMException && cause.name === 'QuotaExceededError';
          throw LipslateError.from(cause, full ? 'storage-full' : 'internal');
        }
      },
    }),
    async finish(type) {
      access.flush();
      close();
      return new Blob([await handle.getFile()], { type });
    },
    async discard() {
      close();
      letGo();
      await folder.removeEntry(name).catch(() => {});
    },
  };
}

function memoryFile(): ExportFile {
  const file = new RandomAccessFile();
  return {
    writable: new WritableStream({
      write({ data, position }) {
        file.write(data, position);
      },
    }),
    finish: async (type) => file.toBlob(type),
    discard: async () => {},
  };
}

async function clearOld(folder: FileSystemDirectoryHandle): Promise<void> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const inUse = new Set(held.map(({ name }) => name));
  for await (const name of folder.keys()) {
    const old = Date.now() - Number.parseInt(name, 10) > KEEP_MS;
    if (old && !inUse.has(lockName(name))) await folder.removeEntry(name).catch(() => {});
  }
}

/** Held until let go or until this worker is gone. */
function holdLock(name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  void navigator.locks?.request(lockName(name), () => promise);
  return resolve;
}

function lockName(name: string): string {
  return `lipslate-export-${name}`;
}
