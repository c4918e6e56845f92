/**
 * One slot of a worker, a process of its own: a browser that checks one clip after the other. It is told what to do by its
 * parent, ends with it, and is killed as a group when a clip takes too long.
 */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser.mjs';
import { openCheckPage } from '../scripts/check-page.mjs';
import { serve } from '../scripts/serve.mjs';

/** A browser that is used for long holds more and more memory. */
const CLIPS_PER_BROWSER = 100;

let server = null;
let browser = null;
let page = null;
let checked = 0;

process.on('disconnect', () => process.exit(0));
process.on('message', async ({ kind, path, settings }) => {
  try {
    if (kind === 'hash') tell({ kind: 'hash', ...(await hashOf(path)) });
    else tell({ kind: 'record', record: await check(path, settings) });
  } catch (error) {
    tell({ kind: 'failed', code: error.code ?? 'internal', message: error.message.split('\n')[0] });
  }
});

/** A parent that has just been killed hears nothing: this process ends a moment later. */
function tell(message) {
  process.send(message, () => {});
}

async function hashOf(path) {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return { sha256: hash.digest('hex'), sizeBytes: statSync(path).size };
}

async function check(path, settings) {
  if (checked === CLIPS_PER_BROWSER) await restart();
  checked += 1;
  page ??= await open();
  const onProgress = (doneS, totalS) => tell({ kind: 'progress', doneS, totalS });
  try {
    return await page.check(path, settings, onProgress);
  } catch (error) {
    await restart();
    throw error;
  }
}

async function open() {
  const { chromium } = await import('@playwright/test');
  server ??= await serve();
  browser ??= await chromium.launch({
    executablePath: await ensureChromium({ quiet: true }),
    args: CHROMIUM_ARGS,
  });
  return openCheckPage(browser, server.url);
}

async function restart() {
  await browser?.close().catch(() => undefined);
  browser = null;
  page = null;
  checked = 0;
}
