/**
 * Whether it helps to listen through the noise reduction: lipslate's whole measurement on speech in noise, as it is and
 * through RNNoise, in Node on extracted features. Faces do not change, so the two differ by the sound alone.
 * Usage: node bench/noise.mjs FEATURES_DIR [--split dev] [--engine lipslate] [--only TEXT] [--amounts 1,0.5] [--json FILE]
 * FEATURES_DIR: files of training/extract-features.mjs, named SPLIT-FILE.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, ROOT, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { engineNamed } from './engines.mjs';
import { analyser, readFeatures } from './features.mjs';
import { cutFaces, cutSound, NOISES, RATE_HZ, withNoise } from './pieces.mjs';

const SHORTEST_S = 2.9;
const SNRS_DB = [10, 5, 0];
const SHIFTS_MS = [0, 200];
/** Pieces of this length from each clip, at most so many; of shorter clips, all there is. */
const PIECE_S = 5;
const MOST_PIECES = 2;
const VOICES = 8;
const RNNOISE_HZ = 48000;

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      split: { type: 'string', default: 'dev' },
      engine: { type: 'string', default: 'lipslate' },
      only: { type: 'string', default: '' },
      amounts: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  const [dir] = positionals;
  if (!dir) throw new UserError('Usage: node bench/noise.mjs FEATURES_DIR [--split dev] [--json FILE]');
  const known = JSON.parse(readFileSync(join(ROOT, 'bench/clips.json'), 'utf8'));
  const core = await loadCore();
  const { measureFile } = await core.load('workers/sync/measure.ts');
  const listen = await listener(core);
  const prepare = await engineNamed(core, values.engine);
  const ways = [0, ...values.amounts.split(',').map(Number)];
  const clips = await readClips(core, dir, values.split, known);
  const results = [];
  for (const clip of clips.filter(({ file }) => file.includes(values.only)))
    for (const one of casesOf(clip)) {
      const clean = cutSound(clip, one.startS, one.endS, one.shiftMs);
      const noise = one.noise && noiseOf(one.noise, clip, clips, known, clean.length);
      const noisy = noise ? withNoise(clean, one.snrDb, noise) : clean;
      for (const amount of ways) {
        const samples = amount > 0 ? await listen(noisy, amount) : noisy;
        const sound = await analyser(core, one.startS, samples);
        const { video } = clip.media;
        const { measurement } = await measureFile(
          {
            chunks: [cutFaces(clip.chunk, one.startS, one.endS)],
            sound: sound.features(),
            lipslate: (tracks) => prepare(tracks, sound),
            syncnet: null,
          },
          {
            engine: values.engine,
            profile: 'itu',
            searchS: 1,
            durationS: one.endS,
            fps: video.fps,
            pictureWidthPx: video.width,
          },
        );
        const { offsetMs, verdict, confidence } = measurement;
        const errorMs = offsetMs === null ? null : offsetMs - clip.nominalMs - one.shiftMs;
        results.push({ file: clip.file, ...one, amount, errorMs, verdict, confidence });
      }
    }
  if (values.json) writeFileSync(values.json, JSON.stringify(results));
  process.stdout.write(`${table(results.filter(({ file }) => !(file in known.nativelyOff)))}\n`);
  await core.close();
});

async function readClips(core, dir, split, known) {
  const clips = [];
  for (const name of readdirSync(dir).filter((file) => file.startsWith(`${split}-`))) {
    const file = name.slice(split.length + 1).replace(/\.json$/, '');
    if (file in known.voiceOver || file in known.severalFaces) continue;
    const clip = await readFeatures(core, join(dir, name));
    if (clip.media.durationS >= SHORTEST_S)
      clips.push({ file, nominalMs: known.nominalMs[file] ?? 0, ...clip });
  }
  return clips;
}

