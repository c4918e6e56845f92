import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packetLayout } from '../../container/transport-stream';
import { hasFfmpeg } from '../../testing/native-ffmpeg';
import { delayStreams, pesHeaders, presentationTime } from './shift';

const FIXTURE = join(import.meta.dirname, '../../../e2e/fixtures/mpeg2-ac3.ts');
const folder = mkdtempSync(join(tmpdir(), 'ts-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Cut into pieces of a size that fits nothing. */
async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function delayed(bytes: Uint8Array, pids: number[], ticks: number, size = 10_007): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const layout = packetLayout(bytes)!;
  for await (const part of delayStreams(cut(bytes, size), layout, (pid) => pids.includes(pid), ticks))
    parts.push(part.slice());
  return Buffer.concat(parts);
}

/** PTS of every packet of a stream in the file's order, and the MD5 of each, by native ffprobe. */
function packets(path: string, stream: string): { pts: number; dts: number; hash: string }[] {
  const args = ['-v', 'error', '-select_streams', stream, '-show_packets', '-show_data_hash', 'md5'];
  const { stdout } = spawnSync('ffprobe', [...args, '-of', 'json', path], { maxBuffer: 1 << 28 });
  const { packets } = JSON.parse(stdout.toString()) as {
    packets: { pts: number; dts: number; data_hash: string }[];
  };
  return packets.map(({ pts, dts, data_hash: hash }) => ({ pts, dts, hash }));
}

function made(name: string, ...args: string[]): string {
  const path = join(folder, name);
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args, path]);
  if (status !== 0) throw new Error(stderr.toString());
  return path;
}

const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25:duration=4'];
const tone = ['-f', 'lavfi', '-i', 'sine=duration=4', '-shortest'];
const codecs = ['-c:v', 'mpeg2video', '-bf', '2', '-c:a', 'mp2'];

describe('times of a transport stream', { timeout: 60_000 }, () => {
  it('are raised in the streams that are meant, and nothing else changes', async () => {
    const before = new Uint8Array(readFileSync(FIXTURE));
    const layout = packetLayout(before)!;
    const { headers } = pesHeaders(before, layout);
    const pids = [...new Set(headers.map(({ pid }) => pid))];
    expect(pids.length).toBe(2);
    const [still, moved] = pids as [number, number];
    const after = await delayed(before, [moved], 21_870);
    const { headers: now } = pesHeaders(after, layout);
    expect(now.length).toBe(headers.length);
    now.forEach((header, i) => {
      const asked = header.pid === still ? 0 : 21_870;
      expect(presentationTime(header) - presentationTime(headers[i]!)).toBe(asked);
    });
    const places = new Set(headers.filter(({ pid }) => pid === moved).flatMap((header) => header.places));
    expect(after.length).toBe(before.length);
    expect(after.every((byte, i) => byte === before[i] || places.has(i))).toBe(true);
  });

  it('come out the same however the file is cut up', async () => {
    const before = new Uint8Array(readFileSync(FIXTURE));
    const { headers } = pesHeaders(before, packetLayout(before)!);
    const pids = [headers[0]!.pid];
    const whole = await delayed(before, pids, 9000, before.length);
    for (const size of [188, 1000, 65_536])
      expect(Buffer.compare(await delayed(before, pids, 9000, size), whole)).toBe(0);
  });

  it.skipIf(!hasFfmpeg()).each([
    ['188 bytes a packet', 'plain.ts', [] as string[]],
    ['192 bytes a packet (M2TS)', 'blu.m2ts', ['-mpegts_m2ts_mode', '1']],
    ['times about to begin anew (26.5 h)', 'wrap.ts', ['-output_ts_offset', '95442.7', '-muxdelay', '0']],
  ])('as native ffprobe reads them (needs ffmpeg): %s', async (_, name, args) => {
    const path = made(name, ...picture, ...tone, ...codecs, ...args);
    const before = new Uint8Array(readFileSync(path));
    const { headers } = pesHeaders(before, packetLayout(before)!);
    const sound = headers.find(({ bytes }) => (bytes[3]! & 0xe0) === 0xc0)!.pid;
    const copy = join(folder, `copy-${name}`);
    writeFileSync(copy, await delayed(before, [sound], 21_870));
    expect(packets(copy, 'v')).toEqual(packets(path, 'v'));
    const [was, is] = [packets(path, 'a'), packets(copy, 'a')];
    expect(is.map(({ hash }) => hash)).toEqual(was.map(({ hash }) => hash));
    expect(is.map(({ pts }, i) => pts - was[i]!.pts)).toEqual(was.map(() => 21_870));
  });

  it.skipIf(!hasFfmpeg())('both halves of two joined streams move alike (needs ffmpeg)', async () => {
    const half = (name: string, from: string) =>
      readFileSync(made(name, '-ss', from, ...picture, '-ss', from, ...tone, ...codecs));
    const joined = Buffer.concat([half('a.ts', '0'), half('b.ts', '1')]);
    const layout = packetLayout(joined)!;
    const { headers } = pesHeaders(joined, layout);
    const sound = headers.find(({ bytes }) => (bytes[3]! & 0xe0) === 0xc0)!.pid;
    const { headers: now } = pesHeaders(await delayed(joined, [sound], 4500), layout);
    const moved = now.map((header, i) => presentationTime(header) - presentationTime(headers[i]!));
    expect(moved).toEqual(headers.map(({ pid }) => (pid === sound ? 4500 : 0)));
  });
});
