/**
 * `npm run bench:sound [-- --seconds 12 --only NAME --speech FILE --clips DIR]`: what the Sound room's steps do to speech in noise and in
 * rooms, beside doing nothing and ffmpeg's afftdn, in Node on the code of the sound worker: SI-SDR, segmental SNR, STOI, speed.
 *
 * `--words` counts the words that a recogniser gets wrong instead (sound-words.mjs), `--long 7200` times the default chain on a
 * sound of so many seconds in the browser (sound-long.mjs).
 */
import { parseArgs } from 'node:util';
import { loadCore } from './core.mjs';
import { cases } from './sound-cases.mjs';
import { decoded, RATE_HZ, resampled } from './sound-files.mjs';
import { longSound } from './sound-long.mjs';
import { STOI_RATE_HZ, segmentalSnr, stoi } from './sound-measures.mjs';
import { soundWays } from './sound-ways.mjs';
import { wordsInNoise } from './sound-words.mjs';

const SPEECH = new URL('../public/example-speech.flac', import.meta.url).pathname;
const CLIPS = new URL('../../shared/clips/dev/', import.meta.url).pathname;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    only: { type: 'string' },
    speech: { type: 'string', default: SPEECH },
    clips: { type: 'string', default: CLIPS },
    words: { type: 'boolean', default: false },
    snr: { type: 'string', default: '0,5,10' },
    long: { type: 'string' },
    'noise-by': { type: 'string', default: 'rnnoise' },
  },
});
const seconds = Number(values.seconds);

const { load, close } = await loadCore();
try {
  if (values.long) await longSound(Number(values.long), values['noise-by']);
  else if (values.words) await wordsInNoise(load, values);
  else await bench();
} finally {
  await close();
}

async function bench() {
  const { seeded } = await load('core/testing/random.ts');
  const { siSdr } = await load('core/testing/si-sdr.ts');
  const ways = await soundWays(load);
  const clean = decoded(values.speech, seconds);
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, 0]));
  let heardS = 0;
  console.log(`| speech and | measure | ${Object.keys(ways).join(' | ')} |`);
  console.log(`|---|---|${'---|'.repeat(Object.keys(ways).length)}`);
  for (const { name, sound, truth } of cases(clean, seeded, values.clips)) {
    if (values.only && !name.includes(values.only)) continue;
    const rows = { 'SI-SDR, dB': [], 'segmental SNR, dB': [], STOI: [] };
    for (const [way, work] of Object.entries(ways)) {
      const startMs = performance.now();
      const made = await work(sound);
      times[way] += (performance.now() - startMs) / 1000;
      rows['SI-SDR, dB'].push(siSdr(truth, made).toFixed(1));
      rows['segmental SNR, dB'].push(segmentalSnr(truth, made, RATE_HZ).toFixed(1));
      rows.STOI.push(stoi(resampled(truth, STOI_RATE_HZ), resampled(made, STOI_RATE_HZ)).toFixed(3));
    }
    heardS += sound.length / RATE_HZ;
    for (const [measure, cells] of Object.entries(rows))
      console.log(`| ${name} | ${measure} | ${cells.join(' | ')} |`);
  }
  const speeds = Object.entries(times).filter(([way]) => way !== 'nothing');
  console.log(speeds.map(([way, s]) => `${way}: ${(heardS / s).toFixed(0)} × real time`).join(', '));
}
