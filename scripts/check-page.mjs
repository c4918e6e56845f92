/** Drives the built page in headless Chromium for the command without a window. */
import { basename, resolve } from 'node:path';
import { failure } from './lib.mjs';
import { CONTEXT } from './profile.mjs';

/** The model that was named is none. */
export class ModelProblem extends Error {}

/**
 * Checks files in one page, one after the other.
 * @param {{ options: object, model?: string, bases: string[] | null }} wishes `bases`: what reports are called
 * @param {{ print: Function, keep: Function }} outputs `print` gets each record, `keep` takes over a download
 * @returns {Promise<string | null>} what went wrong with the page, or null
 * @throws ModelProblem
 */
export async function checkInPage(browser, url, files, { model, ...wishes }, { print, keep }) {
  const { context, page, crash } = await openPage(browser);
  try {
    await page.exposeFunction('lipslateRecord', (record, evidenceJson, reports) =>
      print(record, evidenceJson, reports),
    );
    const downloads = [];
    page.on('download', (download) => downloads.shift()?.(download));
    await page.exposeFunction('lipslateKeep', () => keep(new Promise((taken) => downloads.push(taken))));
    await page.exposeFunction('lipslateProgress', (index, stage, doneS, totalS) =>
      showProgress(files[index], stage, totalS > 0 ? doneS / totalS : 0),
    );
    await page.goto(url);
    await page.waitForFunction(() => 'lipslate' in globalThis);
    if (model !== undefined) await importModel(page, model, 'syncnet-v2');
    const input = await chooseFiles(page, files);
    const done = page.evaluate(runInPage, { element: input, names: files, ...wishes });
    return await Promise.race([done.then(() => null), crash]);
  } catch (error) {
    if (error instanceof ModelProblem) throw error;
    return error.message.split('\n')[0];
  } finally {
    clearProgress();
    await context.close().catch(() => undefined);
  }
}

/**
 * Dubs one video in one page.
 * @param {{ face: string, speech?: string, speakers: { speech: string }[], text?: string, voice: string, model?: string, engine: string, sound: string, container: string }} wishes paths and choices
 * @param {(downloading: Promise<import('@playwright/test').Download>) => Promise<unknown>} keep takes over the file
 * @returns {Promise<object>} the record; what `keep` gave is in `kept`
 * @throws ModelProblem
 */
export function dubInPage(browser, url, { face, speech, speakers, text, voice, model, ...wishes }, keep) {
  return makeInPage(browser, url, { shown: face, keep }, async (page) => {
    const modelId = model === undefined ? undefined : (await importModel(page, model, 'wav2lip-96')).id;
    const others = speakers.map((speaker) => speaker.speech);
    const files = await chooseFiles(page, [face, ...(text === undefined ? [speech] : []), ...others]);
    return page.evaluate(makeFileInPage, {
      kind: 'dub',
      files,
      speakers: speakers.map(({ faces, startS }) => ({ faces, startS })),
      typed: text === undefined ? [] : [{ text, voice }],
      wishes: { ...wishes, modelId },
    });
  });
}

/**
 * Prepares the sound of one file, or of several microphones as one, in a page of its own.
 * @param {{ chain: object, track: number, as: string, separator: string[], bed?: object }} wishes `as` and what else
 *   docs/headless.md has; `bed`: the path of its `file`, and its amounts
 * @param {(downloading: Promise<import('@playwright/test').Download>) => Promise<unknown>} keep takes over the file
 * @returns {Promise<object>} the record; what `keep` gave is in `kept`
 * @throws ModelProblem
 */
export function soundInPage(browser, url, [file, ...others], { bed, separator, ...wishes }, keep) {
  return makeInPage(browser, url, { shown: file, keep }, async (page) => {
    const network = separator.length === 1 ? 'htdemucs' : 'spleeter';
    for (const path of separator) await importModel(page, path, network);
    const files = await chooseFiles(page, [file, ...others, ...(bed ? [bed.file] : [])]);
    const more = { bed, microphones: others.length };
    return page.evaluate(makeFileInPage, { kind: 'sound', files, wishes, ...more });
  });
}

