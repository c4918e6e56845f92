/** Chromium without files of a page's own, in pages and workers alike: whatever else asks for them has to do without. */
import { test as base, type LaunchOptions } from '@playwright/test';

const WITHOUT =
  '--disable-blink-features=FileSystemAccess,FileSystemAccessLocal,FileSystemAccessOriginPrivate';

export const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ launchOptions }, use) =>
      use({ ...launchOptions, args: [...(launchOptions.args ?? []), WITHOUT] }),
    { scope: 'worker' },
  ],
});
