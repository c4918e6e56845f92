/** Corrected copies as a visitor makes them, and what lies in the page's private storage meanwhile. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Download, expect, type Locator, type Page } from '@playwright/test';
import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input } from 'mediabunny';
import { CheckPage } from './check-page';
import { clip, scratchFile } from './fixtures';

/** What may be left of an offset. */
export const GOOD_MS = 20;

/** Rewriting and measuring a few seconds of video, on a busy machine. */
export const FIX_MS = 90_000;

export class FixPage extends CheckPage {
  readonly card: Locator;
  readonly reports: Locator;

  constructor(page: Page) {
    super(page);
    this.card = page.getByTestId('fix-card');
    this.reports = page.locator('details').filter({ has: page.getByRole('heading', { name: 'Reports' }) });
  }

  /** Adds a file and waits until a fix is offered. */
  async ready(path: string): Promise<void> {
    await this.add(path);
    await expect(this.button('Fix it')).toBeEnabled({ timeout: FIX_MS });
  }

  button(name: string | RegExp): Locator {
    return this.card.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async choose(kind: 'Lossless' | 'Baked in'): Promise<void> {
    await this.card.getByRole('radio', { name: kind }).check();
  }

  /** Waits for the outcome; a figure of the table by its name. */
  async fact(name: string): Promise<string> {
    const facts = this.card.getByTestId('fix-facts');
    await expect(facts).toBeVisible({ timeout: FIX_MS });
    const row = facts.locator('div').filter({ has: this.page.locator('dt', { hasText: name }) });
    return ((await row.locator('dd').textContent()) ?? '').replaceAll('\u00a0', ' ');
  }

  /** What is left, ms. */
  async left(name = 'Left'): Promise<number> {
    return signedMs(await this.fact(name));
  }

  async download(link: Locator = this.card.getByRole('link', { name: /^Download/ })): Promise<Download> {
    const started = this.page.waitForEvent('download');
    await link.click();
    return started;
  }

  /** Whether the page would have the browser ask before it is left. */
  async asksToLeave(): Promise<boolean> {
    return this.page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  }

  async inStorage(): Promise<string[]> {
    return this.page.evaluate(listStorage);
  }
}

/** `12 ms late (…)` -> 12, `3 ms early` -> -3 */
export function signedMs(words: string): number {
  const [, size, way] = words.match(/^(\d+) ms(?: (early|late))?/) ?? [];
  if (size === undefined) throw new Error(`No figure: ${words}`);
  return way === 'early' ? -Number(size) : Number(size);
}

export async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path());
}

/** The MD5 sum of every picture packet's bytes, one after the other. */
export async function picturePackets(file: Buffer): Promise<string> {
  const input = new Input({ formats: ALL_FORMATS, source: new BlobSource(new Blob([new Uint8Array(file)])) });
  const track = await input.getPrimaryVideoTrack();
  const sum = createHash('md5');
  for await (const packet of new EncodedPacketSink(track!).packets()) sum.update(packet.data);
  input.dispose();
  return sum.digest('hex');
}

/** late-200.mp4 with so much beside its sound and picture that writing a copy takes seconds. */
export function bigLate(name: string, megabytes = 400): string {
  const path = scratchFile(name, readFileSync(clip('late-200')));
  const file = openSync(path, 'a');
  const chunk = Buffer.alloc(1_000_000, 0x55);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + megabytes * chunk.length);
  head.write('free', 4);
  writeSync(file, head);
  for (let i = 0; i < megabytes; i++) writeSync(file, chunk);
  closeSync(file);
  return path;
}

/** Runs in the page: every file under the private folder of copies. */
async function listStorage(): Promise<string[]> {
  const found: string[] = [];
  const walk = async (folder: FileSystemDirectoryHandle, path: string) => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${path}${name}/`);
      else found.push(`${path}${name}`);
    }
  };
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('rewrites').catch(() => null);
  if (folder) await walk(folder, '');
  return found;
}
