/**
 * Who speaks, and whether anybody in view does: the product's own measurement in Node, on what it once saw of each file.
 * Clips with two faces of which is known who speaks (bench/clips.json); every two single-speaker clips put side by side,
 * both with lips that move all the time, the sound now the one's, now the other's; every clip with every other's sound.
 * Usage: node bench/speaker.mjs FEATURES_DIR [--engine lipslate] [--split dev] [--json FILE]
 * FEATURES_DIR: files of training/extract-features.mjs, named SPLIT-FILE; fixtures keep their names.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, ROOT, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { engineNamed } from './engines.mjs';
import { analyser, readFeatures } from './features.mjs';
import { cutFaces, cutSound, RATE_HZ } from './pieces.mjs';

const SHORTEST_S = 4;
const TURN_S = 4;
const SPEECH = 0.5;
const HOP_S = 0.01;
/** Of two voices at once the one this much louder is said to speak; nearer ones are not judged. */
const LOUDER_DB = 8;
const LOUDNESS_S = 0.1;

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      engine: { type: 'string', default: 'lipslate' },
      split: { type: 'string', default: 'dev' },
      json: { type: 'string' },
    },
  });
  const [dir] = positionals;
  if (!dir)
    throw new UserError('Usage: node bench/speaker.mjs FEATURES_DIR [--engine lipslate] [--split dev]');
  const known = JSON.parse(readFileSync(join(ROOT, 'bench/clips.json'), 'utf8'));
  const core = await loadCore();
  const product = { core, ...(await core.load('workers/sync/measure.ts')), engine: values.engine };
  product.merge = (await core.load('core/lips/merge.ts')).mergeChunks;
  product.prepare = await engineNamed(core, values.engine);
  const files = new Map();
  for (const name of readdirSync(dir)) {
    const file = name.replace(`${values.split}-`, '').replace(/\.json$/, '');
    if (name.startsWith(`${values.split}-`) || file in known.severalFaces)
      files.set(file, { file, ...(await readFeatures(core, join(dir, name))) });
  }
  const clips = [...files.values()]
    .filter(({ file }) => !(file in known.severalFaces) && !(file in known.voiceOver))
    .filter(({ media }) => media.durationS >= SHORTEST_S)
    .map((clip) => ({
      ...clip,
      off: clip.file in known.nativelyOff,
      nominalMs: known.nominalMs[clip.file] ?? 0,
    }));
  const scenes = [];
  for (const [file, facts] of Object.entries(known.severalFaces))
    if (files.has(file)) scenes.push(await twoFaces(product, files.get(file), facts, files));
  for (const [i, a] of clips.entries())
    for (const b of clips.slice(i + 1)) scenes.push(await sideBySide(product, a, b));
  const voices = [];
  const isSame = (a, b) => known.sameSound.some((group) => group.includes(a.file) && group.includes(b.file));
  for (const a of clips)
    for (const b of clips) if (a === b || !isSame(a, b)) voices.push(await voiceOf(product, a, b));
  for (const [i, a] of clips.entries())
    for (const [k, b] of clips.slice(i + 1).entries()) {
      const others = clips.filter((one) => ![a, b].some((face) => face === one || isSame(face, one)));
      voices.push(await strangersVoice(product, a, b, others[(i + k) % others.length]));
    }
  for (const file of Object.keys(known.voiceOver))
    if (files.has(file))
      voices.push({ ...(await voiceOf(product, files.get(file), files.get(file))), real: true });
  if (values.json) writeFileSync(values.json, JSON.stringify({ scenes, voices }));
  process.stdout.write(`${speakerTable(scenes)}\n\n${voiceTable(voices)}\n`);
  await core.close();
});

