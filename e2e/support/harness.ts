/** Opens the worker test page. In `page.evaluate`, `window.harness` is typed (see e2e/harness/main.ts). */
import type { Page } from '@playwright/test';
import type {} from '../harness/main';

export async function openHarness(page: Page, ...files: string[]): Promise<void> {
  const url = process.env['LIPSLATE_HARNESS_URL'];
  if (!url) throw new Error('LIPSLATE_HARNESS_URL is set by playwright.config.ts');
  await page.goto(url);
  await page.waitForFunction(() => 'harness' in window);
  if (files.length > 0) await page.setInputFiles('#files', files);
}
