/**
 * `npm run --silent sound -- FILE… --out DIR`: prepares the sound of files in headless Chromium through the built page, and
 * prints one JSON line for each. Standard output holds these lines and nothing else. See docs/headless.md.
 */
import { readFileSync } from 'node:fs';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { build } from './build.mjs';
import { CopyKeeper } from './check-output.mjs';
import { ModelProblem, readChainInPage, soundInPage } from './check-page.mjs';
import { command, failure, isReadable, oneOf, readOptions, UsageError } from './lib.mjs';
import { withProfile } from './profile.mjs';
import { serve } from './serve.mjs';

const USAGE = `Usage: npm run --silent sound -- FILE… --out DIR [options]

  --out DIR             where the results go
  --preset NAME         speech (default): clicks, cut off peaks, hum and noise mended, near and far voices evened out; loudness: its loudness alone;
                        none: as it is, to the bit, unless other options are given
  --chain FILE          what the Sound room saved as a file, instead of a preset; what is named beside it replaces that part of it
  --target NAME         podcast (default, -16 LUFS), podcast-mono (-19), web (-14), r128 (-23), atsc (-24), dialogue (-27, of what is said), none;
                        trailer (at most 85 dB Leq(m)), cinema-ad (at most 82): only lowered, where it is louder
  --voice-apart DB      by how much all but the voice is lowered, 0 to 40 dB; 40 or all: nothing of it is left
  --separator FILE      what does it: once for HTDemucs (htdemucs.onnx), whose licence notice is accepted with it (docs/models.md), or twice for
                        Spleeter's two networks (vocals.onnx, accompaniment.onnx); without it what is built in does it, which works
                        when the voice is in the middle of a stereo mix
  --noise SHARE         how much of the noise is taken out, 0 to 1 (default 0.9 with the preset speech)
  --noise-by METHOD     rnnoise (default), or gtcrn, for noise that is nearly as loud as the speech: hiss, fans, traffic
  --room, --no-room     less echo of the room (experimental), or not what the chain says
  --room-tone, --no-room-tone
                        holes in the sound are filled with the room of its own pauses, or not what the chain says
  --tone NAME           clear or warm
  --de-ess SHARE        how much sharp S sounds are softened, 0 to 1
  --compress SHARE      how much loud words are brought closer to soft ones, 0 to 1
  --place NAME          stereo or headphones: the voice where its face is, as a check of the video tells, which is made first; none: where it is
  --bed FILE            music or room tone that goes under the speech: cut or repeated, faded, lower while somebody speaks
  --bed-level LU        how far it lies below the speech in pauses, 0 to 40 (default 18)
  --duck DB             how much lower it is while somebody speaks, 0 to 40 (default 12)
  --mix                 the files are microphones of one recording: brought in step and mixed into one, which is prepared
  --audio TRACK         which sound track, from 1 (default 1)
  --as KIND             copy (default): a copy of the file with the new sound; copy-beside: with the new sound as the first of its tracks,
                        beside those it had (mp4, mov, mkv, webm); wav (default with --mix), flac, opus, mp3, m4a: the sound alone;
                        voice, rest: that part alone as WAV, as --voice-apart tells them apart
  --help                this text

One JSON line for each file on standard output, progress on standard error.
Exit status: 0 all were made, 1 some were not, 2 wrong arguments.`;

/** What is not named is left as it is. */
const NOTHING = {
  repair: false,
  voiceApart: 0,
  hum: false,
  room: false,
  noise: 0,
  noiseBy: 'rnnoise',
  roomTone: false,
  level: false,
  deEss: 0,
  tone: null,
  compress: 0,
  place: null,
};
const PRESETS = {
  none: NOTHING,
  speech: { ...NOTHING, repair: true, hum: true, noise: 0.9, level: true },
  loudness: NOTHING,
};
/** As core/enhance/voice-apart.ts has it. */
const APART_ALL_DB = 40;
const NOISE_METHODS = ['rnnoise', 'gtcrn'];
const TONES = ['clear', 'warm'];
const MOST_BED_DB = 40;
const PLACES = ['stereo', 'headphones', 'none'];
const TARGETS = [
  'podcast',
  'podcast-mono',
  'web',
  'r128',
  'atsc',
  'dialogue',
  'trailer',
  'cinema-ad',
  'none',
];

