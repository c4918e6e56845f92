import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BufferSource, BufferTarget, Conversion, Input, MP4, MpegTsOutputFormat, Output } from 'mediabunny';
import { expect, it } from 'vitest';
import { splitByClock } from '../../../core/container/transport-parts';
import { openSource } from '../../lib/sound/source';
import { openContainer } from './open';

/** The packets of a clip's picture as a transport stream. */
async function transportStream(): Promise<Uint8Array> {
  const mp4 = readFileSync(join(import.meta.dirname, '../../../e2e/fixtures/in-sync.mp4'));
  const input = new Input({ source: new BufferSource(mp4), formats: [MP4] });
  const target = new BufferTarget();
  const output = new Output({ format: new MpegTsOutputFormat(), target });
  await (await Conversion.init({ input, output, audio: { discard: true } })).execute();
  return new Uint8Array(target.buffer!);
}

it('a stream whose clock starts anew too often to be read part by part gets no new sound either', async () => {
  const one = await transportStream();
  const file = new File(new Array<BlobPart>(34).fill(one as BlobPart), 'broken.ts');
  expect((await splitByClock(file))?.length).toBe(34);
  const source = await openSource(file);
  expect(source.listing.warnings.join(' ')).toContain('starts anew 33 times');
  const container = await openContainer(source);
  expect(container.refusal('baked')).toContain('clocks start anew');
  // Each stretch keeps its own clock when times are moved.
  expect(container.refusal('lossless')).toBeNull();
  source.dispose();
});
