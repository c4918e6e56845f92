/** The end of a tab's process, as when the machine runs out of memory. */
import { expect, type Page } from '@playwright/test';
import { CheckPage } from './check-page';

/** @returns the same site in a new tab, with what the browser kept */
export async function afterCrash(page: Page): Promise<CheckPage> {
  const crashed = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => {});
  await crashed;
  const context = page.context();
  await page.close();
  const next = new CheckPage(await context.newPage());
  await next.open();
  return next;
}

/**
 * Waits until the browser's database has what came of so many checks. A list shows a result some moments before the
 * browser has stored it, and a process that ends within them loses that one.
 */
export async function storedResults(page: Page, count: number): Promise<void> {
  await expect.poll(() => page.evaluate(endedChecks)).toBe(count);
}

/** In the page: by the browser's own interface, not by the app's. */
async function endedChecks(): Promise<number> {
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await answer(indexedDB.open('lipslate-desk'));
  try {
    const checks: { status: string }[] = await answer(
      database.transaction('checks').objectStore('checks').getAll(),
    );
    return checks.filter(({ status }) => status === 'done' || status === 'failed').length;
  } finally {
    database.close();
  }
}
