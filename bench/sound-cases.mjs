/** Speech in noise and in rooms, for the benches of the Sound room: the same numbers in every run. Mono, 48 kHz. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decoded, RATE_HZ } from './sound-files.mjs';

export const SNRS_DB = [0, 5, 10, 20];
const QUIET_DB = [30, 40];

/** Noise is added as loud as asked; what a room adds is not noise, and its truth is the sound as it first arrives. */
export function* cases(clean, seeded, clips) {
  yield { name: 'nothing (clean)', sound: clean, truth: clean };
  // As a good recording is: what is lost of it shows, as the noise alone keeps what nothing does at 40 dB.
  for (const snrDb of QUIET_DB)
    yield {
      name: `a quiet room, ${snrDb} dB`,
      sound: mixed(clean, pink(clean.length, noise(seeded(5))), snrDb),
      truth: clean,
    };
  for (const [name, noise] of Object.entries(noisesOf(clean.length, seeded, clips)))
    for (const snrDb of SNRS_DB)
      yield { name: `${name}, ${snrDb} dB`, sound: mixed(clean, noise, snrDb), truth: clean };
  for (const rt60S of [0.3, 0.8])
    yield { name: `a room of ${rt60S} s`, sound: inRoom(clean, rt60S, noise(seeded(3))), truth: clean };
}

/** @param seeded of core/testing/random.ts @param clips a folder with clips that somebody speaks in, for babble */
export function noisesOf(length, seeded, clips) {
  const [first, second, fourth] = [1, 2, 4].map((seed) => noise(seeded(seed)));
  const noises = {
    pink: pink(length, first),
    'a fan': fan(length, second),
    'a street': street(length, fourth, pink(length, noise(seeded(1)))),
  };
  const babble = babbleOf(length, clips);
  if (babble) noises.babble = babble;
  else console.log('babble: skipped, there are no clips');
  return noises;
}

export function mixed(clean, noise, snrDb) {
  const gain = Math.sqrt(power(clean) / power(noise)) * 10 ** (-snrDb / 20);
  return clean.map((sample, i) => sample + gain * noise[i]);
}

/** -1 to 1. */
function noise(random) {
  return () => random() * 2 - 1;
}

/** By Paul Kellet's filter, within 0.05 dB of -3 dB an octave. */
function pink(length, random) {
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
function fan(length, random) {
  let [low, lower] = [0, 0];
  return Float32Array.from({ length }, (_, i) => {
    low += 0.08 * (random() - low);
    lower += 0.08 * (low - lower);
    const turn = (2 * Math.PI * i) / RATE_HZ;
    return lower + 0.01 * Math.sin(87 * turn) + 0.006 * Math.sin(174 * turn) + 0.003 * Math.sin(261 * turn);
  });
}

/** Every 5 s: a rumble that goes on, two cars that pass, 12 dB above it at their closest, and a horn of half a second. */
function street(length, random, rumble) {
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
function babbleOf(length, clips) {
  if (!existsSync(clips)) return null;
  const files = readdirSync(clips)
    .filter((name) => /^(long|deep|syncnet|sadtalker)/.test(name))
    .sort();
  const sum = new Float32Array(length);
  for (const name of files.slice(0, 8)) {
    const voice = decoded(join(clips, name), length / RATE_HZ);
    const gain = 1 / Math.sqrt(power(voice));
    for (let i = 0; i < length; i++) sum[i] += gain * (voice[i % voice.length] ?? 0);
  }
  return sum;
}

/** Noise that dies away by 60 dB within that time, 10 dB below what comes straight. */
function inRoom(clean, rt60S, random) {
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
