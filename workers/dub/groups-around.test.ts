/** On films that x264 makes, by this machine's ffmpeg. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupsAround } from './groups-around';

const SIZE = { width: 64, height: 48 };
/** In the third of ten groups of five pictures. */
const PART = { startS: 0.45, endS: 0.55 };
const GROUPS = 'keyint=5:min-keyint=5:scenecut=0:bframes=2';

const hasFfmpeg = /libx264/.test(
  spawnSync('ffmpeg', ['-v', 'quiet', '-encoders'], { encoding: 'utf8' }).stdout ?? '',
);

describe.skipIf(!hasFfmpeg)('copied groups of pictures (needs ffmpeg with libx264)', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lipslate-groups-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (name: string, args: string[]) => {
    const path = join(folder, name);
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, path]);
    return path;
  };
  const film = (name: string, x264: string, more: string[] = []) =>
    run(name, [
      ...['-f', 'lavfi', '-i', 'testsrc=duration=2:size=64x48:rate=25', '-pix_fmt', 'yuv420p'],
      ...['-c:v', 'libx264', '-x264-params', x264, ...more],
    ]);
  const blobOf = (path: string) => new Blob([readFileSync(path)]);
  const around = async (path: string, part = PART) => {
    const found = await groupsAround(blobOf(path), part, SIZE);
    found?.input.dispose();
    return found && [found.first.timestamp, found.next?.timestamp ?? null];
  };

  it('are those that the stretch does not touch', async () => {
    const path = film('groups.mp4', GROUPS);
    expect(await around(path)).toEqual([0.4, 0.6]);
    expect(await around(path, { startS: 0.3, endS: 0.7 })).toEqual([0.2, 0.8]);
    expect(await around(path, { startS: 1.9, endS: 2 })).toEqual([1.8, null]);
    expect(await around(film('headers.mp4', `${GROUPS}:repeat-headers=1:aud=1`))).toEqual([0.4, 0.6]);
    expect(await around(film('base.mp4', 'keyint=5:scenecut=0', ['-profile:v', 'baseline']))).toEqual([
      0.4, 0.6,
    ]);
  });

  it('are none of films of fields, other colours, open groups or one group', async () => {
    const fields = ['-flags', '+ilme+ildct'];
    expect(await around(film('mbaff.mp4', `${GROUPS}:tff=1`, fields))).toBeNull();
    expect(await around(film('grey.mp4', GROUPS, ['-pix_fmt', 'gray']))).toBeNull();
    const open = `${GROUPS}:open-gop=1:b-pyramid=normal`;
    expect(await around(film('open.mp4', open))).toBeNull();
    expect(await around(film('one.mp4', 'keyint=250:scenecut=0'))).toBeNull();
  });

  it('are none where the times of the file are not those of its pictures', async () => {
    const path = film('groups.mp4', GROUPS);
    // Its first pictures lie before the start, for those behind it to be decoded.
    const cut = run('cut.mp4', ['-ss', '0.3', '-i', path, '-c', 'copy']);
    expect(await around(cut)).toBeNull();
    const late = run('late.mp4', ['-itsoffset', '5', '-i', path, '-c', 'copy']);
    expect(await around(late, { startS: 5.45, endS: 5.55 })).toBeNull();
    const slow = new Uint8Array(readFileSync(path));
    const edit = Buffer.from(slow.buffer).indexOf('elst');
    // Flags, count, duration and time lie before the rate.
    slow[edit + 21] = 2;
    expect(edit).toBeGreaterThan(0);
    expect(await groupsAround(new Blob([slow]), PART, SIZE)).toBeNull();
  });

  it('are none where packets bring other parameter sets along', async () => {
    // The file's head has others.
    const headers = new Uint8Array(readFileSync(film('headers.mp4', `${GROUPS}:repeat-headers=1`)));
    const head = Buffer.from(headers.buffer).indexOf('avcC');
    const picture = head + 4 + 8 + ((headers[head + 10]! << 8) | headers[head + 11]!) + 3;
    expect(headers[picture]! & 0x1f).toBe(8);
    headers[picture + 2]! ^= 1;
    expect(await groupsAround(new Blob([headers]), PART, SIZE)).toBeNull();
  });
});
