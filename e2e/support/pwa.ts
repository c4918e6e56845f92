/** What tests ask a page about its service worker. */
import type { Page } from '@playwright/test';

/** Waits until the page runs under its service worker, after the one reload that may come first. */
export async function controlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker?.controller?.state === 'activated');
}

export function isIsolated(page: Page): Promise<boolean> {
  return page.evaluate(() => globalThis.crossOriginIsolated);
}

/** Waits for isolation, over the reload that brings it. */
export async function isolated(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.crossOriginIsolated);
}

/** Paths in the browser's caches whose names match. */
export function storedParts(page: Page, pattern: RegExp): Promise<string[]> {
  return page.evaluate(async (source) => {
    const wanted = new RegExp(source);
    const found: string[] = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys())
        if (wanted.test(url)) found.push(new URL(url).pathname);
    }
    return found;
  }, pattern.source);
}

/** Removes what is stored whose address holds this. @returns how many there were */
export function dropStored(page: Page, part: string): Promise<number> {
  return page.evaluate(async (part) => {
    let count = 0;
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        if (request.url.includes(part) && (await cache.delete(request))) count += 1;
    }
    return count;
  }, part);
}

/** Counts how often the page is loaded from now on. */
export function countLoads(page: Page): { readonly loads: number } {
  const counter = { loads: 0 };
  page.on('domcontentloaded', () => counter.loads++);
  return counter;
}
