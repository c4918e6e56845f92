/** A browser that keeps no private files for pages and does not say how much room there is, as WebKitGTK when it comes. */
import type { Page } from '@playwright/test';

/** To be called before the page is opened. What workers are made of is changed on its way. */
export async function withoutOwnFiles(page: Page): Promise<void> {
  await page.addInitScript(takeAway);
  await page.context().route(/\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${takeAway})();${await response.text()}` });
  });
}

/** Runs in page and workers. */
function takeAway(): void {
  for (const name of ['getDirectory', 'estimate']) Reflect.deleteProperty(StorageManager.prototype, name);
  for (const name of Object.getOwnPropertyNames(globalThis))
    if (/^FileSystem|^show(OpenFile|SaveFile|Directory)Picker$/.test(name))
      Reflect.deleteProperty(globalThis, name);
}
