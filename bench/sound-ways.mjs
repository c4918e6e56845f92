/** What the benches of the Sound room compare, in Node on the code of the sound worker: Float32Array [N] at 48 kHz in and out. */
import { readFileSync } from 'node:fs';
import { ffmpeg, RATE_HZ } from './sound-files.mjs';

const WASM = '../node_modules/@sapphi-red/web-noise-suppressor/dist/';
/** Of the noise step, as the page has it. */
const USUAL = 0.9;

/** @param load of core.mjs @returns by name, each a function that promises a sound */
export async function soundWays(load) {
  const { Denoise, VoiceSplit } = await load('core/enhance/denoise.ts');
  const { RoomEcho } = await load('core/enhance/room-echo.ts');
  const { rnnoiseOf } = await load('workers/sound/rnnoise-instance.ts');
  const { gtcrnOf } = await load('workers/sound/gtcrn-instance.ts');
  const [rnnoise, gtcrn] = await Promise.all(['rnnoise_simd', 'gtcrn'].map(compiled));
  /** What a suppressor takes for voice, as it is. */
  const voiceOf = async (suppressor, sound) => {
    const split = new VoiceSplit(await suppressor);
    return through({ push: (part) => split.push(part).voice, end: () => split.end().voice }, sound);
  };
  const mend = await mender(load);
  return {
    nothing: async (sound) => sound,
    'RNNoise alone': (sound) => voiceOf(rnnoiseOf(rnnoise), sound),
    'GTCRN alone': (sound) => voiceOf(gtcrnOf(gtcrn), sound),
    'ffmpeg afftdn': async (sound) => {
      const made = new Float32Array(sound.length);
      made.set(ffmpeg(['-af', 'afftdn'], sound).subarray(afftdnLag(sound)));
      return made;
    },
    'echo step': async (sound) => through(new RoomEcho(RATE_HZ), sound),
    'default chain': async (sound) => through(new Denoise(await rnnoiseOf(rnnoise), USUAL), mend(sound)),
    'heavy noise': async (sound) =>
      through(new Denoise(await rnnoiseOf(rnnoise), USUAL, await gtcrnOf(gtcrn)), mend(sound)),
  };
}

/** What comes before noise removal: cut off peaks, clicks, hum. */
async function mender(load) {
  const { ClickRepair } = await load('core/enhance/clicks.ts');
  const { ClipFinder, ClipRepair } = await load('core/enhance/clipped-peaks.ts');
  const { HumFilter, HumFinder } = await load('core/enhance/hum.ts');
  const { RumbleFinder } = await load('core/enhance/rumble.ts');
  return (sound) => {
    const clipped = new ClipFinder();
    clipped.push(sound);
    const whole = through(
      new ClickRepair(RATE_HZ),
      through(new ClipRepair(RATE_HZ, clipped.levels()), sound),
    );
    const finder = new HumFinder(RATE_HZ);
    finder.push(whole);
    const rumble = new RumbleFinder(RATE_HZ);
    rumble.push(sound);
    return through(new HumFilter(RATE_HZ, finder.lines(), rumble.isLoud), whole);
  };
}

function compiled(name) {
  return WebAssembly.compile(readFileSync(new URL(`${WASM}${name}.wasm`, import.meta.url)));
}

let afftdnSamples = null;

/** It answers late, and says so nowhere: by how much is found at the first sound. */
function afftdnLag(sound) {
  afftdnSamples ??= lagOf(sound, ffmpeg(['-af', 'afftdn'], sound));
  return afftdnSamples;
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
