/** Reads the files that training/extract-features.mjs writes: one analysed file each, as the product saw it. */
import { readFileSync } from 'node:fs';

const TYPES = { Float32Array, Float64Array };
const TRACK_ARRAYS = ['timesS', 'boxes', 'lips', 'opening', 'quality', 'pose', 'outlines', 'lowerFaces'];

/** @returns {Promise<{ media: object, chunk: object, samples: Float32Array, soundStartS: number, sound: object }>} */
export async function readFeatures(core, path) {
  const file = JSON.parse(readFileSync(path, 'utf8'));
  const samples = unpack(file.sound.samples);
  const chunk = {
    ...file.chunk,
    frameTimesS: unpack(file.chunk.frameTimesS),
    cutsS: unpack(file.chunk.cutsS),
    tracks: file.chunk.tracks.map((track) => ({
      ...track,
      ...Object.fromEntries(
        TRACK_ARRAYS.filter((name) => name in track).map((name) => [name, unpack(track[name])]),
      ),
      thumbnail: null,
    })),
  };
  const sound = await analyse(core, file.sound.startS, samples);
  return { media: file.info, chunk, samples, soundStartS: file.sound.startS, sound };
}

/** Sound features of 16 kHz samples. */
export async function analyse(core, startS, samples) {
  return (await analyser(core, startS, samples)).features();
}

/** The analyser itself, which also knows the learned engine's bands. */
export async function analyser(core, startS, samples) {
  const { SoundAnalyser } = await core.load('core/sound/analyser.ts');
  const ended = new SoundAnalyser();
  ended.push(startS, samples);
  ended.finish();
  return ended;
}

function unpack({ t, b }) {
  const bytes = Buffer.from(b, 'base64');
  return new TYPES[t](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
