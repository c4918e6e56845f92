import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writePart } from './part';

const hasFfmpeg = /libx264/.test(
  spawnSync('ffmpeg', ['-v', 'quiet', '-encoders'], { encoding: 'utf8' }).stdout ?? '',
);

it.skipIf(!hasFfmpeg)(
  'of a film with an edit that is not carried out no part at other times is made (needs ffmpeg with libx264)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lipslate-part-'));
    const path = join(folder, 'film.mp4');
    const source = ['-f', 'lavfi', '-i', 'testsrc=duration=2:size=64x48:rate=25'];
    execFileSync('ffmpeg', ['-v', 'error', ...source, '-c:v', 'libx264', path]);
    const bytes = new Uint8Array(readFileSync(path));
    rmSync(folder, { recursive: true });
    const write = () =>
      writePart(
        new File([bytes], 'film.mp4'),
        { startS: 0.5, endS: 1, offsetMs: 0, output: { to: 'opfs', folder: 'parts' } },
        () => {},
      );
    expect((await write()).file.size).toBeGreaterThan(1000);
    // At twice the speed: flags, count, duration and time lie before the rate.
    const edit = Buffer.from(bytes.buffer).indexOf('elst');
    expect(edit).toBeGreaterThan(0);
    bytes[edit + 21] = 2;
    await expect(write()).rejects.toMatchObject({ code: 'fix-impossible', detail: /edit list/ });
  },
);
