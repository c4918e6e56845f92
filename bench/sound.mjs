/**
 * `npm run bench:sound [-- --seconds 12 --only NAME]`: what the Sound room's steps do to speech in noise and in rooms, beside
 * doing nothing and ffmpeg's afftdn, in Node on the code of the sound worker: SI-SDR, segmental SNR, STOI, speed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadCore } from './core.mjs';
import { segmentalSnr, stoi } from './sound-measures.mjs';

const RATE_HZ = 48_000;
const CLIPS = new URL('../../shared/clips/dev/', import.meta.url).pathname;
const SPEECH = new URL('../public/example-speech.flac', import.meta.url).pathname;
const RAW = ['-ac', '1', '-ar', String(RATE_HZ), '-f', 'f32le', '-'];
const BIG = { maxBuffer: 1e9 };
const RAW_IN = ['-v', 'error', '-f', 'f32le', '-ar', String(RATE_HZ), '-ac', '1', '-i', '-'];
const SNRS_DB = [0, 5, 10, 20];

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, only: { type: 'string' } },
});
const seconds = Number(values.seconds);

const { load, close } = await loadCore();
const { seeded } = await load('core/testing/random.ts');
const { siSdr } = await load('core/testing/si-sdr.ts');
try {
  await bench();
} finally {
  await close();
}

async function bench() {
  const { Denoise, VoiceSplit } = await load('core/enhance/denoise.ts');
  const { ClickRepair } = await load('core/enhance/clicks.ts');
  const { ClipFinder, ClipRepair } = await load('core/enhance/clipped-peaks.ts');
  const { HumFilter, HumFinder } = await load('core/enhance/hum.ts');
  const { RoomEcho } = await load('core/enhance/room-echo.ts');
  const { rnnoiseOf } = await load('workers/sound/rnnoise-instance.ts');
  const module = await WebAssembly.compile(
    readFileSync(
      new URL('../node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm', import.meta.url),
    ),
  );
  const denoised = async (sound, amount) => through(new Denoise(await rnnoiseOf(module), amount), sound);
  /** What it takes for voice, as it is. */
  const voiceOf = async (sound) => {
    const split = new VoiceSplit(await rnnoiseOf(module));
    return through({ push: (part) => split.push(part).voice, end: () => split.end().voice }, sound);
  };
  const ways = {
    nothing: async (sound) => sound,
    'RNNoise alone': voiceOf,
    'ffmpeg afftdn': async (sound) => {
      const made = new Float32Array(sound.length);
      made.set(ffmpeg(['-af', 'afftdn'], sound).subarray(late));
      return made;
    },
    'echo step': async (sound) => through(new RoomEcho(RATE_HZ), sound),
    'default chain': async (sound) => {
      const clipped = new ClipFinder();
      clipped.push(sound);
      const whole = through(
        new ClickRepair(RATE_HZ),
        through(new ClipRepair(RATE_HZ, clipped.levels()), sound),
      );
      const finder = new HumFinder(RATE_HZ);
      finder.push(whole);
      return denoised(through(new HumFilter(RATE_HZ, finder.lines()), whole), 0.9);
    },
  };
  const clean = decoded(SPEECH, seconds);
  // afftdn answers late, and says so nowhere.
  const late = lagOf(clean, ffmpeg(['-af', 'afftdn'], clean));
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, 0]));
  let heardS = 0;
  console.log(`| speech and | measure | ${Object.keys(ways).join(' | ')} |`);
  console.log(`|---|---|${'---|'.repeat(Object.keys(ways).length)}`);
  for (const { name, sound, truth } of cases(clean)) {
    if (values.only && !name.includes(values.only)) continue;
    const rows = { 'SI-SDR, dB': [], 'segmental SNR, dB': [], STOI: [] };
    for (const [way, work] of Object.entries(ways)) {
      const startMs = performance.now();
      const made = await work(sound);
      times[way] += (performance.now() - startMs) / 1000;
      rows['SI-SDR, dB'].push(siSdr(truth, made).toFixed(1));
      rows['segmental SNR, dB'].push(segmentalSnr(truth, made, RATE_HZ).toFixed(1));
      rows.STOI.push(stoi(tenKilohertz(truth), tenKilohertz(made)).toFixed(3));
    }
    heardS += sound.length / RATE_HZ;
    for (const [measure, cells] of Object.entries(rows))
      console.log(`| ${name} | ${measure} | ${cells.join(' | ')} |`);
  }
  const speeds = Object.entries(times).filter(([way]) => way !== 'nothing');
  console.log(speeds.map(([way, s]) => `${way}: ${(heardS / s).toFixed(0)} × real time`).join(', '));
}

/** Noise is added as loud as asked; what a room adds is not noise, and its truth is the sound as it first arrives. */
function* cases(clean) {
  const { length } = clean;
  yield { name: 'nothing (clean)', sound: clean, truth: clean };
  const noises = { pink: pink(length), 'a fan': fan(length), 'a street': street(length) };
  const babble = babbleOf(length);
  if (babble) noises.babble = babble;
  else console.log('babble: skipped, there are no clips');
  for (const [name, noise] of Object.entries(noises))
    for (const snrDb of SNRS_DB)
      yield { name: `${name}, ${snrDb} dB`, sound: mixed(clean, noise, snrDb), truth: clean };
  for (const rt60S of [0.3, 0.8])
    yield { name: `a room of ${rt60S} s`, sound: inRoom(clean, rt60S), truth: clean };
}

