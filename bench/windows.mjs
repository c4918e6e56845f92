/**
 * How right the engines are on pieces, in noise and at low frame rates: the product's own measurement in Node, on what
 * it once saw of each file. Minutes instead of the hours that whole files through Chromium take (bench/accuracy.mjs).
 * Usage: node bench/windows.mjs FEATURES_DIR [--engines motion,lipslate] [--split dev] [--model FILE] [--json FILE]
 * FEATURES_DIR: files of training/extract-features.mjs, named SPLIT-FILE.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, ROOT, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { engineNamed } from './engines.mjs';
import { analyser, readFeatures } from './features.mjs';
import { cutFaces, cutSound, withNoise } from './pieces.mjs';

const SHORTEST_S = 2.9;
const SHIFTS_MS = [0, 80, -80, 200, -200, 480, -480, 800, -800];
const LENGTHS_S = [1, 2, 5, 10];
/** Pieces of one length per clip. */
const MOST_PIECES = 4;
/** Pieces are compared with themselves shifted by so much. */
const PIECE_SHIFT_MS = 240;
const SNRS_DB = [20, 10, 0];
const RATES_FPS = [15, 10];

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      engines: { type: 'string', default: 'motion,lipslate' },
      split: { type: 'string', default: 'dev' },
      json: { type: 'string' },
      model: { type: 'string' },
    },
  });
  const [dir] = positionals;
  if (!dir) throw new UserError('Usage: node bench/windows.mjs FEATURES_DIR [--engines motion,lipslate]');
  const known = JSON.parse(readFileSync(join(ROOT, 'bench/clips.json'), 'utf8'));
  const core = await loadCore();
  const { measureFile } = await core.load('workers/sync/measure.ts');
  const clips = [];
  for (const name of readdirSync(dir).filter((file) => file.startsWith(`${values.split}-`))) {
    const file = name.slice(values.split.length + 1).replace(/\.json$/, '');
    if (file in known.voiceOver || file in known.severalFaces) continue;
    const clip = await readFeatures(core, join(dir, name));
    if (clip.media.durationS < SHORTEST_S) continue;
    clips.push({
      file,
      source: file.replace(/-?\d*\.\w+$/, ''),
      nominalMs: known.nominalMs[file] ?? 0,
      ...clip,
    });
  }
  const results = [];
  for (const engine of values.engines.split(',')) {
    const prepare = await engineNamed(core, engine, values.model);
    for (const clip of clips) {
      for (const one of casesOf(clip)) {
        const measurement = await measure(core, measureFile, prepare, engine, clip, one);
        if (!measurement) continue;
        const { offsetMs, verdict, confidence, probability, evidence, reasons } = measurement;
        const { nominalMs, file, source } = clip;
        const errorMs = offsetMs === null ? null : offsetMs - nominalMs - one.shiftMs;
        const { visibleSpeechS } = evidence;
        results.push({
          engine,
          file,
          source,
          ...one,
          errorMs,
          verdict,
          confidence,
          probability,
          visibleSpeechS,
          reasons,
        });
      }
    }
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(results));
  process.stdout.write(`${tables(results, known)}\n`);
  await core.close();
});

function casesOf({ media: { durationS } }) {
  const whole = { what: 'whole', startS: 0, endS: durationS, shiftMs: 0 };
  const list = SHIFTS_MS.map((shiftMs) => ({ ...whole, shiftMs }));
  for (const lengthS of LENGTHS_S) {
    const spareS = durationS - lengthS;
    if (spareS < 0) continue;
    const count = Math.min(MOST_PIECES, Math.floor((2 * spareS) / lengthS) + 1);
    for (let i = 0; i < count; i++) {
      const startS = count > 1 ? (spareS * i) / (count - 1) : spareS / 2;
      for (const shiftMs of [0, PIECE_SHIFT_MS])
        list.push({ what: `${lengthS} s`, startS, endS: startS + lengthS, shiftMs });
    }
  }
  for (const snrDb of SNRS_DB) list.push({ ...whole, what: `noise ${snrDb} dB`, snrDb });
  for (const fps of RATES_FPS) list.push({ ...whole, what: `${fps} fps`, fps });
  return list;
}

