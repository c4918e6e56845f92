/** The Dub room as a visitor uses it. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { NetworkId } from '../../core/checkpoint/signatures';
import { networkFile } from '../../core/checkpoint/testing/networks';
import { scratchFile } from './fixtures';

/** Looking at a few seconds of video, on a busy machine. */
export const LOOK_MS = 60_000;
/** A second of speech in WASM, on a busy machine. */
export const RENDER_MS = 120_000;

export class DubPage {
  constructor(readonly page: Page) {}

  async open(url = './'): Promise<void> {
    await this.page.goto(`${url}#/dub`);
    await expect(this.page.getByRole('heading', { level: 1, name: 'Give a face new words' })).toBeVisible();
  }

  /**
   * Stores small stand-ins for the official files by way of the Models room, and comes back. All weights of one are
   * alike, and the mouths that it draws grey. With Wav2Lip's it is chosen, and will be on every later visit.
   */
  async store(...networks: NetworkId[]): Promise<void> {
    await this.room('Models');
    for (const network of networks) {
      const path = scratchFile(`${network}-alike.pth`, networkFile(network, { value: 1e-4 }));
      await this.page.getByTestId('model-file').setInputFiles(path);
      const model = this.page.getByRole('listitem').filter({ hasText: `${network}-alike.pth` });
      await expect(model.getByText('SHA-256')).toBeVisible({ timeout: LOOK_MS });
      const accept = model.getByRole('button', { name: /^Accept this licence/ });
      if (network === 'wav2lip-96') await accept.click();
    }
    await this.room('Dub');
    if (networks.includes('wav2lip-96')) await this.engine('Wav2Lip');
  }

  async engine(name: 'Own mouth (built in)' | 'Wav2Lip'): Promise<void> {
    await this.page.getByRole('radio', { name }).check();
  }

  async room(name: 'Check' | 'Sound' | 'Dub' | 'Models'): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  async face(path: string): Promise<void> {
    await this.page.getByTestId('face-file').setInputFiles(path);
  }

  async speech(path: string): Promise<void> {
    await this.page.getByTestId('speech-file').setInputFiles(path);
  }

  get faceCard(): Locator {
    return this.page.getByRole('region', { name: 'The face' });
  }

  get speechCard(): Locator {
    return this.page.getByRole('region', { name: 'The new speech' });
  }

  get go(): Locator {
    return this.page.getByRole('button', { name: /^Dub/ });
  }

  /** Gives both, waits until both are ready, and says yes to the question when it is asked. */
  async dub(face: string, speech: string): Promise<void> {
    await this.face(face);
    await this.speech(speech);
    await this.start();
  }

  async start(): Promise<void> {
    await expect(this.go).toBeEnabled({ timeout: LOOK_MS });
    // The news that the page works offline now would lie over what is pressed next.
    const fine = this.page.getByRole('button', { name: 'OK', exact: true });
    if (await fine.isVisible()) await fine.click();
    await this.go.click();
    const consent = this.page.getByRole('checkbox', { name: /right to use/ });
    const begun = this.page.getByRole('heading', { name: 'The dubbed video' });
    await expect(consent.or(begun).first()).toBeVisible();
    if (!(await consent.isVisible())) return;
    await consent.check();
    await this.page.getByRole('button', { name: 'Go on' }).click();
  }

  /** What was made, as the card says it: `20 frames, 0.8 s`. */
  async made(): Promise<string> {
    const made = this.page.getByTestId('made');
    await expect(made).toBeVisible({ timeout: RENDER_MS });
    return spaced(await made.textContent());
  }

  /** Exports as chosen, and gives what the page says is in the file. @param until waits for this text in it */
  async export(until = ''): Promise<Record<string, string>> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    const facts = this.page.getByTestId('export-facts');
    await expect(facts).toContainText(until, { timeout: RENDER_MS });
    const rows = await facts.locator('div').all();
    const entries = rows.map(async (row) => [
      spaced(await row.locator('dt').textContent()),
      spaced(await row.locator('dd').textContent()),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
  }

  /** Saves the exported file. @returns its path and its name */
  async download(name: RegExp): Promise<{ path: string; name: string }> {
    const arrived = this.page.waitForEvent('download');
    await this.page.getByRole('link', { name }).click();
    const download = await arrived;
    return { path: await download.path(), name: download.suggestedFilename() };
  }
}

/** With plain spaces. */
export function spaced(text: string | null): string {
  return (text ?? '').replaceAll('\u00a0', ' ').trim();
}
