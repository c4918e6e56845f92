/**
 * A Chromium in which a tab behind another one is hidden, as on a desktop: Playwright tells every page that it has the
 * focus, which keeps it visible.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../../scripts/browser.mjs';

export async function withDesktopChromium(use: (context: BrowserContext) => Promise<void>): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'lipslate-desktop-'));
  const path = await findChromium();
  if (path === null) throw new Error('There is no Chromium.');
  const args = [
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    ...CHROMIUM_ARGS,
  ];
  const child = spawn(path, [...args, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let told = '';
      child.stderr.on('data', (chunk) => {
        told += chunk;
        const [found] = /ws:\/\/\S+/.exec(told) ?? [];
        if (found) resolve(found);
      });
      child.once('close', () => reject(new Error(told)));
    });
    const browser = await chromium.connectOverCDP(address, { noDefaults: true });
    await use(browser.contexts()[0]!);
    await browser.close();
  } finally {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
