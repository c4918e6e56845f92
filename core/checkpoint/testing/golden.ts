/** Checkpoints written by PyTorch, and files that are none (golden/README.md). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bytes } from '../types';

/** The command in each of the evil ones is `touch` of this file. */
export const WHAT_EVIL_FILES_MAKE = '/tmp/pwned';

/** @returns the path of a file in golden/ */
export function golden(file: string): string {
  return fileURLToPath(new URL(`golden/${file}`, import.meta.url));
}

export function goldenBytes(file: string): Bytes {
  return new Uint8Array(readFileSync(golden(file)));
}
