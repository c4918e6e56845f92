import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayBeMedia, packetLayout, readTables } from './transport-stream';

const BROADCAST = new Uint8Array(readFileSync('e2e/fixtures/mpeg2-ac3.ts'));
const PACKET = 188;

/** The same packets, each with an arrival time before it, as Blu-ray and AVCHD store them. */
function asM2ts(ts: Uint8Array): Uint8Array<ArrayBuffer> {
  const packets = Math.floor(ts.length / PACKET);
  const out = new Uint8Array(packets * (PACKET + 4));
  for (let i = 0; i < packets; i++) out.set(ts.subarray(i * PACKET, (i + 1) * PACKET), i * (PACKET + 4) + 4);
  return out;
}

describe('the tables of a transport stream', () => {
  it('list every stream with its PID, in packets of 188 and of 192 bytes', async () => {
    const wanted = {
      programs: 1,
      streams: [
        { pid: 256, streamType: 2 },
        { pid: 257, streamType: 0x81 },
      ],
    };
    expect(await readTables(new Blob([BROADCAST]))).toMatchObject(wanted);
    expect(await readTables(new Blob([asM2ts(BROADCAST)]))).toMatchObject(wanted);
  });

  it('are read where a recording begins in the middle of everything', async () => {
    // Some packets before the next tables, and the beginning of a packet lost.
    const tables = await readTables(new Blob([BROADCAST.subarray(3 * PACKET)]));
    expect(tables?.streams.map(({ pid }) => pid)).toEqual([256, 257]);
  });

  it('are missing in everything else', async () => {
    expect(packetLayout(new Uint8Array(1000))).toBeNull();
    expect(await readTables(new Blob([readFileSync('e2e/fixtures/in-sync.mp4')]))).toBeNull();
    expect(await readTables(new Blob([]))).toBeNull();
  });
});

describe('what may be picture or sound', () => {
  it('is every type that is not known to be something else', () => {
    const stream = (streamType: number, ...descriptors: number[]) => ({ pid: 1, streamType, descriptors });
    // SMPTE 302M and Blu-ray's LPCM, which one of the readers leaves out.
    expect(mayBeMedia(stream(0x06, 0x05))).toBe(true);
    expect(mayBeMedia(stream(0x80))).toBe(true);
    // Teletext, subtitles, splice points, Blu-ray's graphics.
    for (const other of [stream(0x06, 0x56), stream(0x06, 0x59), stream(0x86), stream(0x90)])
      expect(mayBeMedia(other)).toBe(false);
  });
});