/**
 * @param {string} text of a file that the Sound room saved
 * @returns {Promise<{ chain?: object, problem?: string }>} what it holds, or what is wrong with it
 */
export async function readChainInPage(browser, url, text) {
  const { context, page } = await openPage(browser);
  try {
    await page.goto(url);
    await page.waitForFunction(() => 'lipslate' in globalThis);
    return await page.evaluate(async (text) => {
      try {
        return { chain: await globalThis.lipslate.soundChain(text) };
      } catch (error) {
        return { problem: error.message };
      }
    }, text);
  } finally {
    await context.close().catch(() => undefined);
  }
}

/** @param {(page: object) => Promise<object>} work gives the record, and what was made to the downloads */
async function makeInPage(browser, url, { shown, keep }, work) {
  const { context, page, crash } = await openPage(browser);
  try {
    const downloading = page.waitForEvent('download', { timeout: 0 });
    downloading.catch(() => undefined);
    await page.exposeFunction('lipslateProgress', (stage, share) => showProgress(shown, stage, share));
    await page.goto(url);
    await page.waitForFunction(() => 'lipslate' in globalThis);
    const record = await Promise.race([work(page), crash.then((message) => failure('worker-died', message))]);
    return record.ok ? { ...record, kept: await keep(downloading) } : record;
  } finally {
    clearProgress();
    await context.close().catch(() => undefined);
  }
}

/**
 * A page that checks one file after the other, for those who keep it open; its workers stay warm between them.
 * @param {{ options: object, model?: string }} wishes
 * @returns {Promise<{ check: (path: string, outputs: { onProgress: Function, keep?: Function }) => Promise<object> }>}
 *   `check` gives the record; it throws when the page went down, which is of no use then
 * @throws ModelProblem
 */
export async function openCheckPage(browser, url, { options, model }) {
  const { page, crash } = await openPage(browser);
  let outputs = null;
  let settle = null;
  const downloads = [];
  page.on('download', (download) => downloads.shift()?.(download));
  await page.exposeFunction('lipslateRecord', (record) => settle(record));
  await page.exposeFunction('lipslateKeep', () =>
    outputs.keep(new Promise((taken) => downloads.push(taken))),
  );
  await page.exposeFunction('lipslateProgress', (_index, _stage, doneS, totalS) =>
    outputs.onProgress(doneS, totalS),
  );
  await page.goto(url);
  await page.waitForFunction(() => 'lipslate' in globalThis);
  if (model !== undefined) await importModel(page, model, 'syncnet-v2');
  const work = page.evaluate(runInPage, { element: null, options, bases: null });
  const end = Promise.race([crash, work.then(() => 'The page ended.')]).then((message) => {
    throw Object.assign(new Error(message), { code: 'worker-died' });
  });
  end.catch(() => {});
  return {
    async check(path, wanted) {
      outputs = wanted;
      const element = await chooseFiles(page, [path]);
      const record = new Promise((made) => {
        settle = made;
      });
      await element.evaluate((input) => globalThis.lipslateFeed(input.files[0]));
      const made = await Promise.race([record, end]);
      await element.evaluate((input) => input.remove());
      return made;
    },
  };
}

/** @param browser in which each page has storage of its own, or a profile (profile.mjs) in which all share one */
async function openPage(browser) {
  const own = await browser.newContext?.(CONTEXT);
  const page = await (own ?? browser).newPage();
  const context = own ?? page;
  const crash = new Promise((gone) =>
    page.on('crash', () => gone('The tab that worked on this file crashed.')),
  );
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
  // MediaPipe talks a lot there; only what the page itself says is passed on.
  page.on('console', (message) => {
    if (message.text().startsWith('lipslate: ')) process.stderr.write(`${message.text()}\n`);
  });
  return { context, page, crash };
}

