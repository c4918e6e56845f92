import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { splitByClock } from './transport-parts';
import { readTables } from './transport-stream';

const ONE = new Uint8Array(readFileSync('e2e/fixtures/mpeg2-ac3.ts'));
const PACKET = 188;
/** Of stuffing: it belongs to no stream. */
const NULL_PACKET = Uint8Array.from({ length: PACKET }, (_, i) => [0x47, 0x1f, 0xff, 0x10][i] ?? 0xff);
const PICTURE = 256;
const SOUND = 257;

const pidOf = (packet: Uint8Array) => ((packet[1]! & 0x1f) << 8) | packet[2]!;
const packetsOf = (ts: Uint8Array) =>
  Array.from({ length: ts.length / PACKET }, (_, i) => ts.slice(i * PACKET, (i + 1) * PACKET));
const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.concat(parts));
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

/** The same stream with its clock set forward. */
function later(ts: Uint8Array, seconds: number): Uint8Array<ArrayBuffer> {
  const packets = packetsOf(ts);
  for (const packet of packets) {
    if ((packet[1]! & 0x40) === 0) continue;
    const at = 4 + ((packet[3]! & 0x20) === 0 ? 0 : 1 + packet[4]!);
    if (packet[at] !== 0 || packet[at + 1] !== 0 || packet[at + 2] !== 1) continue;
    const flags = packet[at + 7]!;
    for (const [flag, place] of [
      [0x80, at + 9],
      [0x40, at + 14],
    ] as const) {
      if ((flags & flag) === 0) continue;
      const [a, b, c, d, e] = packet.subarray(place, place + 5) as unknown as number[];
      let ticks = ((a! >> 1) & 7) * 2 ** 30 + ((b! << 22) | ((c! >> 1) << 15) | (d! << 7) | (e! >> 1));
      ticks = (ticks + seconds * 90_000) % 2 ** 33;
      packet[place] = (a! & 0xf0) | (Math.floor(ticks / 2 ** 30) << 1) | 1;
      packet[place + 1] = (ticks >>> 22) & 0xff;
      packet[place + 2] = ((ticks >>> 14) & 0xfe) | 1;
      packet[place + 3] = (ticks >>> 7) & 0xff;
      packet[place + 4] = ((ticks << 1) & 0xfe) | 1;
    }
  }
  return joined(...packets);
}

describe('a transport stream of several clocks', () => {
  it('is cut where the clock starts anew, as often as it does', async () => {
    const parts = await splitByClock(new Blob([joined(ONE, ONE, ONE)]));
    expect(parts).toHaveLength(3);
    for (const part of parts!) {
      // Whatever lies between the last picture and the next tables goes to either side.
      expect(Math.abs(part.size - ONE.length)).toBeLessThan(10 * PACKET);
      expect((await readTables(part))?.streams.map(({ pid }) => pid)).toEqual([PICTURE, SOUND]);
    }
  });

  it('is cut where the clock leaps ahead, too: behind ten seconds it is another recording', async () => {
    expect(await splitByClock(new Blob([joined(ONE, later(ONE, 20 * 3600))]))).toHaveLength(2);
    expect(await splitByClock(new Blob([joined(ONE, later(ONE, 30))]))).toHaveLength(2);
  });

  it('is whole where the clock only wraps, or goes on behind a short gap', async () => {
    expect(await splitByClock(new Blob([ONE]))).toBeNull();
    const wrap = 2 ** 33 / 90_000;
    expect(await splitByClock(new Blob([later(ONE, wrap - 4)]))).toBeNull();
    expect(await splitByClock(new Blob([joined(ONE, later(ONE, 8))]))).toBeNull();
    expect(await splitByClock(new Blob([readFileSync('e2e/fixtures/in-sync.mp4')]))).toBeNull();
  });

  it('keeps sound of the old clock that comes behind the first picture of the new one', async () => {
    const [before, after] = [packetsOf(ONE), packetsOf(ONE)];
    const tail = before.filter((packet, i) => i > before.length - 200 && pidOf(packet) === SOUND);
    const body = before.filter((packet) => !tail.includes(packet));
    const spliced = joined(...body, ...after.slice(0, 60), ...tail, ...after.slice(60));
    const parts = await splitByClock(new Blob([spliced]));
    expect(parts).toHaveLength(2);
    const [first, second] = await Promise.all(parts!.map(bytesOf));
    const soundIn = (ts: Uint8Array) => packetsOf(ts).filter((packet) => pidOf(packet) === SOUND).length;
    expect(soundIn(first!)).toBe(soundIn(ONE));
    expect(soundIn(second!)).toBe(soundIn(ONE));
  });

  it('of hours is found by looking at some places', async () => {
    // Seventy megabytes of one clock, and a last piece of another.
    const length = ONE.length;
    const many = Array.from({ length: 280 }, (_, i) => later(ONE, 7 * i));
    const parts = await splitByClock(new Blob([...many, ONE]));
    expect(parts).toHaveLength(2);
    expect(Math.abs(parts![1]!.size - length)).toBeLessThan(10 * PACKET);
  }, 30_000);

  it('of hours is found beside a stretch without any times, too', async () => {
    const many = Array.from({ length: 280 }, (_, i) => later(ONE, 7 * i));
    const [half, rest] = [many.slice(0, 140), many.slice(140)];
    // Longer than a place that is looked at.
    const nothing = joined(...Array.from({ length: 2200 }, () => NULL_PACKET));
    const parts = await splitByClock(new Blob([...many, nothing, ONE]));
    expect(parts).toHaveLength(2);
    expect(Math.abs(parts![1]!.size - ONE.length)).toBeLessThan(10 * PACKET);
    // Ahead, in the middle; and where the clock goes on behind it.
    expect(
      await splitByClock(new Blob([...half, nothing, ...rest.map((ts) => later(ts, 3600))])),
    ).toHaveLength(2);
    expect(await splitByClock(new Blob([...half, nothing, ...rest]))).toBeNull();
  }, 30_000);

  it('of hours is cut once where its streams do not jump at one place', async () => {
    const many = Array.from({ length: 280 }, (_, i) => later(ONE, 7 * i));
    // Pictures of the new clock beside sound of the old one, for longer than it is from one place to the next.
    const old = packetsOf(later(ONE, 7 * 280)).filter((packet) => pidOf(packet) === SOUND);
    const [sound, others] = [true, false].map((isSound) =>
      packetsOf(ONE).filter((packet) => (pidOf(packet) === SOUND) === isSound),
    );
    const mixed = others!.flatMap((packet, i) => (i % 5 === 0 ? [packet, ...old.splice(0, 1)] : [packet]));
    const parts = await splitByClock(new Blob([...many, joined(...mixed, ...old, ...sound!)]));
    expect(parts).toHaveLength(2);
  }, 30_000);
});

