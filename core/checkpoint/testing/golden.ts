/** Checkpoints written by PyTorch, and files that are none (golden/README.md). */
import { fileURLToPath } from 'node:url';

/** @returns the path of a file in golden/ */
export function golden(file: string): string {
  return fileURLToPath(new URL(`golden/${file}`, import.meta.url));
}
