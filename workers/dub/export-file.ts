/** Where a file is written that may be larger than memory: the browser's own storage, or memory where it has none. */
import type { StreamTargetChunk } from 'mediabunny';
import { clearParts, createPart } from '../lib/opfs/part-file';
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
  await clearParts(folder, KEEP_MS);
  const part = await createPart(folder);
  return {
    writable: new WritableStream({ write: ({ data, position }) => part.write(data, position) }),
    finish: async (type) => new Blob([await part.finish()], { type }),
    discard: part.discard,
  };
}

function memoryFile(): ExportFile {
  const file = new RandomAccessFile();
  return {
    writable: file.writable(),
    finish: async (type) => file.toBlob(type),
    discard: async () => {},
  };
}
