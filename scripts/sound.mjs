/**
 * `npm run --silent sound -- FILE… --out DIR`: prepares the sound of files in headless Chromium through the built page, and
 * prints one JSON line for each. Standard output holds these lines and nothing else. See docs/headless.md.
 */
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { build } from './build.mjs';
import { CopyKeeper } from './check-output.mjs';
import { soundInPage } from './check-page.mjs';
import { command, failure, isReadable, oneOf, readOptions, UsageError } from './lib.mjs';
import { serve } from './serve.mjs';

const USAGE = `Usage: npm run --silent sound -- FILE… --out DIR [options]

  --out DIR             where the results go
  --preset NAME         speech (default): clicks, cut off peaks, hum and noise mended, near and far voices evened out; loudness: its loudness alone;
                        none: as it is, to the bit, unless other options are given
  --target NAME         podcast (default, -16 LUFS), podcast-mono (-19), web (-14), r128 (-23), atsc (-24), none
  --noise SHARE         how much of the noise is taken out, 0 to 1 (default 0.9 with the preset speech)
  --tone NAME           clear or warm
  --de-ess SHARE        how much sharp S sounds are softened, 0 to 1
  --compress SHARE      how much loud words are brought closer to soft ones, 0 to 1
  --audio TRACK         which sound track, from 1 (default 1)
  --as KIND             copy (default): a copy of the file with the new sound; wav, flac, opus, mp3, m4a: the sound alone
  --help                this text

One JSON line for each file on standard output, progress on standard error.
Exit status: 0 all were made, 1 some were not, 2 wrong arguments.`;

/** What is not named is left as it is. */
const NOTHING = {
  repair: false,
  hum: false,
  noise: 0,
  level: false,
  deEss: 0,
  tone: null,
  compress: 0,
};
const PRESETS = {
  none: NOTHING,
  speech: { ...NOTHING, repair: true, hum: true, noise: 0.9, level: true },
  loudness: NOTHING,
};
const TONES = ['clear', 'warm'];
const TARGETS = ['podcast', 'podcast-mono', 'web', 'r128', 'atsc', 'none'];

await command(USAGE, () => prepareAll(readArguments(process.argv.slice(2))));

function readArguments(args) {
  const parsed = readOptions(
    args,
    {
      out: { type: 'string' },
      preset: { type: 'string', default: 'speech' },
      target: { type: 'string' },
      tone: { type: 'string' },
      'de-ess': { type: 'string', default: '0' },
      compress: { type: 'string', default: '0' },
      noise: { type: 'string' },
      audio: { type: 'string', default: '1' },
      as: { type: 'string', default: 'copy' },
    },
    USAGE,
  );
  const { values, positionals: files } = parsed;
  oneOf('--preset', values.preset, Object.keys(PRESETS));
  values.target ??= values.preset === 'none' ? 'none' : 'podcast';
  oneOf('--target', values.target, TARGETS);
  if (values.tone !== undefined) oneOf('--tone', values.tone, TONES);
  oneOf('--as', values.as, ['copy', 'wav', 'flac', 'opus', 'mp3', 'm4a']);
  const preset = PRESETS[values.preset];
  const noise = values.noise === undefined ? preset.noise : shareOf('--noise', values.noise);
  const deEss = shareOf('--de-ess', values['de-ess']);
  const compress = shareOf('--compress', values.compress);
  const track = Number(values.audio) - 1;
  if (!(Number.isInteger(track) && track >= 0))
    throw new UsageError(`--audio ${values.audio}: give a track, from 1.`);
  if (values.out === undefined) throw new UsageError('--out DIR: say where the results go.');
  if (files.length === 0) throw new UsageError('Name at least one file.');
  const target = values.target === 'none' ? null : values.target;
  const chain = { ...preset, noise, deEss, tone: values.tone ?? null, compress, target };
  return { files, out: values.out, wishes: { chain, track, as: values.as } };
}

function shareOf(option, given) {
  const share = Number(given);
  if (!(share >= 0 && share <= 1)) throw new UsageError(`${option} ${given}: give 0 to 1.`);
  return share;
}

async function prepareAll({ files, out, wishes }) {
  await build({ quiet: true });
  const { chromium } = await import('@playwright/test');
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: await ensureChromium({ quiet: true }),
    args: CHROMIUM_ARGS,
  });
  const keeper = new CopyKeeper(out, files);
  let failed = 0;
  try {
    for (const file of files) {
      const record = await prepareOne(browser, server.url, file, wishes, keeper);
      if (!record.ok) failed += 1;
      process.stdout.write(`${JSON.stringify({ file, ...record })}\n`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return failed > 0 ? 1 : 0;
}

async function prepareOne(browser, url, file, wishes, keeper) {
  if (!isReadable(file)) return failure('file-unreadable', `${file}: this file cannot be opened.`);
  const startMs = performance.now();
  try {
    const {
      kept,
      name: _name,
      ...record
    } = await soundInPage(browser, url, file, wishes, (downloading) => keeper.keep(downloading));
    if (!record.ok) return record;
    if (kept.error) return { ok: false, error: kept.error };
    return { out: kept.path, ...record, wallS: Math.round((performance.now() - startMs) / 10) / 100 };
  } catch (error) {
    return failure('worker-died', error.message.split('\n')[0]);
  }
}
