/**
 * Fits the confidence of core/sync/calibration.ts and prints its reliability, every clip judged by a fit without it.
 * Usage: node training/fit-calibration.mjs FEATURES_DIR [--engine motion|lipslate] [--model FILE] [--json FILE]
 * FEATURES_DIR: files of training/extract-features.mjs, one speaker each.
 * Positives: pieces of 3 to 12 s of each clip under known shifts. Negatives: the same lips with every other clip's sound.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadCore } from '../bench/core.mjs';
import { engineNamed } from '../bench/engines.mjs';
import { analyser, readFeatures } from '../bench/features.mjs';
import { cutFaces, cutSound } from '../bench/pieces.mjs';
import { main, ROOT, UserError } from '../scripts/lib.mjs';

const PIECES_S = [3, 5, 8, 12];
const SHIFTS_MS = [0, -200, 480, -800];
/** A peak this near the truth is the right one: clips and people differ by up to about this much. */
const RIGHT_MS = 160;
/** Share of voice-overs among what people drop; sets the weight of the negatives. */
const VOICE_OVER_SHARE = 0.17;
/** Of the printed table: each with some twenty pieces at least. */
const EDGES = [0, 0.2, 0.4, 0.7, 0.85, 0.95, 1];
/** `match` is an engine's own score: of use where that has a meaning of its own, as a cosine has. */
const NAMES = {
  motion: ['logHeight', 'second', 'agreement', 'logSpread'],
  lipslate: ['logHeight', 'match', 'second', 'logSpread'],
};

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      engine: { type: 'string', default: 'lipslate' },
      model: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const [dir] = positionals;
  if (!dir) throw new UserError('Usage: node training/fit-calibration.mjs FEATURES_DIR [--engine NAME]');
  const known = JSON.parse(readFileSync(join(ROOT, 'bench/clips.json'), 'utf8'));
  const rules = JSON.parse(readFileSync(join(ROOT, 'training/lipslate/sources.json'), 'utf8')).clips;
  const core = await loadCore();
  const tools = {
    engine: await engineNamed(core, values.engine, values.model),
    ...(await core.load('core/sync/track-fusion.ts')),
    ...(await core.load('core/sync/lag-curve.ts')),
    ...(await core.load('core/sync/segment-estimate.ts')),
    ...(await core.load('core/sync/calibration.ts')),
    ...(await core.load('core/lips/merge.ts')),
  };
  const files = readdirSync(dir).filter((name) => name.endsWith('.json'));
  const clips = [];
  for (const name of files) clips.push({ name, ...(await readFeatures(core, join(dir, name))) });
  const samples = [];
  for (const clip of clips) clip.group = groupOf(clip.name, known.sameSound);
  for (const clip of clips) {
    const bare = bareName(clip.name);
    const key = Object.keys(rules).find((prefix) => bare.startsWith(prefix));
    const nominalMs = known.nominalMs[bare] ?? rules[key]?.lagMs ?? 0;
    for (const [startS, endS] of pieces(clip.media.durationS)) {
      for (const shiftMs of SHIFTS_MS) {
        const signs = await look(core, tools, clip, clip, startS, endS, shiftMs);
        if (signs)
          samples.push({
            group: clip.group,
            signs,
            right: Math.abs(signs.offsetMs - shiftMs - nominalMs) <= RIGHT_MS,
          });
      }
      for (const other of clips) {
        if (other.group === clip.group) continue;
        const signs = await look(core, tools, clip, other, startS, endS, 0);
        if (signs) samples.push({ group: clip.group, signs, right: false, voiceOver: true });
      }
    }
  }
  const names = NAMES[values.engine];
  weigh(samples, names);
  const all = fitLogistic(samples);
  process.stdout.write(
    `bias ${all[0].toFixed(2)} ${names.map((name, k) => `${name} ${all[k + 1].toFixed(2)}`).join(' ')}\n`,
  );
  for (const one of new Set(clips.map(({ group }) => group))) {
    const beta = fitLogistic(samples.filter(({ group }) => group !== one));
    for (const sample of samples) if (sample.group === one) sample.said = predict(beta, sample.x);
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(samples));
  process.stdout.write(`${reliability(samples)}\n`);
  await core.close();
});

const bareName = (name) => name.replace(/^(dev|train)-/, '').replace(/\.json$/, '');

/** Clips with the same sound are judged together, by a fit without any of them, and are no voice-overs of each other. */
function groupOf(name, sameSound) {
  const bare = bareName(name);
  return sameSound.find((group) => group.includes(bare))?.[0] ?? bare;
}

function pieces(durationS) {
  const list = [[0, durationS]];
  for (const lengthS of PIECES_S) {
    if (lengthS >= durationS - 0.5) continue;
    const stepS = Math.max(lengthS / 2, (durationS - lengthS) / 4);
    for (let startS = 0; startS + lengthS <= durationS + 0.01; startS += stepS)
      list.push([startS, startS + lengthS]);
  }
  return list;
}

