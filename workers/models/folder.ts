/** What the store needs of a file system and of locks. In the browser: OPFS and Web Locks (opfs.ts). */
import type { WeightSink } from '../../core/checkpoint/import';

/** Every model has a folder of its own with a few files. */
export interface ModelFolders {
  /** Bytes that may still be written; null when nobody knows. */
  freeBytes(): Promise<number | null>;
  ids(): Promise<string[]>;
  /** null when the file is not there. */
  readText(id: string, name: string): Promise<string | null>;
  writeText(id: string, name: string, text: string): Promise<void>;
  /** A new or emptied file of `size` bytes. @throws LipslateError `storage-full` */
  createFile(id: string, name: string, size: number): Promise<OpenFile>;
  /** null when the file is not there. */
  readBlob(id: string, name: string): Promise<Blob | null>;
  /** With everything in it; no error when there is none. */
  remove(id: string): Promise<void>;
}

export interface OpenFile extends WeightSink {
  /** Everything is on disk afterwards. */
  close(): Promise<void>;
}

/** Locks that all tabs share, and that end with the worker that holds them. */
export interface ModelLocks {
  /** Waits for an importer to finish. @returns the function that lets go */
  shared(id: string): Promise<() => void>;
  /** Waits until nobody holds the model. */
  exclusive(id: string): Promise<() => void>;
  /** null at once when somebody holds the model. */
  tryExclusive(id: string): Promise<(() => void) | null>;
}
