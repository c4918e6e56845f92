/**
 * How lips predicted from speech follow the true ones, by what the dub worker runs, in Node: the first half of a clip is
 * footage, the sound of its second half is the new speech, its lips are the truth. And, of speech whose phone times are
 * known, whether lips meet at /p b m/ and are open at open vowels.
 * Usage: node bench/lips-from-speech.mjs FEATURES_DIR [--network FILE.onnx] [--phones PHONES_DIR]
 * FEATURES_DIR: files of training/extract-features.mjs. PHONES_DIR: made by training/lips-from-speech/phones.py.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, ROOT, UserError } from '../scripts/lib.mjs';
import { bestLag } from './best-lag.mjs';
import { loadCore } from './core.mjs';
import { analyser, readFeatures } from './features.mjs';
import { closedAndOpen } from './lips-at-phones.mjs';
import { cutFaces } from './pieces.mjs';

const SHORTEST_S = 6;
const RATE_HZ = 16000;
const STEP_S = 0.02;
/** Frames of the second half in which lips were seen. */
const LEAST_TRUTH = 60;

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      network: { type: 'string' },
      phones: { type: 'string' },
    },
  });
  const [dir] = positionals;
  if (!dir) throw new UserError('Usage: node bench/lips-from-speech.mjs FEATURES_DIR [--phones PHONES_DIR]');
  const known = JSON.parse(readFileSync(join(ROOT, 'bench/clips.json'), 'utf8'));
  const core = await loadCore();
  const product = await productOf(core, values.network);
  const rows = [];
  const speakers = [{ name: 'a photo', speaker: null }];
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.json'))) {
    const file = name.replace(/^dev-/, '').replace(/\.json$/, '');
    if (file in known.voiceOver || file in known.severalFaces) continue;
    const clip = await readFeatures(core, join(dir, name));
    if (clip.media.durationS < SHORTEST_S) continue;
    const result = await halves(product, clip);
    if (!result) continue;
    rows.push({ file, ...result.row });
    speakers.push({ name: file, speaker: result.speaker, photo: result.photo });
    process.stdout.write(`${lineOf({ file, ...result.row })}\n`);
  }
  process.stdout.write(`\n${summary(rows)}\n`);
  if (values.phones) {
    speakers[0].speaker = speakers[1]?.photo;
    await phones(product, values.phones, speakers);
  }
  await core.close();
});

async function productOf(core, network) {
  const { predictLips } = await core.load('core/mouth/lips-from-speech.ts');
  const { lipNetworksInNode } = await core.load('core/mouth/testing/lip-networks.ts');
  const { lipslateInNode } = await core.load('core/sync/testing/lipslate-network.ts');
  const networks = await lipNetworksInNode(network);
  return {
    core,
    predict: (samples) => predictLips(networks, samples),
    sync: await lipslateInNode(),
    ...(await core.load('core/mouth/speaker.ts')),
    ...(await core.load('core/sync/lipslate-embed.ts')),
    ...(await core.load('core/sync/articulation.ts')),
    ...(await core.load('core/sync/motion-signals.ts')),
  };
}

/** @returns the second half's figures, the speaker of the first half, and one as a photo would give it; null: too little */
async function halves(product, clip) {
  const { core, fitSpeaker, speakerShapes } = product;
  const lag = await ownLag(product, clip);
  const middle = Math.round(clip.samples.length / 2);
  const middleS = clip.soundStartS + middle / RATE_HZ;
  const faces = (startS, endS) =>
    cutFaces(clip.chunk, startS, endS).tracks.map((track) => ({
      ...track,
      timesS: track.timesS.map((timeS) => timeS - clip.soundStartS),
    }));
  const footage = faces(Number.NEGATIVE_INFINITY, middleS);
  const longest = footage.toSorted((a, b) => b.timesS.length - a.timesS.length)[0];
  if (!longest) return null;
  const heard = await product.predict(clip.samples.slice(0, middle));
  const speech = clip.samples.slice(middle);
  const predicted = await product.predict(speech);
  const features = (await analyser(core, 0, speech)).features();
  const speaker = fitSpeaker(footage, heard);
  const photo = fitSpeaker(
    [cutFaces({ tracks: [longest] }, longest.timesS[0], 1e9).tracks[0]].map(onePicture),
    null,
  );
  const truth = openings(faces(middleS, Number.POSITIVE_INFINITY), middle / RATE_HZ, lag);
  const at = [...truth.keys()].filter((step) => !Number.isNaN(truth[step]));
  if (at.length < LEAST_TRUTH / (30 * STEP_S)) return null;
  const compare = (values) =>
    follow(
      at.map((step) => values[step] ?? 0),
      at.map((step) => truth[step]),
    );
  const filter = compare(await filterOf(product, speech));
  const row = {
    seconds: at.length * STEP_S,
    plain: compare(openingsOf(predicted)).correlation,
    filter: filter.correlation,
    photo: compare(openingsOf(speakerShapes(predicted, photo, features).shapes)),
    own: compare(openingsOf(speakerShapes(predicted, speaker, features).shapes)),
  };
  return { row, speaker, photo };
}

