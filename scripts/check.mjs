/**
 * `npm run --silent check -- FILE…`: checks files in headless Chromium through the built page, and prints one JSON
 * line per file. Standard output holds these lines and nothing else. See docs/headless.md.
 */
import { accessSync, constants, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { build } from './build.mjs';
import { UserError } from './lib.mjs';
import { serve } from './serve.mjs';

const USAGE = `Usage: npm run --silent check -- [options] FILE...

  --engine auto|lipslate|motion|syncnet  what compares lips and sound (default auto: lipslate, and SyncNet's figures
                             with a --model)
  --model FILE               SyncNet's weights, as downloaded (syncnet_v2.model): imported first, never uploaded
  --windows thinned|full     what SyncNet looks at: enough for its figures (default), or every window, as in the paper
  --range S                  first search range in seconds, 0.2 to 10 (default 1); widened when the best lies at its edge
  --profile itu|atsc|strict  whose limits decide what counts as out of sync (default itu)
  --fix lossless|baked       make a corrected copy of every file that is off for sure, and measure it again
  --out DIR                  where the corrected copies go, as NAME.in-sync.EXT; needed with --fix
  --report DIR               also write NAME.record.json, NAME.evidence.json and the reports of every file
  --help                     this text

One JSON line per file on standard output, progress on standard error.
Exit status: 0 every file was measured (and with --fix, those that are off are fixed well), 1 one was not,
2 wrong arguments.`;

const EXIT = { allMeasured: 0, oneFailed: 1, wrongArguments: 2 };

class UsageError extends Error {}

try {
  process.exitCode = await checkFiles(readArguments(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}\n`);
    process.exitCode = EXIT.wrongArguments;
  } else {
    process.stderr.write(`${error instanceof UserError ? error.message : error.stack}\n`);
    process.exitCode = EXIT.oneFailed;
  }
}

function readArguments(args) {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        engine: { type: 'string', default: 'auto' },
        model: { type: 'string' },
        windows: { type: 'string', default: 'thinned' },
        range: { type: 'string', default: '1' },
        profile: { type: 'string', default: 'itu' },
        fix: { type: 'string' },
        out: { type: 'string' },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { values, positionals: files } = parsed;
  if (values.help) {
    process.stderr.write(`${USAGE}\n`);
    process.exit(EXIT.allMeasured);
  }
  oneOf('--engine', values.engine, ['auto', 'lipslate', 'motion', 'syncnet']);
  oneOf('--windows', values.windows, ['thinned', 'full']);
  if (values.engine === 'syncnet' && values.model === undefined)
    throw new UsageError('--engine syncnet: give its weights with --model FILE.');
  if (values.model !== undefined && !isReadable(values.model))
    throw new UsageError(`--model ${values.model}: this file cannot be opened.`);
  oneOf('--profile', values.profile, ['itu', 'atsc', 'strict']);
  if (values.fix !== undefined) oneOf('--fix', values.fix, ['lossless', 'baked']);
  if (values.fix !== undefined && values.out === undefined)
    throw new UsageError('--fix: say with --out DIR where the corrected copies go.');
  if (values.fix === undefined && values.out !== undefined)
    throw new UsageError('--out: it says where corrected copies go; add --fix lossless or --fix baked.');
  const searchS = Number(values.range);
  if (!(searchS >= 0.2 && searchS <= 10))
    throw new UsageError(`--range ${values.range}: give 0.2 to 10 seconds.`);
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
      searchS,
      ...(values.fix === undefined ? {} : { fix: values.fix }),
    },
  };
}

function oneOf(name, value, allowed) {
  if (!allowed.includes(value))
    throw new UsageError(`${name} ${value}: choose one of ${allowed.join(', ')}.`);
}

async function checkFiles({ files, report, out, model, options }) {
  if (report) mkdirSync(report, { recursive: true });
  if (out) mkdirSync(out, { recursive: true });
  const taken = new Set(files.map((file) => resolve(file)));
  await build({ quiet: true });
  const { chromium } = await import('@playwright/test');
  const executablePath = await ensureChromium({ quiet: true });
  const server = await serve();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  let failures = 0;
  let next = 0;
  const print = (record, evidenceJson, reports = []) => {
    process.stdout.write(`${JSON.stringify(record)}\n`);
    if (!record.ok || (record.fix && !record.fix.good)) failures++;
    if (report) writeReport(report, prefixOf(next, files.length), record, evidenceJson, reports);
    next++;
  };
  /** Takes the copy of the file whose turn it is from the browser. @returns where it lies now */
  const keep = async (downloading) => {
    const file = await downloading;
    const path = placeFor(join(out, file.suggestedFilename()), taken);
    // Under another name until it is whole: whoever watches the folder sees no half file.
    await file.saveAs(`${path}.part`);
    renameSync(`${path}.part`, path);
    await file.delete();
    return path;
  };
  try {
    while (next < files.length) {
      const batch = [];
      for (let i = next; i < files.length && isReadable(files[i]); i++) batch.push(files[i]);
      if (batch.length === 0) {
        print(failure(files[next], 'file-unreadable', 'This file cannot be opened.'), null);
        continue;
      }
      const before = next;
      const problem = await checkInPage(
        browser,
        server.url,
        batch,
        {
          options,
          model,
          bases:
            report === undefined
              ? null
              : batch.map((file, i) => prefixOf(before + i, files.length) + basename(file)),
        },
        { print, keep },
      );
      // The tab itself went down: that file is reported, and the rest goes on in a fresh one.
      if (problem && next < before + batch.length) print(failure(files[next], 'worker-died', problem), null);
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return failures > 0 ? EXIT.oneFailed : EXIT.allMeasured;
}

/** @returns {Promise<string | null>} what went wrong with the page, or null */
async function checkInPage(browser, url, batch, { model, ...wishes }, { print, keep }) {
  // The service worker would only store the app again in a profile that is thrown away.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    const crash = new Promise((gone) =>
      page.on('crash', () => gone('The tab that worked on this file crashed.')),
    );
    page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
    // MediaPipe talks a lot there; only what the page itself says is passed on.
    page.on('console', (message) => {
      if (message.text().startsWith('lipslate: ')) process.stderr.write(`${message.text()}\n`);
    });
    await page.exposeFunction('lipslateRecord', (record, evidenceJson, reports) =>
      print(record, evidenceJson, reports),
    );
    const downloads = [];
    page.on('download', (download) => downloads.shift()?.(download));
    await page.exposeFunction('lipslateKeep', () => keep(new Promise((taken) => downloads.push(taken))));
    await page.exposeFunction('lipslateProgress', (index, stage, share) =>
      showProgress(batch[index], stage, share),
    );
    await page.goto(url);
    await page.waitForFunction(() => 'lipslate' in globalThis);
    if (model !== undefined) {
      const problem = await page.evaluate(importInPage, await chooseFiles(page, [model]));
      if (problem) throw new UsageError(`--model ${model}: ${problem}`);
    }
    const input = await chooseFiles(page, batch);
    const done = page.evaluate(runInPage, { element: input, names: batch, ...wishes });
    return await Promise.race([done.then(() => null), crash]);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return error.message.split('\n')[0];
  } finally {
    clearProgress();
    await context.close().catch(() => undefined);
  }
}

/** A file input with files by their paths: the browser opens them itself, so their size does not matter. */
async function chooseFiles(page, files) {
  const input = await page.evaluateHandle(() => {
    const element = Object.assign(document.createElement('input'), {
      type: 'file',
      multiple: true,
      hidden: true,
    });
    document.body.append(element);
    return element;
  });
  await input.setInputFiles(files.map((file) => resolve(file)));
  return input;
}

/** Runs in the page. @returns what is wrong with the model, or null */
async function importInPage(element) {
  try {
    await globalThis.lipslate.importModel(element.files[0]);
    return null;
  } catch (error) {
    return `${error.message} ${error.hint ?? ''}`;
  }
}

/** Runs in the page. */
async function runInPage({ element, names, options, bases }) {
  let lastShown = 0;
  let done = 0;
  await globalThis.lipslate.check([...element.files], {
    ...options,
    names,
    onProgress: (index, stage, doneS, totalS) => {
      if (performance.now() - lastShown < 500) return;
      lastShown = performance.now();
      void globalThis.lipslateProgress(index, stage, totalS > 0 ? doneS / totalS : 0);
    },
    onRecord: async (record, evidenceJson, more) => {
      const index = done++;
      let kept = record;
      if (record.fix?.file) {
        const path = globalThis.lipslateKeep();
        more.downloadFix();
        kept = { ...record, fix: { ...record.fix, file: await path } };
      }
      const reports = bases && more ? await more.reports(bases[index]) : [];
      await globalThis.lipslateRecord(kept, bases && evidenceJson ? evidenceJson() : null, reports);
    },
  });
}

function isReadable(file) {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function failure(file, code, message) {
  return { file, ok: false, error: { code, message } };
}

/** Numbered when there are several, since files of different folders may share a name. */
function prefixOf(index, count) {
  return count > 1 ? `${String(index + 1).padStart(String(count).length, '0')}-` : '';
}

function writeReport(folder, prefix, record, evidenceJson, reports) {
  const name = join(folder, `${prefix}${basename(record.file)}`);
  writeFileSync(`${name}.record.json`, `${JSON.stringify(record, null, 2)}\n`);
  if (evidenceJson) writeFileSync(`${name}.evidence.json`, `${evidenceJson}\n`);
  for (const { name, text } of reports) writeFileSync(join(folder, name), text);
}

/** The first free name, so that no original and no other copy of this run is overwritten; earlier runs' copies are. */
function placeFor(wanted, taken) {
  const ending = extname(wanted);
  let path = wanted;
  for (let i = 2; taken.has(resolve(path)); i++)
    path = `${wanted.slice(0, -ending.length || undefined)} (${i})${ending}`;
  taken.add(resolve(path));
  return path;
}

function showProgress(file, stage, share) {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001b[K${basename(file)}: ${stage} ${Math.round(share * 100)} %`);
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
