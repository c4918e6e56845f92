/** Reference files that are not part of the project: tests that use them are skipped where they are missing. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const GOLDEN = fileURLToPath(new URL('../../../../shared/golden/', import.meta.url));

export const hasGolden = existsSync(GOLDEN);

export function golden(path: string): string {
  return GOLDEN + path;
}
