/**
 * One slot of a worker, a process of its own: a browser that checks one clip after the other. It is told what to do by its
 * parent, ends with it, and is killed as a group when a clip takes too long.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser.mjs';
import { CopyKeeper } from '../scripts/check-output.mjs';
import { openCheckPage } from '../scripts/check-page.mjs';
import { serve } from '../scripts/serve.mjs';
import { sha256Of } from './hash.mjs';
import { idOf } from './journal.mjs';

/** A browser that is used for long holds more and more memory. */
const CLIPS_PER_BROWSER = 100;

let server = null;
let browser = null;
let page = null;
let checked = 0;

process.on('disconnect', () => process.exit(0));
process.on('message', async ({ kind, path, settings, tools }) => {
  try {
    if (kind === 'hash') return tell({ kind: 'hash', ...(await hashOf(path)) });
    if (kind === 'open') {
      page ??= await open({}, tools);
      tell({ kind: 'open' });
    } else tell({ kind: 'record', record: await check(path, settings, tools) });
  } catch (error) {
    tell({ kind: 'failed', code: error.code ?? 'internal', message: error.message.split('\n')[0] });
  }
});

/** A parent that has just been killed hears nothing: this process ends a moment later. */
function tell(message) {
  process.send(message, () => {});
}

/** Of a large master, or from a slow disk, it takes minutes: it is told that bytes come. */
const TELL_EVERY_MS = 5000;

async function hashOf(path) {
  let toldMs = Date.now();
  const onBytes = () => {
    if (Date.now() - toldMs < TELL_EVERY_MS) return;
    toldMs = Date.now();
    tell({ kind: 'progress', doneS: 0, totalS: 0 });
  };
  return { sha256: await sha256Of(path, onBytes), sizeBytes: statSync(path).size };
}

async function check(path, settings, tools) {
  if (checked === CLIPS_PER_BROWSER) await restart();
  checked += 1;
  // A worker asks with the same ones always.
  page ??= await open(settings, tools);
  const onProgress = (doneS, totalS) => tell({ kind: 'progress', doneS, totalS });
  // A folder for each: clips of different folders may have the same name.
  const copies = tools?.out && new CopyKeeper(join(tools.out, idOf(path).slice(0, 8)), [path]);
  const keep = (downloading) => copies.keep(downloading);
  try {
    return await page.check(path, { onProgress, keep });
  } catch (error) {
    await restart();
    throw error;
  }
}

async function open(options, tools) {
  const { chromium } = await import('@playwright/test');
  server ??= await serve();
  browser ??= await chromium.launch({
    executablePath: await ensureChromium({ quiet: true }),
    args: CHROMIUM_ARGS,
  });
  return openCheckPage(browser, server.url, { options, model: tools?.model });
}

async function restart() {
  await browser?.close().catch(() => undefined);
  browser = null;
  page = null;
  checked = 0;
}
