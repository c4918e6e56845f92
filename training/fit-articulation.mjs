/**
 * Fits core/sync/articulation-filter.json: ridge regression from band loudness to lip movement.
 * Usage: node training/fit-articulation.mjs FEATURES_DIR [--source-lag PREFIX=MS]...
 * FEATURES_DIR: files written by training/extract-features.mjs (the product's own pipeline). --source-lag tells that the
 * sound of files with this prefix is natively late by so much, so that a biased source does not bias the filter.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCore } from '../bench/core.mjs';
import { readFeatures } from '../bench/features.mjs';

const RIDGE = 1000;
const LEAST_FRAMES = 20;

const [dir, ...options] = process.argv.slice(2);
if (!dir)
  throw new Error('Usage: node training/fit-articulation.mjs FEATURES_DIR [--source-lag PREFIX=MS]...');
const sourceLags = options
  .filter((option) => option.includes('='))
  .map((option) => option.split('='))
  .map(([prefix, ms]) => ({ prefix, ms: Number(ms) }));

const core = await loadCore();
const { CONTEXT, FILTER_INPUTS } = await core.load('core/sync/articulation.ts');
const { GRID_S, LIP_CHANNELS, lipMotion, soundMotion } = await core.load('core/sync/motion-signals.ts');
const { mergeChunks } = await core.load('core/lips/merge.ts');

const gram = new Float64Array(FILTER_INPUTS * FILTER_INPUTS);
const cross = new Float64Array(FILTER_INPUTS * LIP_CHANNELS);
let rows = 0;
for (const name of readdirSync(dir).filter((file) => file.endsWith('.json'))) {
  const { chunk, sound } = await readFeatures(core, join(dir, name));
  const track = mergeChunks([chunk]).tracks.sort((a, b) => b.timesS.length - a.timesS.length)[0];
  if (!track || track.timesS.length < LEAST_FRAMES) continue;
  const lagMs = sourceLags.find(({ prefix }) => name.startsWith(prefix))?.ms ?? 0;
  rows += accumulate(lipMotion(track), soundMotion(sound), Math.round(lagMs / (GRID_S * 1000)));
}
for (let i = 0; i < FILTER_INPUTS; i++) gram[i * FILTER_INPUTS + i] += RIDGE;
const weights = solve(gram, cross, FILTER_INPUTS, LIP_CHANNELS);
writeFileSync(
  'core/sync/articulation-filter.json',
  `${JSON.stringify({ source: 'training/fit-articulation.mjs', weights: Array.from(weights, (w) => Number(w.toFixed(5))) })}\n`,
);
process.stdout.write(`${rows} grid points, ${weights.length} weights\n`);
await core.close();

function accumulate(lips, sound, lag) {
  const x = new Float64Array(FILTER_INPUTS);
  let used = 0;
  for (let i = 0; i < lips.length; i++) {
    const centre = lips.first + i + lag - sound.first;
    if (centre < 0 || centre >= sound.length || Number.isNaN(lips.channels[0][i])) continue;
    let k = 0;
    for (const step of CONTEXT) {
      const at = Math.max(0, Math.min(sound.length - 1, centre + step));
      for (const curve of sound.channels) x[k++] = curve[at];
    }
    for (let a = 0; a < FILTER_INPUTS; a++) {
      for (let b = 0; b < FILTER_INPUTS; b++) gram[a * FILTER_INPUTS + b] += x[a] * x[b];
      for (let c = 0; c < LIP_CHANNELS; c++) cross[a * LIP_CHANNELS + c] += x[a] * lips.channels[c][i];
    }
    used++;
  }
  return used;
}

/** Cholesky solution of A X = B. @param A Float64Array [n, n], B [n, m] */
function solve(A, B, n, m) {
  const L = A.slice();
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = L[i * n + j];
      for (let k = 0; k < j; k++) sum -= L[i * n + k] * L[j * n + k];
      L[i * n + j] = i === j ? Math.sqrt(sum) : sum / L[j * n + j];
    }
  }
  const X = B.slice();
  for (let c = 0; c < m; c++) {
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) X[i * m + c] -= L[i * n + k] * X[k * m + c];
      X[i * m + c] /= L[i * n + i];
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) X[i * m + c] -= L[k * n + i] * X[k * m + c];
      X[i * m + c] /= L[i * n + i];
    }
  }
  return X;
}
