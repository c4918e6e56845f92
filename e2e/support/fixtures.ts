/** Where the committed test clips lie, and clips that are made on the spot because they would be too big to commit. */
import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const SCRATCH = fileURLToPath(new URL('../../.cache/test-files/', import.meta.url));

/** The clip that the page's "Try the example" opens. */
export const EXAMPLE = fileURLToPath(new URL('../../public/example.mp4', import.meta.url));

/** Path of a committed clip; fails when there is none of this name. */
export function fixture(name: string): string {
  const path = join(FIXTURES, name);
  if (!existsSync(path)) throw new Error(`No fixture ${name} in e2e/fixtures`);
  return path;
}

/** A file of this size that takes no room on disk, beginning with the given bytes. */
export function sparseFile(name: string, sizeBytes: number, head: Uint8Array = new Uint8Array()): string {
  mkdirSync(SCRATCH, { recursive: true });
  const path = join(SCRATCH, name);
  const file = openSync(path, 'w');
  writeSync(file, head);
  ftruncateSync(file, sizeBytes);
  closeSync(file);
  return path;
}

/** A small file made for one test. */
export function scratchFile(name: string, content: Uint8Array | string): string {
  mkdirSync(SCRATCH, { recursive: true });
  const path = join(SCRATCH, name);
  const file = openSync(path, 'w');
  writeSync(file, typeof content === 'string' ? Buffer.from(content) : content);
  closeSync(file);
  return path;
}