const OPTIONS = {
  out: { type: 'string' },
  preset: { type: 'string' },
  chain: { type: 'string' },
  target: { type: 'string' },
  tone: { type: 'string' },
  'de-ess': { type: 'string' },
  compress: { type: 'string' },
  place: { type: 'string' },
  'voice-apart': { type: 'string' },
  separator: { type: 'string', multiple: true, default: [] },
  noise: { type: 'string' },
  'noise-by': { type: 'string' },
  bed: { type: 'string' },
  'bed-level': { type: 'string' },
  duck: { type: 'string' },
  room: { type: 'boolean' },
  'no-room': { type: 'boolean' },
  'room-tone': { type: 'boolean' },
  'no-room-tone': { type: 'boolean' },
  mix: { type: 'boolean', default: false },
  audio: { type: 'string', default: '1' },
  as: { type: 'string' },
};

await command(USAGE, () => prepareAll(readArguments(process.argv.slice(2))));

function readArguments(args) {
  const { values, positionals: files } = readOptions(args, OPTIONS, USAGE);
  if (values.chain !== undefined && values.preset !== undefined)
    throw new UsageError('--chain and --preset: give one of them.');
  if (values.chain !== undefined && !isReadable(values.chain))
    throw new UsageError(`--chain ${values.chain}: this file cannot be opened.`);
  for (const step of ['room', 'room-tone'])
    if (values[step] && values[`no-${step}`])
      throw new UsageError(`--${step} and --no-${step}: give one of them.`);
  const preset = values.preset ?? 'speech';
  oneOf('--preset', preset, Object.keys(PRESETS));
  if (values.target !== undefined) oneOf('--target', values.target, TARGETS);
  if (values.tone !== undefined) oneOf('--tone', values.tone, TONES);
  if (values.place !== undefined) oneOf('--place', values.place, PLACES);
  if (values['noise-by'] !== undefined) oneOf('--noise-by', values['noise-by'], NOISE_METHODS);
  const as = values.as ?? (values.mix ? 'wav' : 'copy');
  oneOf('--as', as, ['copy', 'copy-beside', 'wav', 'flac', 'opus', 'mp3', 'm4a', 'voice', 'rest']);
  const { separator } = values;
  if (separator.length > 2)
    throw new UsageError('--separator: give HTDemucs alone, or each of Spleeter’s two networks once.');
  for (const path of separator)
    if (!isReadable(path)) throw new UsageError(`--separator ${path}: this file cannot be opened.`);
  const track = Number(values.audio) - 1;
  if (!(Number.isInteger(track) && track >= 0))
    throw new UsageError(`--audio ${values.audio}: give a track, from 1.`);
  if (values.out === undefined) throw new UsageError('--out DIR: say where the results go.');
  if (files.length === 0) throw new UsageError('Name at least one file.');
  if (values.mix) refuseWithMix({ files, as, track, place: values.place });
  const usual = { ...PRESETS[preset], target: preset === 'none' ? null : 'podcast' };
  const named = namedSteps(values);
  if (values.chain === undefined) refuseHalf({ ...usual, ...named }, { separator, as, named });
  const chain = { file: values.chain, usual, named };
  return {
    files,
    out: values.out,
    chain,
    isMix: values.mix,
    wishes: { track, as, separator, bed: bedOf(values) },
  };
}

function refuseWithMix({ files, as, track, place }) {
  if (files.length < 2) throw new UsageError('--mix: name at least two microphones.');
  if (as === 'copy' || as === 'copy-beside')
    throw new UsageError(`--mix makes a sound alone: --as ${as} has no file to go into.`);
  if (track > 0) throw new UsageError('--mix takes the first sound track of each file: leave --audio out.');
  if (place !== undefined && place !== 'none')
    throw new UsageError('--mix makes a sound without a picture: there is no face for --place.');
}

/** @returns undefined: none */
function bedOf({ bed: file, 'bed-level': level, duck }) {
  if (file === undefined) {
    const alone = level === undefined ? duck && '--duck' : '--bed-level';
    if (alone) throw new UsageError(`${alone}: name the file with --bed, too.`);
    return undefined;
  }
  if (!isReadable(file)) throw new UsageError(`--bed ${file}: this file cannot be opened.`);
  return {
    file,
    ...(level === undefined ? {} : { belowLu: amountOf('--bed-level', level) }),
    ...(duck === undefined ? {} : { duckDb: amountOf('--duck', duck) }),
  };
}

/** As it is said: 18 and -18 are both 18 below. */
function amountOf(option, given) {
  const amount = Math.abs(Number(given));
  if (!(amount <= MOST_BED_DB)) throw new UsageError(`${option} ${given}: give 0 to ${MOST_BED_DB}.`);
  return amount;
}

