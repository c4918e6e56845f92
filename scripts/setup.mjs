/** Makes a fresh clone ready: packages from the lock file, face models, and (for tests) a Chromium. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint, main, mustRun, ROOT } from './lib.mjs';

const FACE_MODELS = ['.cache/face-models/face_landmarker.task', '.cache/face-models/face_detector.tflite'];
const FACE_MODEL_SOURCES = ['scripts/face-task', 'node_modules/@mediapipe/face_mesh/package.json'];
const FACE_MODEL_STAMP = join(ROOT, '.cache/face-models.stamp');

/** @param {{ quiet?: boolean }} [options] quiet: nothing on standard output */
export async function setup({ quiet = false } = {}) {
  if (!packagesMatchLock()) await mustRun('npm', ['ci', '--no-audit', '--no-fund'], { quiet });
  const sources = fingerprint(FACE_MODEL_SOURCES);
  const built = FACE_MODELS.every((file) => existsSync(join(ROOT, file)));
  if (!built || read(FACE_MODEL_STAMP) !== sources) {
    await mustRun(process.execPath, ['scripts/face-task/build.mjs'], { quiet });
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    writeFileSync(FACE_MODEL_STAMP, sources);
  }
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
  const text = read(join(ROOT, lockFile));
  return text === null ? null : JSON.parse(text).packages;
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(setup);
