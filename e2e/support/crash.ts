/** The end of a tab's process, as when the machine runs out of memory. */
import type { Page } from '@playwright/test';
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