async function measure(core, measureFile, prepare, engine, clip, { startS, endS, shiftMs, snrDb, fps }) {
  const samples = cutSound(clip, startS, endS, shiftMs);
  const sound = await analyser(core, startS, snrDb === undefined ? samples : withNoise(samples, snrDb));
  const chunk = cutFaces(clip.chunk, startS, endS, fps);
  const { video } = clip.media;
  const { measurement } = await measureFile(
    {
      chunks: [chunk],
      sound: sound.features(),
      lipslate: (tracks) => prepare(tracks, sound),
      syncnet: null,
    },
    {
      engine,
      profile: 'itu',
      searchS: 1,
      durationS: endS,
      fps: video.fps,
      pictureWidthPx: video.width,
    },
  );
  return measurement;
}

function tables(results, known) {
  const lines = [];
  const row = (name, group) => {
    const measured = group.filter(({ errorMs }) => errorMs !== null);
    const a = measured.map(({ errorMs }) => Math.abs(errorMs)).sort((x, y) => x - y);
    const sure = measured.filter(({ verdict }) => verdict !== 'unsure');
    const relative = measured
      .map((one) => [one, group.find((other) => other.shiftMs === 0 && isSamePiece(one, other))])
      .filter(([one, still]) => one.shiftMs !== 0 && still && still.errorMs !== null)
      .map(([one, still]) => Math.abs(one.errorMs - still.errorMs))
      .sort((x, y) => x - y);
    const wrong = sure.filter(({ errorMs, verdict }) => verdict !== 'in-sync' && Math.abs(errorMs) > 80);
    lines.push(
      `| ${[
        name,
        group.length,
        share(a, (v) => v <= 40),
        share(a, (v) => v <= 80),
        at(a, 0.5),
        mean(measured.map(({ errorMs }) => errorMs)),
        share(relative, (v) => v <= 40),
        at(relative, 0.5),
        share(group, ({ verdict }) => verdict !== 'unsure'),
        share(sure, ({ errorMs }) => Math.abs(errorMs) <= 80),
        wrong.length,
        measured.filter(({ reasons }) => reasons.includes('voice-over')).length,
      ].join(' | ')} |`,
    );
  };
  const off = (result) => result.file in known.nativelyOff;
  for (const engine of new Set(results.map((result) => result.engine))) {
    const own = results.filter((result) => result.engine === engine);
    const whole = own.filter(({ what }) => what === 'whole');
    lines.push(
      '',
      `**${engine}**`,
      '',
      '| case | checks | ≤ 40 ms | ≤ 80 ms | median | mean | relative ≤ 40 | relative median | sure | sure ≤ 80 | false fixes | told as voice-over |',
      '|---|---|---|---|---|---|---|---|---|---|---|---|',
    );
    row('whole, all', whole);
    row(
      'whole, without natively off',
      whole.filter((result) => !off(result)),
    );
    for (const source of new Set(own.map((result) => result.source)))
      row(
        source,
        whole.filter((result) => result.source === source),
      );
    for (const what of new Set(own.map((result) => result.what)))
      if (what !== 'whole')
        row(
          what,
          own.filter((result) => result.what === what && !off(result)),
        );
  }
  return lines.join('\n');
}

const isSamePiece = (a, b) => a.file === b.file && a.what === b.what && a.startS === b.startS;
const share = (list, test) =>
  list.length > 0 ? `${((100 * list.filter(test).length) / list.length).toFixed(0)} %` : '–';
const at = (sorted, q) =>
  sorted.length > 0 ? sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))].toFixed(0) : '–';
const mean = (list) =>
  list.length > 0 ? (list.reduce((sum, v) => sum + v, 0) / list.length).toFixed(0) : '–';