/** Signs of one piece of a clip with the sound of a clip put later by shiftMs. */
async function look(core, tools, clip, soundClip, startS, endS, shiftMs) {
  const piece = cutSound(soundClip, startS, endS, shiftMs);
  if (soundClip !== clip && piece.filter((v) => v !== 0).length < 0.8 * piece.length) return null;
  const { tracks } = tools.mergeChunks([cutFaces(clip.chunk, startS, endS)]);
  const { mapsOf } = await tools.engine(tracks, await analyser(core, startS, piece));
  const maps = tracks.flatMap((track) => mapsOf(track, 1) ?? []);
  const found = tools.trackEvidence(maps);
  const common = tools.argmax(tools.commonCurve(found));
  if (common < 0) return null;
  const { evidence } = tools.joinEvidence(tools.speakingTracks(found, common));
  const stretch = tools.estimateSegment(evidence, null, () => true, 0);
  if (!stretch || stretch.signs.windows === 0) return null;
  return { offsetMs: stretch.offsetMs, ...tools.calibrationFeatures(stretch.signs) };
}

/** Every piece counts the same; voice-overs all together as often as they occur. */
function weigh(samples, names) {
  for (const sample of samples) {
    sample.x = [1, ...names.map((name) => sample.signs[name])];
    sample.weight = 1;
  }
  const sum = (list) => list.reduce((total, { weight }) => total + weight, 0);
  const voiceOvers = samples.filter(({ voiceOver }) => voiceOver);
  const factor =
    (VOICE_OVER_SHARE / (1 - VOICE_OVER_SHARE)) *
    (sum(samples.filter((s) => !s.voiceOver)) / sum(voiceOvers));
  for (const sample of voiceOvers) sample.weight *= factor;
  const scale = samples.length / sum(samples);
  for (const sample of samples) sample.weight *= scale;
}

/** Logistic regression by Newton's method with a ridge of 1 on all but the bias. */
function fitLogistic(samples) {
  const n = samples[0].x.length;
  let beta = new Array(n).fill(0);
  for (let round = 0; round < 40; round++) {
    const gradient = beta.map((b, k) => (k === 0 ? 0 : -b));
    const hessian = Array.from({ length: n }, (_, a) =>
      Array.from({ length: n }, (_, b) => (a === b && a > 0 ? 1 : 0)),
    );
    for (const { x, right, weight } of samples) {
      const p = predict(beta, x);
      for (let a = 0; a < n; a++) {
        gradient[a] += weight * ((right ? 1 : 0) - p) * x[a];
        for (let b = 0; b < n; b++) hessian[a][b] += weight * p * (1 - p) * x[a] * x[b];
      }
    }
    const step = solve(hessian, gradient);
    beta = beta.map((b, k) => b + step[k]);
  }
  return beta;
}

const predict = (beta, x) => 1 / (1 + Math.exp(-beta.reduce((sum, b, k) => sum + b * x[k], 0)));

/** Gauss-Jordan with partial pivoting. */
function solve(matrix, vector) {
  const rows = matrix.map((row, i) => [...row, vector[i]]);
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(rows[best][i]) ? k + i : best), i);
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    rows.forEach((row, r) => {
      if (r === i) return;
      const factor = row[i] / rows[i][i];
      for (let k = i; k < row.length; k++) row[k] -= factor * rows[i][k];
    });
  }
  return rows.map((row, i) => row[rows.length] / row[i]);
}

/** Said and true in the population that the fit reckons with: own sounds count once, voice-overs so that they have their share. */
function reliability(samples) {
  const voiceOvers = samples.filter(({ voiceOver }) => voiceOver);
  const own = samples.length - voiceOvers.length;
  const weight = ((VOICE_OVER_SHARE / (1 - VOICE_OVER_SHARE)) * own) / voiceOvers.length;
  const lines = [
    '| confidence | own sound: pieces | said | right peak | voice-overs that got it | together: said | right peak |',
    '|---|---|---|---|---|---|---|',
  ];
  const percent = (list, value) => {
    const total = list.reduce((sum, { voiceOver }) => sum + (voiceOver ? weight : 1), 0);
    const part = list.reduce((sum, one) => sum + (one.voiceOver ? weight : 1) * value(one), 0);
    return total > 0 ? `${((100 * part) / total).toFixed(0)} %` : '–';
  };
  const said = (list) => percent(list, (one) => one.said);
  const right = (list) => percent(list, (one) => (one.right ? 1 : 0));
  for (const [i, low] of EDGES.slice(0, -1).entries()) {
    const high = EDGES[i + 1];
    const bin = samples.filter((one) => one.said >= low && (one.said < high || high === 1));
    const real = bin.filter(({ voiceOver }) => !voiceOver);
    lines.push(
      `| ${[`${low}–${high}`, real.length, said(real), right(real), `${bin.length - real.length} of ${voiceOvers.length}`, said(bin), right(bin)].join(' | ')} |`,
    );
  }
  return lines.join('\n');
}
