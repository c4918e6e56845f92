import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { hasFfmpeg } from '../../core/testing/native-ffmpeg';
import type { RewriteJob } from './contract';
import { rewrite } from './rewrite';

// Node has none before 21.
vi.stubGlobal('navigator', globalThis.navigator ?? {});
const folder = mkdtempSync(join(tmpdir(), 'when-late-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PICTURE = ['-t', '2', '-i', join(import.meta.dirname, '../../e2e/fixtures/in-sync.mp4')];
const CODECS = ['-c:v', 'copy', '-c:a:0', 'pcm_s16le'];
const tone = (hz: number, silentMs: number) => [
  ...['-f', 'lavfi', '-i', `aevalsrc=0.3*sin(${hz}*2*PI*t)*gte(t\\,${silentMs / 1000}):s=48000:d=2`],
];

/** Two sounds behind one picture: how long each is silent at first, and the second one's codec. */
function film(name: string, silentMs: [number, number], second = 'pcm_s16le'): Uint8Array<ArrayBuffer> {
  const path = join(folder, name);
  const sounds = [...tone(300, silentMs[0]), ...tone(500, silentMs[1])];
  const maps = ['-map', '0:v', '-map', '1:a', '-map', '2:a', ...CODECS, '-c:a:1', second];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...PICTURE, ...sounds, ...maps, path]);
  return new Uint8Array(readFileSync(path));
}

/** Samples of a track that native ffmpeg plays. */
function playedOf(copy: Uint8Array, name: string, track: number): number {
  const path = join(folder, `copy-${name}`);
  writeFileSync(path, copy);
  const args = ['-v', 'error', '-i', path, '-map', `0:a:${track}`, '-f', 's16le', '-'];
  const bytes = execFileSync('ffmpeg', args, { maxBuffer: 1e8 });
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
  return samples.filter((sample) => Math.abs(sample) > 100).length;
}

describe.skipIf(!hasFfmpeg())('sound 300 ms late, of two tracks (needs ffmpeg)', { timeout: 60_000 }, () => {
  const move = (file: Uint8Array<ArrayBuffer>, name: string, more: Partial<RewriteJob> = {}) => {
    const correction = { kind: 'shift', offsetMs: 300 } as const;
    const output = { to: 'opfs', folder: 'f' } as const;
    const job: RewriteJob = { mode: 'lossless', correction, audioIndex: 0, output, ...more };
    return rewrite(new File([file], name), job, () => {});
  };

  it.each(['film.mov', 'film.mkv'])('of %s: the picture waits for what is heard in either', async (name) => {
    const original = film(name, [500, 0]);
    const copy = await move(original, name);
    expect(copy.how).toMatch(/^The picture starts 300 ms later/);
    const bytes = new Uint8Array(await copy.file.arrayBuffer());
    for (const track of [0, 1])
      expect(playedOf(bytes, name, track)).toBe(playedOf(original, `before-${name}`, track));
  });

  it('is trimmed where all that moves is silent', async () => {
    const both = await move(film('both.mov', [500, 500]), 'both.mov');
    expect(both.how).toMatch(/^All 2 sound tracks start 300 ms earlier/);
    const alone = await move(film('alone.mov', [500, 0]), 'alone.mov', { moves: 'measured-only' });
    expect(alone.how).toMatch(/^The sound starts 300 ms earlier/);
    const second = await move(film('second.mov', [0, 500]), 'second.mov', { audioIndex: 1 });
    expect(second.how).toMatch(/^The picture starts/);
  });

  it('keeps a track that nothing here decodes', async () => {
    const copy = await move(film('other.mov', [500, 500], 'aac'), 'other.mov');
    expect(copy.how).toMatch(/^The picture starts/);
  });
});