/** The steps that are named on the command line, and those alone. */
function namedSteps(values) {
  const {
    'voice-apart': apart,
    noise,
    'noise-by': noiseBy,
    'de-ess': deEss,
    tone,
    compress,
    place,
    target,
  } = values;
  const room = values['no-room'] ? false : values.room;
  const roomTone = values['no-room-tone'] ? false : values['room-tone'];
  return {
    ...(apart === undefined ? {} : { voiceApart: decibelsOf('--voice-apart', apart) }),
    ...(noise === undefined ? {} : { noise: shareOf('--noise', noise) }),
    ...(noiseBy === undefined ? {} : { noiseBy }),
    ...(room === undefined ? {} : { room }),
    ...(roomTone === undefined ? {} : { roomTone }),
    ...(deEss === undefined ? {} : { deEss: shareOf('--de-ess', deEss) }),
    ...(tone === undefined ? {} : { tone }),
    ...(compress === undefined ? {} : { compress: shareOf('--compress', compress) }),
    ...(place === undefined ? {} : { place: place === 'none' ? null : place }),
    ...(target === undefined ? {} : { target: target === 'none' ? null : target }),
  };
}

function decibelsOf(option, given) {
  const lower = given === 'all' ? APART_ALL_DB : Number(given);
  if (!(lower >= 0 && lower <= APART_ALL_DB))
    throw new UsageError(`${option} ${given}: give 0 to ${APART_ALL_DB} dB, or all.`);
  return lower;
}

function shareOf(option, given) {
  const share = Number(given);
  if (!(share >= 0 && share <= 1)) throw new UsageError(`${option} ${given}: give 0 to 1.`);
  return share;
}

async function prepareAll({ files, out, chain: { file: chainFile, usual, named }, isMix, wishes }) {
  await build({ quiet: true });
  const { chromium } = await import('@playwright/test');
  const server = await serve();
  const launch = { executablePath: await ensureChromium({ quiet: true }), args: CHROMIUM_ARGS };
  const keeper = new CopyKeeper(out, wishes.bed ? [...files, wishes.bed.file] : files);
  let failed = 0;
  try {
    await withProfile(chromium, launch, async (browser) => {
      const base = chainFile === undefined ? usual : await chainOf(browser, server.url, chainFile);
      const chain = { ...base, ...named };
      refuseHalf(chain, { ...wishes, named });
      for (const group of isMix ? [files] : files.map((file) => [file])) {
        const record = await prepareOne(browser, server.url, group, { ...wishes, chain }, keeper);
        if (!record.ok) failed += 1;
        process.stdout.write(`${JSON.stringify({ file: group[0], ...record })}\n`);
      }
    });
  } finally {
    await server.close();
  }
  return failed > 0 ? 1 : 0;
}

/** What takes a step that is not there. @throws UsageError */
function refuseHalf({ voiceApart, noise }, { separator, as, named }) {
  if (named.noiseBy !== undefined && noise === 0)
    throw new UsageError('--noise-by takes the noise step, which is off here: give --noise, too.');
  if (voiceApart > 0) return;
  if (as === 'voice' || as === 'rest') throw new UsageError(`--as ${as} takes --voice-apart.`);
  if (separator.length > 0)
    throw new UsageError('--separator takes --voice-apart: nothing is set apart here.');
}

/** @throws UsageError */
async function chainOf(browser, url, file) {
  const { chain, problem } = await readChainInPage(browser, url, readFileSync(file, 'utf8'));
  if (problem) throw new UsageError(`--chain ${file}: ${problem}`);
  return chain;
}

/** @param group a file, or all microphones of one recording */
async function prepareOne(browser, url, group, wishes, keeper) {
  const closed = group.find((file) => !isReadable(file));
  if (closed) return failure('file-unreadable', `${closed}: this file cannot be opened.`);
  const startMs = performance.now();
  try {
    const {
      kept,
      name: _name,
      ...record
    } = await soundInPage(browser, url, group, wishes, (downloading) => keeper.keep(downloading));
    if (!record.ok) return record;
    if (kept.error) return { ok: false, error: kept.error };
    return { out: kept.path, ...record, wallS: Math.round((performance.now() - startMs) / 10) / 100 };
  } catch (error) {
    if (error instanceof ModelProblem) throw new UsageError(`--separator: ${error.message}`);
    return failure('worker-died', error.message.split('\n')[0]);
  }
}