/** Of a track's first trusted picture. */
function onePicture(track) {
  const n = Math.max(0, track.quality.indexOf(Math.max(...track.quality)));
  const one = Object.entries(track).map(([name, value]) => {
    if (!ArrayBuffer.isView(value)) return [name, value];
    const width = value.length / track.timesS.length;
    return [name, value.slice(n * width, (n + 1) * width)];
  });
  return { ...Object.fromEntries(one), timesS: new Float64Array([0]) };
}

/** Steps by which the clip's own sound is late, by the sync network. */
async function ownLag({ core, sync, embedLips, embedSound }, { chunk, samples, soundStartS }) {
  const fine = (await analyser(core, soundStartS, samples)).fine();
  const track = chunk.tracks.toSorted((a, b) => b.timesS.length - a.timesS.length)[0];
  return bestLag(await embedLips(sync, track, fine.startS), await embedSound(sync, fine)).lag;
}

/** True gap of the inner lips at every step of the speech; NaN where nothing was seen. */
function openings(tracks, fromS, lag) {
  const out = [];
  for (const { timesS, opening, quality } of tracks) {
    for (let n = 1; n < timesS.length; n++) {
      if (timesS[n] - timesS[n - 1] > 0.15 || quality[n] === 0 || quality[n - 1] === 0) continue;
      const stepOf = (timeS) => (timeS - fromS) / STEP_S + lag;
      for (let step = Math.ceil(stepOf(timesS[n - 1])); step < stepOf(timesS[n]); step++) {
        const share = (step - stepOf(timesS[n - 1])) / (stepOf(timesS[n]) - stepOf(timesS[n - 1]));
        if (step >= 0) out[step] = opening[n - 1] * (1 - share) + opening[n] * share;
      }
    }
  }
  return Float64Array.from(out, (value) => value ?? Number.NaN);
}

function openingsOf(shapes) {
  return Float64Array.from(
    { length: shapes.length / 46 },
    (_, n) => shapes[n * 46 + 42] - shapes[n * 46 + 43],
  );
}

/** What the motion engine's linear filter expects of the same sound. */
async function filterOf({ core, soundMotion, expectedLips, GRID_S }, samples) {
  const expected = expectedLips(soundMotion((await analyser(core, 0, samples)).features()));
  return Float64Array.from({ length: Math.ceil(samples.length / RATE_HZ / STEP_S) }, (_, step) => {
    const at = Math.round((step * STEP_S) / GRID_S) - expected.first;
    return expected.channels[0][Math.max(0, Math.min(expected.length - 1, at))];
  });
}

function follow(values, truth) {
  const [a, b] = [values, truth].map((list) => {
    const mean = list.reduce((sum, v) => sum + v, 0) / list.length;
    return list.map((v) => v - mean);
  });
  const dot = (x, y) => x.reduce((sum, v, i) => sum + v * y[i], 0);
  return {
    correlation: dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b) + 1e-12),
    amplitude: Math.sqrt(dot(a, a) / dot(b, b)),
  };
}

function lineOf({ file, seconds, plain, filter, photo, own }) {
  const r = (value) => value.toFixed(2).padStart(5);
  return `${file.slice(0, 36).padEnd(38)}${seconds.toFixed(0).padStart(3)} s  own ${r(own.correlation)} amplitude ${r(own.amplitude)} | unfitted ${r(plain)} | photo ${r(photo.correlation)} amplitude ${r(photo.amplitude)} | filter ${r(filter)}`;
}

function summary(rows) {
  const middle = (list) => list.toSorted((a, b) => a - b)[list.length >> 1]?.toFixed(2);
  const of = (get) => middle(rows.map(get));
  const within = rows.filter(({ own }) => own.amplitude >= 0.7 && own.amplitude <= 1.3).length;
  return [
    `${rows.length} clips, medians: own ${of((r) => r.own.correlation)}, unfitted ${of((r) => r.plain)}, photo ${of((r) => r.photo.correlation)}, filter ${of((r) => r.filter)}`,
    `amplitude: own ${of((r) => r.own.amplitude)} (0.7 to 1.3 in ${within}), photo ${of((r) => r.photo.amplitude)}`,
  ].join('\n');
}

async function phones({ core, predict, speakerShapes }, dir, speakers) {
  const said = [];
  for (const name of readdirSync(dir).filter((file) => file.endsWith('.f32'))) {
    const bytes = readFileSync(join(dir, name));
    const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const spoken = JSON.parse(readFileSync(join(dir, `${basename(name, '.f32')}.json`), 'utf8'));
    const features = (await analyser(core, 0, samples)).features();
    said.push({ spoken, features, predicted: await predict(samples) });
  }
  const all = [];
  for (const { name, speaker } of speakers) {
    const result = closedAndOpen(
      said.map(({ spoken, features, predicted }) => ({
        spoken,
        openings: openingsOf(speakerShapes(predicted, speaker, features).shapes),
      })),
    );
    all.push(result);
    process.stdout.write(`${name.slice(0, 36).padEnd(38)}${result.text}\n`);
  }
  const mean = (get) => (all.reduce((sum, one) => sum + get(one), 0) / all.length).toFixed(2);
  process.stdout.write(
    `all: shut at ${mean((one) => one.shut)} of /p b m/, open at ${mean((one) => one.open)} of open vowels\n`,
  );
}
