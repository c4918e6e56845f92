/** Finds PostgreSQL's server on this machine for the archive's tests, or installs Debian's package when allowed to. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { aptInstall, onPath } from './lib.mjs';

/** Debian keeps what only a server needs away from the path, by version. */
const DEBIAN = '/usr/lib/postgresql';

/** @returns {string | null} the folder of initdb and pg_ctl */
export function findPostgres() {
  const found = onPath('initdb');
  if (found) return dirname(found);
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return (
    versions
      .map((version) => join(DEBIAN, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'initdb'))) ?? null
  );
}

/** As root on Debian or Ubuntu: installs it when it is missing. Elsewhere, and where that fails, its test is skipped. */
export async function ensurePostgres() {
  if (findPostgres() === null) await aptInstall(['postgresql']);
}