/** @throws ModelProblem */
async function importModel(page, model, network) {
  const element = await chooseFiles(page, [model]);
  const { info, problem } = await page.evaluate(importInPage, { element, network });
  if (problem) throw new ModelProblem(problem);
  return info;
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

/** Runs in the page. @returns the model, or what is wrong with it */
async function importInPage({ element, network }) {
  try {
    return { info: await globalThis.lipslate.importModel(element.files[0], network) };
  } catch (error) {
    return { problem: `${error.message} ${error.hint ?? ''}` };
  }
}

/**
 * Runs in the page. What is made of the files goes to the downloads.
 * @param kind `dub` or `sound` @param typed text in place of a last file @param bed of a sound: its file is the last
 * @param microphones how many files behind the first are of the same recording
 * @param speakers of a dub: their speeches are the last files
 */
async function makeFileInPage({
  kind,
  files: element,
  typed = [],
  bed,
  microphones = 0,
  speakers = [],
  wishes,
}) {
  const files = [...element.files];
  const more = {
    ...(bed ? { bed: { ...bed, file: files.pop() } } : {}),
    ...(speakers.length > 0
      ? { speakers: files.splice(-speakers.length).map((speech, n) => ({ ...speakers[n], speech })) }
      : {}),
    ...(microphones > 0 ? { microphones: files.splice(1, microphones) } : {}),
  };
  let lastShown = 0;
  const { record, download } = await globalThis.lipslate[kind](...files, ...typed, {
    ...wishes,
    ...more,
    onProgress: (stage, done, total) => {
      if (performance.now() - lastShown < 500) return;
      lastShown = performance.now();
      void globalThis.lipslateProgress(stage, total > 0 ? done / total : 0);
    },
  });
  download();
  return record;
}

/** Runs in the page. Without an element the files come one by one, through `lipslateFeed`. */
async function runInPage({ element, names, options, bases }) {
  let lastShown = 0;
  let done = 0;
  async function* fed() {
    const waiting = [];
    let wake = () => {};
    globalThis.lipslateFeed = (file) => {
      waiting.push(file);
      wake();
    };
    for (;;) {
      while (waiting.length > 0) yield waiting.shift();
      await new Promise((ready) => {
        wake = ready;
      });
    }
  }
  await globalThis.lipslate.check(element ? [...element.files] : fed(), {
    ...options,
    names,
    onProgress: (index, stage, doneS, totalS) => {
      if (performance.now() - lastShown < 500) return;
      lastShown = performance.now();
      void globalThis.lipslateProgress(index, stage, doneS, totalS);
    },
    onRecord: async (record, evidenceJson, more) => {
      const index = done++;
      let kept = record;
      if (record.fix?.file) {
        const keeping = globalThis.lipslateKeep();
        more.downloadFix();
        const { path, error } = await keeping;
        const fix = error ? { mode: record.fix.mode, error } : { ...record.fix, file: path };
        kept = { ...record, fix };
      }
      const reports = bases && more ? await more.reports(bases[index]) : [];
      await globalThis.lipslateRecord(kept, bases && evidenceJson ? evidenceJson() : null, reports);
    },
  });
}

/** Of the stage that is shown. */
let begun = { file: '', stage: '', atMs: 0 };

function showProgress(file, stage, share) {
  if (!process.stderr.isTTY) return;
  if (begun.file !== file || begun.stage !== stage) begun = { file, stage, atMs: performance.now() };
  const left = leftWords((performance.now() - begun.atMs) / 1000, share);
  process.stderr.write(`\r\u001b[K${basename(file)}: ${stage} ${Math.round(share * 100)} %${left}`);
}

/** `, about 40 s left` of this stage; nothing before it can be told. */
function leftWords(spentS, share) {
  if (share < 0.08 || share >= 1 || spentS < 2) return '';
  const leftS = (spentS * (1 - share)) / share;
  return `, about ${leftS < 99 ? `${Math.ceil(leftS)} s` : `${Math.round(leftS / 60)} min`} left`;
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