/** A clip with two faces of which is known who speaks. */
async function twoFaces(product, { file, chunk, media, samples, soundStartS }, facts, files) {
  const { measurement, sound, tracks } = await measure(
    product,
    chunk,
    cutSound({ samples, soundStartS }, 0, media.durationS),
    media,
  );
  const loudness = facts.speaks.map(({ like }) => (like ? loudnessOf(files.get(like)) : null));
  const speaksAt = (timeS) => {
    if (!loudness[0])
      return facts.speaks.find(
        ({ fromS = 0, toS = Number.POSITIVE_INFINITY }) => timeS >= fromS && timeS < toS,
      )?.face;
    const [one, other] = loudness.map((levels) => levels[Math.floor(timeS / LOUDNESS_S)] ?? 0);
    if (Math.abs(one - other) < LOUDER_DB) return undefined;
    return facts.speaks[one > other ? 0 : 1].face;
  };
  const faces = tracks.map((track) => ({
    ...track,
    face: centreOf(track) > (facts.middle ?? 0.5) ? 'right' : 'left',
  }));
  return { what: file, ...shares(measurement, sound, faces, speaksAt), verdict: measurement.verdict };
}

/** Two clips in one picture, heard in turns. */
async function sideBySide(product, a, b) {
  const durationS = Math.min(a.media.durationS, b.media.durationS);
  const turnS = Math.min(TURN_S, durationS / 2);
  const leftSpeaks = (timeS) => Math.floor(timeS / turnS) % 2 === 0;
  const [one, other] = [a, b].map((clip) => levelled(cutSound(clip, 0, durationS, -clip.nominalMs)));
  const samples = one.map((value, i) => (leftSpeaks(i / RATE_HZ) ? value : other[i]));
  const chunk = together(a, b, durationS);
  const video = { ...a.media.video, width: 2 * Math.min(a.media.video.width, b.media.video.width) };
  const { measurement, sound, tracks } = await measure(product, chunk, samples, { durationS, video });
  const faces = tracks.map((track) => ({ ...track, face: centreOf(track) > 0.5 ? 'right' : 'left' }));
  return {
    what:
      a.off || b.off
        ? 'pairs with a natively off clip'
        : turnS < 3
          ? 'pairs, turns of 2.4 to 2.5 s'
          : 'pairs, turns of 3 to 4 s',
    pair: `${a.file} + ${b.file}`,
    ...shares(measurement, sound, faces, (timeS) => (leftSpeaks(timeS) ? 'left' : 'right')),
    verdict: measurement.verdict,
    offsetMs: measurement.offsetMs,
    reasons: measurement.reasons,
  };
}

/** Two clips in one picture, and the sound of a third. */
async function strangersVoice(product, a, b, voice) {
  const durationS = Math.min(...[a, b, voice].map(({ media }) => media.durationS));
  const samples = cutSound(voice, 0, durationS, -voice.nominalMs);
  const { measurement } = await measure(product, together(a, b, durationS), samples, {
    durationS,
    video: a.media.video,
  });
  const { verdict, reasons, confidence } = measurement;
  return { isTwoFaces: true, lips: `${a.file} + ${b.file}`, voice: voice.file, verdict, reasons, confidence };
}

/** One clip's lips with a clip's sound: its own, or a voice-over. */
async function voiceOf(product, lips, voice) {
  const durationS = Math.min(lips.media.durationS, voice.media.durationS);
  const samples = cutSound(voice, 0, durationS, -(voice.nominalMs ?? 0));
  const { video } = lips.media;
  const { measurement } = await measure(product, cutFaces(lips.chunk, 0, durationS), samples, {
    durationS,
    video,
  });
  const { verdict, reasons, confidence, evidence } = measurement;
  const off = lips.off || voice.off;
  return {
    own: lips === voice,
    off,
    lips: lips.file,
    voice: voice.file,
    verdict,
    reasons,
    confidence,
    evidence,
  };
}

async function measure({ core, measureFile, merge, prepare, engine }, chunk, samples, { durationS, video }) {
  const sound = await analyser(core, 0, samples);
  const { measurement } = await measureFile(
    { chunks: [chunk], sound: sound.features(), lipslate: (tracks) => prepare(tracks, sound), syncnet: null },
    { engine, profile: 'itu', searchS: 1, durationS, fps: video.fps, pictureWidthPx: video.width },
  );
  // Ids are given anew when chunks are merged.
  return { measurement, sound: sound.features(), tracks: merge([chunk]).tracks };
}