describe.skipIf(!hasFfmpeg())('recordings of a second, joined (needs ffmpeg)', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lipslate-parts-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25'];
  const sound = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000'];
  const KINDS: Record<string, string[]> = {
    'H.264 with B-frames and AAC': [...picture, ...sound, '-c:v', 'libx264', '-c:a', 'aac'],
    'H.264 without B-frames': [...picture, '-c:v', 'libx264', '-bf', '0'],
    'MPEG-2 and MP2': [...picture, ...sound, '-c:v', 'mpeg2video', '-bf', '2', '-c:a', 'mp2'],
    'AC-3 alone': [...sound, '-c:a', 'ac3'],
  };

  const known = new Map<string, Uint8Array<ArrayBuffer>>();
  function recorded(kind: string, seconds: number): Uint8Array<ArrayBuffer> {
    const path = join(folder, `${kind} ${seconds}.ts`);
    if (!known.has(path)) {
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...KINDS[kind]!, '-t', `${seconds}`, path]);
      known.set(path, new Uint8Array(readFileSync(path)));
    }
    return known.get(path)!;
  }

  const mediaIn = (ts: Uint8Array) =>
    [PICTURE, SOUND].map((pid) => packetsOf(ts).filter((packet) => pidOf(packet) === pid).length);

  const TOGETHER = [
    [1, 1],
    [1, 6],
    [6, 1],
    [0.8, 0.8, 0.8],
    [0.5, 2, 0.5],
  ];
  it.each(Object.keys(KINDS))(
    'of %s are told apart, with all that is in each',
    async (kind) => {
      for (const lengthsS of TOGETHER) {
        const pieces = lengthsS.map((seconds) => recorded(kind, seconds));
        const parts = await splitByClock(new Blob([joined(...pieces)]));
        const found = await Promise.all((parts ?? []).map(async (part) => mediaIn(await bytesOf(part))));
        expect(found).toEqual(pieces.map(mediaIn));
        for (const piece of pieces) expect(await splitByClock(new Blob([piece]))).toBeNull();
      }
    },
    30_000,
  );

  it('have the packets that ffmpeg counts in each', async () => {
    const packetsIn = (bytes: Uint8Array) => {
      const path = join(folder, 'counted.ts');
      writeFileSync(path, bytes);
      const wish = ['-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'default=nk=1:nw=1'];
      return execFileSync('ffprobe', ['-v', 'error', ...wish, path], { encoding: 'utf8' });
    };
    const pieces = [0.8, 1].map((seconds) => recorded('H.264 with B-frames and AAC', seconds));
    const parts = await splitByClock(new Blob([joined(...pieces)]));
    const found = await Promise.all(parts!.map(async (part) => packetsIn(await bytesOf(part))));
    expect(found).toEqual(pieces.map(packetsIn));
    expect(found[1]).toMatch(/^25\n/);
  });
});
