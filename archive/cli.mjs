/** `npm run --silent archive -- COMMAND`: checks more clips than one sitting takes. See archive/README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from '../scripts/build.mjs';
import { whole, writing } from '../scripts/check-output.mjs';
import { checkMeasuring, command, oneOf, ROOT, readOptions, UsageError } from '../scripts/lib.mjs';
import { clipsOf } from './clip-list.mjs';
import { fixAll } from './fix.mjs';
import { sha256Of } from './hash.mjs';
import { FILTER_NAMES, lines } from './results.mjs';
import { statusOf, statusWords } from './status.mjs';
import { statusPage } from './status-page.mjs';
import { openStore } from './store.mjs';
import { TABLE_FORMATS, writeTable } from './tables.mjs';
import { tryTools, work } from './work.mjs';

const USAGE = `Usage: npm run --silent archive -- COMMAND [--in FOLDER] [options]

  add PATH…              clips, folders (with all that is in them), or a .csv or .txt that lists one path a line
  work                   checks what has no result yet; as many of these as you like may run at once
      --slots N          clips at a time (default: half of the processor's cores)
      --profile itu|atsc|ebu|netflix|strict|own:EARLY/LATE, --range S, --audio TRACK[:CHANNEL]   as for the check command
      --model FILE       SyncNet's weights: its figures too (LSE-D, LSE-C)
      --loudness         how loud the sound is, too (BS.1770)
      --fix lossless|baked --out DIR   then makes a corrected copy of all that is off for sure, and measures it again;
                         prints one JSON line for each
  status [--json]        how far it is, verdicts, failures, what is farthest off
      --html FILE        as a page in a file; a look that is repeated finds it newer
  results                one line a clip on standard output, or a table in a file
      --format csv|jsonl|parquet|sqlite (default csv)
      --out FILE         where it goes; the last two formats need it
      --filter ${FILTER_NAMES.join('|')}
  dead                   what has no result, and why, as JSON lines
  retry [--all]          what has no result is tried again; --all: what has one is measured again, should the version or
                         what work is told be another than before
  forget PATH…           takes clips out

  --in FOLDER            where the archive lies (default ./lipslate-archive)
  --database URL         it lies in PostgreSQL instead, for any number of machines: postgres://user:password@host/name.
                         LIPSLATE_DATABASE in the environment does the same, and is not seen in the list of processes

Exit status: 0, or 1 when clips are left without a result after work, 2 for wrong arguments.`;

const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|ts|m2ts|mts|mxf|mpg|mpeg|ogv|wmv|flv|3gp)$/i;
const COMMANDS = { add, work: workOn, status, results, dead, retry, forget };

await command(USAGE, async () => {
  const { name, paths, values } = readArguments(process.argv.slice(2));
  const store = await openStore({ folder: values.in, database: values.database, patient: name === 'work' });
  try {
    return await COMMANDS[name](store, paths, values);
  } finally {
    await store.close();
  }
});

function readArguments(args) {
  const parsed = readOptions(
    args,
    {
      in: { type: 'string', default: 'lipslate-archive' },
      database: { type: 'string', default: process.env.LIPSLATE_DATABASE || undefined },
      slots: { type: 'string' },
      profile: { type: 'string', default: 'itu' },
      range: { type: 'string', default: '1' },
      audio: { type: 'string', default: '1' },
      format: { type: 'string', default: 'csv' },
      out: { type: 'string' },
      model: { type: 'string' },
      loudness: { type: 'boolean', default: false },
      fix: { type: 'string' },
      filter: { type: 'string' },
      json: { type: 'boolean', default: false },
      html: { type: 'string' },
      all: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const { values, positionals } = parsed;
  const [name, ...paths] = positionals;
  if (!(name in COMMANDS)) throw new UsageError(`Choose one of ${Object.keys(COMMANDS).join(', ')}.`);
  if (['add', 'forget'].includes(name) && paths.length === 0)
    throw new UsageError(`${name}: name at least one path.`);
  checkMeasuring(values);
  oneOf('--format', values.format, ['csv', 'jsonl', ...TABLE_FORMATS]);
  if (TABLE_FORMATS.includes(values.format) && values.out === undefined)
    throw new UsageError(`--format ${values.format}: say with --out FILE where it goes.`);
  if (values.filter !== undefined) oneOf('--filter', values.filter, FILTER_NAMES);
  if (values.slots !== undefined && !/^[1-9]\d?$/.test(values.slots))
    throw new UsageError(`--slots ${values.slots}: give 1 to 99.`);
  return { name, paths, values };
}

async function add(store, paths) {
  const { added, known } = await store.add(new Set(paths.flatMap(clipsIn).map((path) => resolve(path))));
  process.stderr.write(`${added} added${known > 0 ? `, ${known} were there before` : ''}.\n`);
  return 0;
}

/** @throws UsageError */
function clipsIn(path) {
  const clips = clipsOf(path, (name) => VIDEO.test(name));
  if (clips === null) throw new UsageError(`${path}: there is no such file or folder.`);
  return clips;
}