/** Seconds of speech, and how many of them are given to the right face, to a wrong one, to none. */
function shares({ activeSpeaker }, { speech, startS }, faces, speaksAt) {
  const seconds = { speechS: 0, rightS: 0, wrongS: 0, noneS: 0 };
  for (const [i, p] of speech.entries()) {
    const timeS = startS + (i + 0.5) * HOP_S;
    const truth = p > SPEECH && speaksAt(timeS);
    if (!truth) continue;
    seconds.speechS += HOP_S;
    const isSeen = faces.some(
      ({ face, timesS }) => face === truth && timesS[0] <= timeS && timesS.at(-1) >= timeS,
    );
    const span = activeSpeaker.find((one) => one.startS <= timeS && timeS < one.endS);
    const said = span && faces.find(({ id }) => id === span.trackId).face;
    // Who is not seen has no face to be right about: no face is then the right answer.
    if (said === (isSeen ? truth : undefined)) seconds.rightS += HOP_S;
    else seconds[said ? 'wrongS' : 'noneS'] += HOP_S;
  }
  return seconds;
}

const centreOf = ({ boxes }) => boxes[0] + boxes[2] / 2;

/** The faces of two clips side by side. */
function together(a, b, durationS) {
  const [left, right] = [a, b].map(({ chunk }) => cutFaces(chunk, 0, durationS));
  const tracks = [left, right].flatMap((chunk, i) => chunk.tracks.map((track) => moved(track, i / 2)));
  return { ...left, tracks };
}

/** Half as wide, from a place on. */
function moved(track, left) {
  const boxes = track.boxes.map((value, i) =>
    i % 4 === 0 ? left + value / 2 : i % 4 === 2 ? value / 2 : value,
  );
  return { ...track, boxes };
}

function loudnessOf({ samples, soundStartS, media }) {
  const size = LOUDNESS_S * RATE_HZ;
  const sound = cutSound({ samples, soundStartS }, 0, media.durationS);
  return Array.from({ length: Math.floor(sound.length / size) }, (_, k) => {
    const power = sound.subarray(k * size, (k + 1) * size).reduce((sum, v) => sum + v * v, 0) / size;
    return 10 * Math.log10(power + 1e-9);
  });
}

/** Both voices equally loud. */
function levelled(samples) {
  const rms = Math.sqrt(samples.reduce((sum, v) => sum + v * v, 0) / samples.length) || 1;
  return samples.map((value) => (0.1 * value) / rms);
}

function speakerTable(scenes) {
  const lines = [
    '| scene | files | speech | right face | wrong face | no face | sure |',
    '|---|---|---|---|---|---|---|',
  ];
  for (const what of new Set(scenes.map((scene) => scene.what))) {
    const group = scenes.filter((scene) => scene.what === what);
    const sum = (key) => group.reduce((total, scene) => total + scene[key], 0);
    const part = (key) => percent(sum(key) / sum('speechS'));
    const sure = group.filter(({ verdict }) => verdict !== 'unsure').length;
    lines.push(
      `| ${[what, group.length, `${sum('speechS').toFixed(1)} s`, part('rightS'), part('wrongS'), part('noneS'), sure].join(' | ')} |`,
    );
  }
  return lines.join('\n');
}

function voiceTable(voices) {
  const lines = ['| sound | checks | sure | told as voice-over | other reasons |', '|---|---|---|---|---|'];
  for (const [name, group] of [
    ['own', voices.filter(({ own, off, real }) => own && !off && !real)],
    ['own, natively off', voices.filter(({ own, off }) => own && off)],
    ["another clip's", voices.filter(({ own, isTwoFaces }) => !own && !isTwoFaces)],
    ["two faces, a third clip's", voices.filter(({ isTwoFaces }) => isTwoFaces)],
    ['a real voice-over', voices.filter(({ real }) => real)],
  ]) {
    const others = new Map();
    const told = group.filter(({ reasons }) => reasons.includes('voice-over'));
    for (const { reasons } of group)
      for (const reason of reasons)
        if (reason !== 'voice-over') others.set(reason, (others.get(reason) ?? 0) + 1);
    const sure = group.filter(({ verdict }) => verdict !== 'unsure').length;
    const list = [...others].map(([reason, count]) => `${reason} ${count}`).join(', ');
    lines.push(`| ${[name, group.length, sure, told.length, list].join(' | ')} |`);
  }
  return lines.join('\n');
}

const percent = (share) => `${(100 * share).toFixed(0)} %`;
