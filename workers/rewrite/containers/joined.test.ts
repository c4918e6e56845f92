import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitByClock } from '../../../core/container/transport-parts';
import { packetLayout, readTables } from '../../../core/container/transport-stream';
import { pesHeaders, presentationTime } from '../../../core/fix/mpegts/shift';
import type { FixSource } from '../../lib/sound/source';
import { openTransportStream } from './transport-stream';

const bytes = readFileSync(join(import.meta.dirname, '../../../e2e/fixtures/mpeg2-ac3.ts'));

/** The recording behind itself, as `cat a.ts a.ts` makes it, with what its readers say of it. */
async function joined(): Promise<{ source: FixSource; whole: Uint8Array; sound: number; picture: number }> {
  const whole = new Uint8Array(Buffer.concat([bytes, bytes]));
  const file = new File([whole], 'joined.ts');
  expect((await splitByClock(file))?.length).toBe(2);
  const [picture, sound] = (await readTables(file))!.streams.map(({ pid }) => pid) as [number, number];
  const listing = { container: 'mpegts', video: { id: picture }, audioTracks: [{ id: sound }], joinsS: [6] };
  return { source: { file, listing } as unknown as FixSource, whole, sound, picture };
}

describe('a transport stream joined of two', { timeout: 60_000 }, () => {
  it.each([-243, 243])(
    'has its sound moved by %d ms in both parts, each on its own clock',
    async (offsetMs) => {
      const { source, whole, sound } = await joined();
      const container = (await openTransportStream(source))!;
      const shift = { offsetMs, audioIndex: 0, moves: 'all-sound', whenLate: 'delay-picture' } as const;
      const { pieces } = await container.shift(shift, () => {});
      const written: Uint8Array[] = [];
      for await (const piece of pieces) if ('bytes' in piece) written.push(piece.bytes.slice());
      const copy = new Uint8Array(Buffer.concat(written));
      const layout = packetLayout(whole)!;
      const before = pesHeaders(whole, layout).headers;
      const after = pesHeaders(copy, layout).headers;
      expect(after.length).toBe(before.length);
      // Late sound: everything else is later.
      const ticks = (isSound: boolean) => (isSound === offsetMs < 0 ? 243 * 90 : 0);
      after.forEach((header, i) => {
        const moved = presentationTime(header) - presentationTime(before[i]!);
        expect(moved).toBe(ticks(header.pid === sound));
      });
      expect(await container.movedMs(new Blob([copy]), 0)).toBeCloseTo(offsetMs, 3);
    },
  );

  it('gets no new sound, and it is said why', async () => {
    const container = (await openTransportStream((await joined()).source))!;
    expect(container.refusal('baked')).toContain('clocks start anew');
    expect(container.refusal('lossless')).toBeNull();
  });
});
