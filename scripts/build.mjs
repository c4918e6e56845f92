/**
 * Builds the site into dist/, or with --harness the worker test page into .cache/harness-dist/.
 * Skipped when nothing it is made from has changed since; --force builds anyway.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, main, mustRun, ROOT } from './lib.mjs';
import { setup } from './setup.mjs';

const SOURCES = [
  'src',
  'workers',
  'core',
  'public',
  'index.html',
  'LICENSE',
  'NOTICE',
  'vite.config.ts',
  'scripts/security-headers.mjs',
  'scripts/vite-mediabunny-resync.mjs',
  'scripts/vite-no-telemetry.mjs',
  'scripts/vite-one-aac-encoder.mjs',
  'scripts/web-manifest.mjs',
  'package-lock.json',
  '.cache/face-models',
];

/** @param {{ quiet?: boolean, force?: boolean, harness?: boolean }} [options] */
export async function build({ quiet = false, force = false, harness = false } = {}) {
  await setup({ quiet });
  const outDir = harness ? '.cache/harness-dist' : 'dist';
  const stampFile = join(ROOT, `.cache/${harness ? 'harness' : 'dist'}.stamp`);
  const stamp = fingerprint(harness ? [...SOURCES, 'e2e/harness'] : SOURCES);
  const upToDate = existsSync(join(ROOT, outDir, 'index.html')) && readOr(stampFile, '') === stamp;
  if (upToDate && !force) return;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await mustRun(
    process.execPath,
    [vite, 'build', '--logLevel', 'error', ...(harness ? ['--mode', 'harness'] : [])],
    {
      quiet,
    },
  );
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function readOr(file, fallback) {
  return existsSync(file) ? readFileSync(file, 'utf8') : fallback;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main(() => build({ force: process.argv.includes('--force'), harness: process.argv.includes('--harness') }));
}