function casesOf({ media: { durationS } }) {
  const whole = { what: 'whole', startS: 0, endS: durationS, shiftMs: 0 };
  const spareS = Math.max(0, durationS - PIECE_S);
  const count = spareS > 0.5 ? MOST_PIECES : 1;
  const pieces = Array.from({ length: count }, (_, i) => {
    const startS = count > 1 ? (spareS * i) / (count - 1) : 0;
    const endS = spareS > 0.5 ? startS + PIECE_S : durationS;
    return { what: 'piece', startS, endS, shiftMs: SHIFTS_MS[i % SHIFTS_MS.length] };
  });
  const noises = ['white', 'pink', 'babble'];
  return [
    ...['pink', 'babble'].map((noise) => ({ ...whole, noise, snrDb: 0 })),
    ...pieces.flatMap((at) => [
      { ...at, noise: null, snrDb: null },
      ...noises.flatMap((noise) => SNRS_DB.map((snrDb) => ({ ...at, noise, snrDb }))),
    ]),
  ];
}

/** Babble is of other clips' voices, equally loud. */
function noiseOf(name, clip, clips, known, length) {
  if (name !== 'babble') return NOISES[name](length);
  const isSame = (a, b) => known.sameSound.some((group) => group.includes(a) && group.includes(b));
  const others = clips.filter(({ file }) => file !== clip.file && !isSame(file, clip.file));
  const start = clips.indexOf(clip);
  const sum = new Float32Array(length);
  for (let k = 0; k < Math.min(VOICES, others.length); k++) {
    const { samples } = others[(start * 3 + k * 2) % others.length];
    const rms = Math.sqrt(samples.reduce((total, v) => total + v * v, 0) / samples.length) || 1;
    for (let i = 0; i < length; i++) sum[i] += samples[(i + k * RATE_HZ) % samples.length] / rms;
  }
  return sum;
}

/** 16 kHz in, 16 kHz out, at the same times: RNNoise hears 48 kHz. */
async function listener(core) {
  const { Denoise } = await core.load('core/enhance/denoise.ts');
  const { Resampler } = await core.load('core/sound/resample.ts');
  const { rnnoiseOf } = await core.load('workers/sound/rnnoise-instance.ts');
  const path = join(ROOT, 'node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm');
  const module = await WebAssembly.compile(readFileSync(path));
  return async (samples, amount) => {
    const up = through(new Resampler(RATE_HZ, RNNOISE_HZ), samples);
    const clean = through(new Denoise(await rnnoiseOf(module), amount), up);
    return through(new Resampler(RNNOISE_HZ, RATE_HZ), clean).slice(0, samples.length);
  };
}

function through(stage, samples) {
  const parts = [stage.push(samples), stage.end()];
  const out = new Float32Array(parts[0].length + parts[1].length);
  out.set(parts[0]);
  out.set(parts[1], parts[0].length);
  return out;
}

function table(results) {
  const lines = [
    '| sound | listened to | checks | ≤ 40 ms | ≤ 80 ms | median | sure | sure ≤ 80 ms | sure and wrong |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  const percent = (list, test) =>
    list.length > 0 ? `${((100 * list.filter(test).length) / list.length).toFixed(0)} %` : '–';
  for (const what of ['whole', 'piece'])
    for (const noise of [null, 'white', 'pink', 'babble'])
      for (const snrDb of noise ? SNRS_DB : [null])
        for (const amount of new Set(results.map((one) => one.amount))) {
          const group = results.filter(
            (one) => one.what === what && one.noise === noise && one.snrDb === snrDb && one.amount === amount,
          );
          if (group.length === 0) continue;
          const sure = group.filter(({ verdict }) => verdict !== 'unsure');
          const isWithin = (ms) => (one) => one.errorMs !== null && Math.abs(one.errorMs) <= ms;
          const a = group.map(({ errorMs }) => Math.abs(errorMs ?? 1000)).sort((x, y) => x - y);
          const cells = [
            `${what}, ${noise ? `${noise} ${snrDb} dB` : 'no noise'}`,
            amount === 0 ? 'as it is' : `cleaned ${amount}`,
            group.length,
            percent(group, isWithin(40)),
            percent(group, isWithin(80)),
            a[a.length >> 1].toFixed(0),
            percent(group, ({ verdict }) => verdict !== 'unsure'),
            percent(sure, isWithin(80)),
            sure.filter((one) => !isWithin(80)(one)).length,
          ];
          lines.push(`| ${cells.join(' | ')} |`);
        }
  return lines.join('\n');
}
