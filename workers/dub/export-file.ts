/** Where a file is written that may be larger than memory: the browser's own storage, or memory where it has none. */
import type { StreamTargetChunk } from 'mediabunny';
import { createExport } from '../lib/opfs/long-files';
import { RandomAccessFile } from '../lib/random-access-file';

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
  const part = await createExport();
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
