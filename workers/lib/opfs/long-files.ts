/** Files in the browser's own storage for what is longer than its store of blobs, which keeps up to 2 GB in memory, should hold. */
import { clearParts, createPart, type PartFile } from './part-file';

/** Results: readable for at least an hour, and as long as their worker lives. They may still be offered in its tab then. */
const EXPORTS = { name: 'exports', keepMs: 3_600_000 };
/** What is gone through again: discarded by its worker. */
const SCRATCH = { name: 'scratch', keepMs: 0 };

/** For a result. Clears away what earlier ones left. */
export function createExport(): Promise<PartFile> {
  return createIn(EXPORTS);
}

/** For what is gone through again: to be discarded. */
export function createScratch(): Promise<PartFile> {
  return createIn(SCRATCH);
}

/** What workers left that were killed at work. */
export async function clearLeft(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  for (const { name, keepMs } of [EXPORTS, SCRATCH]) {
    const folder = await root.getDirectoryHandle(name).catch(() => null);
    if (folder) await clearParts(folder, keepMs);
  }
}

async function createIn({ name, keepMs }: typeof EXPORTS): Promise<PartFile> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(name, { create: true });
  await clearParts(folder, keepMs);
  return createPart(folder);
}
