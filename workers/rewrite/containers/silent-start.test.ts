import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasFfmpeg } from '../../../core/testing/native-ffmpeg';
import { openMatroska } from './matroska';
import { shifted } from './testing/shifted';

it.skipIf(!hasFfmpeg()).each(['pcm_s16le', 'ac3'])(
  'a sound that begins with digital silence, all of whose blocks are alike, is told to be moved as it is (needs ffmpeg): %s',
  async (codec) => {
    const folder = mkdtempSync(join(tmpdir(), 'silent-'));
    try {
      const path = join(folder, 'film.mkv');
      const sound = ['-f', 'lavfi', '-i', 'anoisesrc=r=48000:d=2:seed=1,adelay=400'];
      const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:rate=25:duration=2'];
      const codecs = ['-c:v', 'mpeg4', '-c:a', codec];
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...picture, ...sound, ...codecs, path]);
      const bytes = readFileSync(path);
      for (const offsetMs of [150, 250, 395, -150]) {
        const container = await openMatroska(new Blob([bytes]), 'matroska');
        const copy = await shifted(container!, offsetMs, 'trim-sound');
        expect(await container!.movedMs(new Blob([copy]), 0)).toBeCloseTo(offsetMs, 3);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
