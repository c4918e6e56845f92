/**
 * `npm run --silent check -- FILE…`: checks files in headless Chromium through the built page, and prints one JSON
 * line per file. Standard output holds these lines and nothing else. See docs/headless.md.
 */
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { build } from './build.mjs';
import { CopyKeeper, shortened, writeReport } from './check-output.mjs';
import { checkInPage, ModelProblem } from './check-page.mjs';
import { checkMeasuring, command, isReadable, oneOf, readOptions, secondsOf, UsageError } from './lib.mjs';
import { serve } from './serve.mjs';

const USAGE = `Usage: npm run --silent check -- [options] FILE...

  --engine auto|lipslate|motion|syncnet  what compares lips and sound (default auto: lipslate, and SyncNet's figures
                             with a --model)
  --model FILE               SyncNet's weights, as downloaded (syncnet_v2.model): imported first, never uploaded
  --windows thinned|full     what SyncNet looks at: enough for its figures (default), or every window, as in the paper
  --range S                  first search range in seconds, 0.2 to 10 (default 1); widened when the best lies at its edge
  --face N                   measured by this face alone, by its number among the "tracks" of a record
  --part FROM-TO        only this part of the picture, in seconds or as 1:02:03: 90-120, 1:30-2:00
  --audio TRACK[:CHANNEL]    which sound: 2 is the second track, 1:4 its fourth channel alone, 1:1-2 the difference of two
                             channels, 1:all the usual downmix. Default 1: of the first track whatever has the speech
  --profile itu|atsc|ebu|netflix|strict|own:EARLY/LATE
                        whose limits decide what counts as out of sync (default itu); own limits in ms: own:40/60
  --loudness                 also measure how loud the sound is (BS.1770)
  --fix lossless|baked       make a corrected copy of every file that is off for sure, and measure it again
  --out DIR                  where the corrected copies go, as NAME.in-sync.EXT; needed with --fix
  --report DIR               also write NAME.record.json, NAME.evidence.json and the reports of every file
  --help                     this text

One JSON line per file on standard output, progress on standard error.
Exit status: 0 every file was measured (and with --fix, those that are off are fixed well), 1 one was not,
2 wrong arguments.`;

const EXIT = { allMeasured: 0, oneFailed: 1 };

await command(USAGE, () => checkFiles(readArguments(process.argv.slice(2))));

function readArguments(args) {
  const parsed = readOptions(
    args,
    {
      engine: { type: 'string', default: 'auto' },
      model: { type: 'string' },
      windows: { type: 'string', default: 'thinned' },
      range: { type: 'string', default: '1' },
      audio: { type: 'string', default: '1' },
      part: { type: 'string' },
      face: { type: 'string' },
      profile: { type: 'string', default: 'itu' },
      loudness: { type: 'boolean', default: false },
      fix: { type: 'string' },
      out: { type: 'string' },
      report: { type: 'string' },
    },
    USAGE,
  );
  const { values, positionals: files } = parsed;
  oneOf('--engine', values.engine, ['auto', 'lipslate', 'motion', 'syncnet']);
  oneOf('--windows', values.windows, ['thinned', 'full']);
  if (values.engine === 'syncnet' && values.model === undefined)
    throw new UsageError('--engine syncnet: give its weights with --model FILE.');
  checkMeasuring(values);
  if (values.fix === undefined && values.out !== undefined)
    throw new UsageError('--out: it says where corrected copies go; add --fix lossless or --fix baked.');
  if (files.length === 0) throw new UsageError('Name at least one file.');
  return {
    files,
    report: values.report,
    out: values.out,
    model: values.model,
    options: {
      engine: values.engine,
      syncnetWindows: values.windows,
      profile: values.profile,
      audio: values.audio,
      part: readPart(values.part),
      face: readFace(values.face),
      searchS: Number(values.range),
      ...(values.loudness ? { loudness: true } : {}),
      ...(values.fix === undefined ? {} : { fix: values.fix }),
    },
  };
}

/** @returns {{ startS: number, endS: number } | undefined} */
function readPart(text) {
  if (text === undefined) return undefined;
  const [startS, endS] = text.split('-').map(secondsOf);
  if (!(text.split('-').length === 2 && startS >= 0 && endS - startS >= 1))
    throw new UsageError(`--part ${text}: give two times at least a second apart, such as 1:30-2:00.`);
  return { startS, endS };
}

/** @returns {number | undefined} */
function readFace(text) {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`--face ${text}: give the number of a face, such as 2.`);
  return Number(text);
}

async function checkFiles({ files, report, out, model, options }) {
  const copies = out === undefined ? null : new CopyKeeper(out, files);
  await build({ quiet: true });
  const { chromium } = await import('@playwright/test');
  const executablePath = await ensureChromium({ quiet: true });
  const server = await serve();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  let failures = 0;
  let next = 0;
  const nameOf = (index) => prefixOf(index, files.length) + shortened(files[index]);
  const print = (record, evidenceJson, reports = []) => {
    const problem =
      report === undefined ? null : writeReport(report, nameOf(next), record, evidenceJson, reports);
    const told = problem === null ? record : { ...record, report: { error: problem } };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    if (!record.ok || (record.fix && !record.fix.good) || problem !== null) failures++;
    next++;
  };
  const keep = (downloading) => copies.keep(downloading);
  try {
    while (next < files.length) {
      const batch = [];
      for (let i = next; i < files.length && isReadable(files[i]); i++) batch.push(files[i]);
      if (batch.length === 0) {
        print(failure(files[next], 'file-unreadable', 'This file cannot be opened.'), null);
        continue;
      }
      const before = next;
      const bases = report === undefined ? null : batch.map((_, i) => nameOf(before + i));
      const problem = await checkInPage(
        browser,
        server.url,
        batch,
        { options, model, bases },
        { print, keep },
      );
      // The tab itself went down: that file is reported, and the rest goes on in a fresh one.
      if (problem && next < before + batch.length) print(failure(files[next], 'worker-died', problem), null);
    }
  } catch (error) {
    if (error instanceof ModelProblem) throw new UsageError(`--model ${model}: ${error.message}`);
    throw error;
  } finally {
    await browser.close();
    await server.close();
  }
  return failures > 0 ? EXIT.oneFailed : EXIT.allMeasured;
}

function failure(file, code, message) {
  return { file, ok: false, error: { code, message } };
}

/** Numbered when there are several, since files of different folders may share a name. */
function prefixOf(index, count) {
  return count > 1 ? `${String(index + 1).padStart(String(count).length, '0')}-` : '';
}
