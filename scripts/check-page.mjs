/** Drives the built page in headless Chromium for the command without a window. */
import { basename, resolve } from 'node:path';

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
      showProgress(files[index], stage, share),
    );
    await page.goto(url);
    await page.waitForFunction(() => 'lipslate' in globalThis);
    if (model !== undefined) {
      const problem = await page.evaluate(importInPage, await chooseFiles(page, [model]));
      if (problem) throw new ModelProblem(problem);
    }
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

function showProgress(file, stage, share) {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\u001b[K${basename(file)}: ${stage} ${Math.round(share * 100)} %`);
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
