import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { Correction } from '../../core/fix/correction';
import { hasFfmpeg } from '../../core/testing/native-ffmpeg';
import { soundAlone } from './export-wav';

// Node has none before 21.
vi.stubGlobal('navigator', globalThis.navigator ?? {});

/** Start of a cluster that begins behind 65.5 s, whose time therefore takes three bytes; and where that time lies. */
function lateCluster(file: Uint8Array): number {
  const bytes = Buffer.from(file.buffer);
  for (let at = bytes.indexOf('1f43b675', 0, 'hex'); at >= 0; at = bytes.indexOf('1f43b675', at + 4, 'hex')) {
    const time = bytes.indexOf('e783', at, 'hex');
    if (time >= 0 && time - at < 24) return time + 2;
  }
  throw new Error('no such cluster');
}

it.skipIf(!hasFfmpeg()).each<[string, Correction]>([
  ['moved as a whole', { kind: 'shift', offsetMs: 120 }],
  [
    'moved in parts',
    {
      kind: 'steps',
      segments: [
        { startS: 0, endS: 30, offsetMs: 100 },
        { startS: 30, endS: 78, offsetMs: -60 },
      ],
    },
  ],
])(
  'a time far behind the end, in the middle of a file, silences nothing behind it (needs ffmpeg): %s',
  async (_how, correction) => {
    const folder = mkdtempSync(join(tmpdir(), 'broken-times-'));
    const path = join(folder, 'film.mkv');
    const picture = ['-stream_loop', '-1', '-i', join(import.meta.dirname, '../../e2e/fixtures/in-sync.mp4')];
    const sound = ['-f', 'lavfi', '-i', 'anoisesrc=r=8000:seed=5:a=0.3'];
    const codecs = ['-map', '0:v', '-map', '1:a', '-c:v', 'copy', '-c:a', 'pcm_s16le'];
    execFileSync('ffmpeg', ['-v', 'error', ...picture, ...sound, '-t', '78', ...codecs, path]);
    const bytes = new Uint8Array(readFileSync(path));
    rmSync(folder, { recursive: true });
    const corrected = async () => {
      const output = { to: 'opfs', folder: 'f' } as const;
      const wav = await soundAlone(
        new File([bytes], 'film.mkv'),
        { correction, audioIndex: 0, output },
        () => {},
      );
      return Buffer.from(await wav.arrayBuffer());
    };
    const whole = await corrected();
    const at = lateCluster(bytes);
    // Two hours and twenty minutes later.
    bytes[at]! |= 0x80;
    expect((await corrected()).equals(whole)).toBe(true);
  },
);
