/** Makes a fresh clone ready: packages from the lock file, then the face models made from them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main, mustRun, ROOT } from './lib.mjs';

/** @param {{ quiet?: boolean }} [options] quiet: nothing on standard output */
export async function setup({ quiet = false } = {}) {
  if (!packagesMatchLock()) await mustRun('npm', ['ci', '--no-audit', '--no-fund'], { quiet });
  // Looks itself whether there is anything to do, and says so: not worth a line of standard output.
  await mustRun(process.execPath, ['scripts/face-task/build.mjs'], { quiet: true });
}

/** Whether node_modules holds what package-lock.json asks for; npm writes down what it installed. */
function packagesMatchLock() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

function packagesOf(lockFile) {
  const file = join(ROOT, lockFile);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : null;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(setup);