async function workOn(store, _paths, values) {
  await build({ quiet: true });
  const version = versionOf();
  const slots = Number(values.slots ?? Math.max(1, Math.floor(cpus().length / 2)));
  const settings = { profile: values.profile, searchS: Number(values.range), audio: values.audio };
  const onClip = (path, outcome, { done, again, dead }) =>
    process.stderr.write(`${done + again + dead}: ${outcome} ${path}\n`);
  const counts = await work(store, {
    slots,
    version,
    settings: values.loudness ? { ...settings, loudness: true } : settings,
    onClip,
    ...(await withModel(values.model)),
  });
  process.stderr.write(
    `${counts.done} measured, ${counts.again} known before, ${counts.dead} without a result.\n`,
  );
  const areFixed =
    values.fix === undefined ||
    (await fixOff(store, { out: values.out, mode: values.fix, slots, version, settings, onClip }));
  return counts.dead > 0 || !areFixed ? 1 : 0;
}

/** @throws UsageError when it is no model */
async function withModel(model) {
  if (model === undefined) return {};
  const tools = { model: resolve(model) };
  try {
    await tryTools(tools);
  } catch (error) {
    throw new UsageError(`--model ${model}: ${error.message}`);
  }
  const sha256 = await sha256Of(model);
  return { tools, also: () => ({ syncnet: sha256 }) };
}

/** @returns {Promise<boolean>} whether all that is off, and still sure to be, has a good copy */
async function fixOff(store, wishes) {
  const made = await fixAll(store, wishes);
  for (const each of made) process.stdout.write(`${JSON.stringify(each)}\n`);
  const off = made.filter(({ fix }) => fix !== null);
  const good = off.filter(({ fix }) => fix.good).length;
  process.stderr.write(`${off.length} are off, ${good} of them have a good copy in ${wishes.out}.\n`);
  return good === off.length;
}

/** Of what is built: its page names every part by a hash of its content. */
function versionOf() {
  return readFileSync(join(ROOT, 'dist/index.html'), 'utf8');
}

async function status(store, _paths, { json, html }) {
  const figures = await statusOf(store);
  if (html !== undefined) {
    // Whoever looks at it now sees it whole.
    const write = (made) => writeFileSync(made, statusPage(figures, new Date()));
    await writing('The status page', html, () => whole(html, write));
    return 0;
  }
  process.stdout.write(`${json ? JSON.stringify(figures) : statusWords(figures)}\n`);
  return 0;
}

async function results(store, _paths, { format, filter, out }) {
  if (out === undefined) {
    for await (const line of lines(store, format, filter)) process.stdout.write(`${line}\n`);
    return 0;
  }
  const rows = await writing('The table', out, () => writeTable(store, format, out, filter));
  process.stderr.write(`${rows} rows in ${out}.\n`);
  return 0;
}

async function dead(store) {
  for await (const each of store.dead()) process.stdout.write(`${JSON.stringify(each)}\n`);
  return 0;
}

async function retry(store, _paths, { all }) {
  process.stderr.write(`${await store.retry({ all })} will be tried again.\n`);
  return 0;
}

async function forget(store, paths) {
  process.stderr.write(`${await store.forget(paths.map((path) => resolve(path)))} taken out.\n`);
  return 0;
}
