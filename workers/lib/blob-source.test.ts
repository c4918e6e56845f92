import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sourceOf } from './blob-source';
import { toLipslateError } from './decode/failure';

const folder = mkdtempSync(join(tmpdir(), 'lipslate-source-'));
const path = join(folder, 'film.mp4');
const unhandled: unknown[] = [];
const note = (cause: unknown) => unhandled.push(cause);

beforeAll(() => process.on('unhandledRejection', note));
afterAll(() => {
  process.off('unhandledRejection', note);
  rmSync(folder, { recursive: true });
});

it('a film that is written anew while it is read is told as changed, and once', async () => {
  const bytes = readFileSync('e2e/fixtures/vfr-phone.mp4');
  writeFileSync(path, bytes);
  const blob = await openAsBlob(path);
  const input = new Input({ source: sourceOf(blob), formats: [MP4] });
  const track = (await input.getPrimaryVideoTrack())!;
  const sink = new EncodedPacketSink(track);
  const read = async () => {
    for await (const _ of sink.packets());
  };
  await expect(read()).resolves.toBeUndefined();
  writeFileSync(path, bytes.subarray(0, 1000));
  const again = new Input({ source: sourceOf(blob), formats: [MP4] });
  const cause = await again.getPrimaryVideoTrack().catch((error: unknown) => error);
  expect(await toLipslateError(cause, blob)).toMatchObject({ code: 'file-changed' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(unhandled).toEqual([]);
  for (const each of [input, again]) each.dispose();
});
