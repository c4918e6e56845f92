/** A browser whose storage lies on disk, as a visitor's does. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib.mjs';

/** The service worker would only store the app again in storage that is thrown away. */
export const CONTEXT = { serviceWorkers: 'block' };

/**
 * What is long is kept on disk while it is worked on; in other contexts of Playwright all of it would be in memory.
 * @template T
 * @param {import('@playwright/test').BrowserType} chromium
 * @param {import('@playwright/test').LaunchOptions} launch
 * @param {(profile: import('@playwright/test').BrowserContext) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProfile(chromium, launch, work) {
  const all = join(ROOT, '.cache');
  mkdirSync(all, { recursive: true });
  const folder = mkdtempSync(join(all, 'profile-'));
  try {
    const profile = await chromium.launchPersistentContext(folder, { ...launch, ...CONTEXT });
    try {
      return await work(profile);
    } finally {
      await profile.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