function mixed(clean, noise, snrDb) {
  const gain = Math.sqrt(power(clean) / power(noise)) * 10 ** (-snrDb / 20);
  return clean.map((sample, i) => sample + gain * noise[i]);
}

/** The same numbers in every run, -1 to 1. */
function noise(seed) {
  const random = seeded(seed);
  return () => random() * 2 - 1;
}

/** By Paul Kellet's filter, within 0.05 dB of -3 dB an octave. */
function pink(length) {
  const random = noise(1);
  const b = new Float64Array(7);
  return Float32Array.from({ length }, () => {
    const white = random();
    b[0] = 0.99886 * b[0] + white * 0.0555179;
    b[1] = 0.99332 * b[1] + white * 0.0750759;
    b[2] = 0.969 * b[2] + white * 0.153852;
    b[3] = 0.8665 * b[3] + white * 0.3104856;
    b[4] = 0.55 * b[4] + white * 0.5329522;
    b[5] = -0.7616 * b[5] - white * 0.016898;
    const out = b[0] + b[1] + b[2] + b[3] + b[4] + b[5] + b[6] + white * 0.5362;
    b[6] = white * 0.115926;
    return out;
  });
}

/** Air below 600 Hz and the blades' tones. */
function fan(length) {
  const random = noise(2);
  let [low, lower] = [0, 0];
  return Float32Array.from({ length }, (_, i) => {
    low += 0.08 * (random() - low);
    lower += 0.08 * (low - lower);
    const turn = (2 * Math.PI * i) / RATE_HZ;
    return lower + 0.01 * Math.sin(87 * turn) + 0.006 * Math.sin(174 * turn) + 0.003 * Math.sin(261 * turn);
  });
}

/** Every 5 s: a rumble that goes on, two cars that pass, 12 dB above it at their closest, and a horn of half a second. */
function street(length) {
  const random = noise(4);
  const rumble = pink(length);
  let [low, lower] = [0, 0];
  return Float32Array.from({ length }, (_, i) => {
    const atS = (i / RATE_HZ) % 5;
    low += 0.12 * (random() - low);
    lower += 0.02 * (rumble[i] - lower);
    const passing = 1 / (1 + ((atS - 1.2) / 0.35) ** 2) + 0.7 / (1 + ((atS - 3.9) / 0.25) ** 2);
    const isHorn = atS >= 2.5 && atS < 3;
    const turn = 2 * Math.PI * atS;
    const horn = isHorn ? [420, 525, 840, 1050].reduce((sum, hz) => sum + Math.sin(hz * turn), 0) : 0;
    return 0.05 * lower + 2 * passing * low + 0.15 * horn;
  });
}

/** Eight other voices at once. */
function babbleOf(length) {
  if (!existsSync(CLIPS)) return null;
  const files = readdirSync(CLIPS).filter((name) => /^(long|deep|syncnet|sadtalker)/.test(name));
  const sum = new Float32Array(length);
  for (const name of files.slice(0, 8)) {
    const voice = decoded(CLIPS + name, length / RATE_HZ);
    const gain = 1 / Math.sqrt(power(voice));
    for (let i = 0; i < length; i++) sum[i] += gain * (voice[i % voice.length] ?? 0);
  }
  return sum;
}

/** Noise that dies away by 60 dB within that time, 10 dB below what comes straight. */
function inRoom(clean, rt60S) {
  const random = noise(3);
  const length = Math.round(rt60S * RATE_HZ);
  const tail = Float32Array.from({ length: Math.round(length / 4) }, (_, i) =>
    i < 0.005 * RATE_HZ ? 0 : random() * 10 ** ((-3 * i) / length),
  );
  const gain = Math.sqrt(0.5 / tail.reduce((sum, x) => sum + x * x, 0));
  // A hundred and more echoes a second: the largest taps of a dense tail are enough, and quick.
  const taps = [...tail.keys()].filter((i) => tail[i] !== 0 && i % 23 === 0);
  const out = clean.slice();
  const scale = gain * Math.sqrt(23);
  for (const at of taps) for (let i = at; i < out.length; i++) out[i] += scale * tail[at] * clean[i - at];
  return out;
}

function power(sound) {
  return sound.reduce((sum, sample) => sum + sample * sample, 0) / sound.length;
}

/** Samples by which the second is behind the first. */
function lagOf(sound, later) {
  let [best, bestAt] = [0, 0];
  for (let lag = 0; lag < 4096; lag++) {
    let sum = 0;
    for (let i = 0; i < 2 * RATE_HZ; i += 3) sum += sound[i] * later[i + lag];
    if (sum > best) [best, bestAt] = [sum, lag];
  }
  return bestAt;
}

function through(channel, sound) {
  const out = new Float32Array(sound.length);
  let at = 0;
  const add = (part) => {
    out.set(part, at);
    at += part.length;
  };
  for (let from = 0; from < sound.length; from += 4096) add(channel.push(sound.subarray(from, from + 4096)));
  add(channel.end());
  return out;
}

function decoded(path, s) {
  return floats(
    execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-t', String(s), '-map', 'a:0', ...RAW], BIG),
  );
}
function ffmpeg(args, sound) {
  return floats(execFileSync('ffmpeg', [...RAW_IN, ...args, ...RAW], { ...BIG, input: bytesOf(sound) }));
}
function tenKilohertz(sound) {
  const args = [...RAW_IN, '-ar', '10000', '-f', 'f32le', '-'];
  return floats(execFileSync('ffmpeg', args, { ...BIG, input: bytesOf(sound) }));
}
function bytesOf(sound) {
  return Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength);
}
function floats(bytes) {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
