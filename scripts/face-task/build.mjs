/**
 * Assembles the face models from the npm package @mediapipe/face_mesh, because no npm package ships them ready made.
 * Usage: node scripts/face-task/build.mjs [OUT_DIR]   (default .cache/face-models)
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeAttentionOutputs } from './attention.mjs';
import { imageModelMetadata } from './metadata.mjs';
import { rewriteModel } from './tflite.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PACKAGE = '@mediapipe/face_mesh';
const PACK = `node_modules/${PACKAGE}/face_mesh_solution_packed_assets.data`;

/** The pack of version 0.4.1657299874 and where each file lies in it (its loader script lists them). */
const PACK_BYTES = 3986256;
const PACK_SHA256 = 'dbe5905c582c0462cdaea17e7e6ecea92edaa8cccc515c5e2e7291f2cbb5fb99';
const ATTENTION = [0, 2495952];
const DETECTOR = [3757224, 3986256];

/** What must come out; a change here is a change of the model and must be meant. */
const OUTPUTS = {
  'face_detector.tflite': '837defe5edbb1ae688921dfd9532d3fe2bda912f93acea788a2dd87f42f798bc',
  'face_landmarks.tflite': '66325b44a0c1e6bed25570f005548d2d76fd2480f9e28adabd698262ba5c6041',
};

/**
 * Writes face_detector.tflite and face_landmarks.tflite; does nothing when both are there and right.
 * @param {string} [outDir]
 * @returns {{ outDir: string, built: boolean }}
 * @throws Error with a sentence for the user when the npm package is missing or another version
 */
export function buildFaceModels(outDir = path.join(ROOT, '.cache/face-models')) {
  if (Object.entries(OUTPUTS).every(([name, hash]) => fileHash(path.join(outDir, name)) === hash)) {
    return { outDir, built: false };
  }
  const files = assemble(readPack());
  mkdirSync(outDir, { recursive: true });
  for (const [name, hash] of Object.entries(OUTPUTS)) {
    if (sha256(files[name]) !== hash) {
      throw new Error(`${name} came out different from what was tested (sha256 ${sha256(files[name])}).`);
    }
    // A reader must never see half a file.
    const target = path.join(outDir, name);
    writeFileSync(`${target}.${process.pid}.tmp`, files[name]);
    renameSync(`${target}.${process.pid}.tmp`, target);
  }
  return { outDir, built: true };
}

function assemble(pack) {
  const part = ([start, end]) => Uint8Array.from(pack.subarray(start, end));
  return {
    'face_detector.tflite': rewriteModel(
      part(DETECTOR),
      imageModelMetadata('face_detection_short_range', 127.5, 127.5),
    ),
    'face_landmarks.tflite': rewriteModel(
      part(ATTENTION),
      imageModelMetadata('face_landmark', 0, 255),
      mergeAttentionOutputs,
    ),
  };
}

function readPack() {
  const file = path.join(ROOT, PACK);
  let pack;
  try {
    pack = readFileSync(file);
  } catch {
    throw new Error(`${PACK} is missing: run "npm ci" first.`);
  }
  if (pack.length !== PACK_BYTES || sha256(pack) !== PACK_SHA256) {
    throw new Error(
      `${PACK} is not the file this build step knows (${pack.length} bytes): ${PACKAGE} must be 0.4.1657299874; run "npm ci".`,
    );
  }
  return pack;
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function fileHash(file) {
  try {
    return sha256(readFileSync(file));
  } catch {
    return null;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const { outDir, built } = buildFaceModels(process.argv[2]);
    console.log(
      `Face models ${built ? 'assembled in' : 'up to date in'} ${path.relative(process.cwd(), outDir)}`,
    );
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
