/** The Check room as a visitor uses it. */
import { expect, type Locator, type Page } from '@playwright/test';

/** What a line of the queue says when the measurement went through, whatever it found. */
export const MEASURED = /\d\s(ms|s)\b|in sync|not sure|varies/i;

export class CheckPage {
  constructor(readonly page: Page) {}

  async open(url = './'): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.getByRole('heading', { level: 1 })).toBeAttached();
  }

  /**
   * Loads the page again.
   * @param name of a file that is kept: what is added before it is back would go to a list that is about to be replaced
   */
  async reload(name: string): Promise<void> {
    await this.page.reload();
    await expect(this.item(name)).toBeVisible();
  }

  async tryExample(): Promise<void> {
    await this.page.getByRole('button', { name: /example/i }).click();
  }

  /** Hands files over by their paths, as the file chooser does. */
  async add(...paths: string[]): Promise<void> {
    await this.page.locator('input[type=file]').first().setInputFiles(paths);
  }

  /** Drops a file as the desktop does: with a handle, by which it is found again. */
  async drop(path: string): Promise<void> {
    const devtools = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
    await devtools.detach();
  }

  /** A file's line in the queue. */
  item(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByTitle(name, { exact: true }) });
  }

  /** Waits until a file is done, failed or cancelled, and says what its line says. */
  async outcome(name: string, timeoutMs = 90_000): Promise<string> {
    await expect(this.page.getByRole('button', { name: `Remove ${name}` })).toBeVisible({
      timeout: timeoutMs,
    });
    return (await this.item(name).getByTestId('file-state').textContent()) ?? '';
  }
}
