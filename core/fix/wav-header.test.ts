/** Headers of WAV files as native ffmpeg reads them; large ones are holes on disk. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasFfmpeg } from '../testing/native-ffmpeg';
import { wavHeader } from './pcm';

const RATE_HZ = 48_000;
const GIB_4 = 2 ** 32;
const tag = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));

it('is RIFF up to the last byte that its sizes can say, and RF64 from there', () => {
  const most = (GIB_4 - 1 - 36) / 3;
  const small = wavHeader(RATE_HZ, 1, Math.floor(most), 3);
  expect([tag(small, 0), small.length]).toEqual(['RIFF', 44]);
  const samples = Math.floor(most) + 1;
  const large = wavHeader(RATE_HZ, 1, samples, 3);
  expect([tag(large, 0), tag(large, 12), tag(large, 48), tag(large, 72)]).toEqual([
    'RF64',
    'ds64',
    'fmt ',
    'data',
  ]);
  const view = new DataView(large.buffer);
  expect([view.getUint32(4, true), view.getUint32(76, true)]).toEqual([0xffffffff, 0xffffffff]);
  expect(view.getBigUint64(20, true)).toBe(BigInt(large.length + 3 * samples - 8));
  expect(view.getBigUint64(28, true)).toBe(BigInt(3 * samples));
  expect(view.getBigUint64(36, true)).toBe(BigInt(samples));
});

it.skipIf(!hasFfmpeg()).each([
  { hours: 0.001, channels: 2 },
  { hours: 2, channels: 8 },
])('of $hours h of $channels channels is read as long as it is (needs ffmpeg)', ({ hours, channels }) => {
  const folder = mkdtempSync(join(tmpdir(), 'wav-'));
  try {
    const path = join(folder, 'long.wav');
    const samples = Math.round(hours * 3600 * RATE_HZ);
    const header = wavHeader(RATE_HZ, channels, samples, 3);
    writeFileSync(path, header);
    truncateSync(path, header.length + samples * channels * 3);
    const told = execFileSync(
      'ffprobe',
      ['-v', 'error', '-show_entries', 'stream=codec_name,channels,duration_ts', '-of', 'csv=p=0', path],
      { encoding: 'utf8' },
    );
    expect(told.trim()).toBe(`pcm_s24le,${channels},${samples}`);
    // The very last sample.
    const tail = ['-ss', String(samples / RATE_HZ - 0.01), '-i', path, '-f', 's24le', '-'];
    const bytes = execFileSync('ffmpeg', ['-v', 'error', ...tail], { maxBuffer: 1e8 });
    expect(bytes.length).toBe(480 * channels * 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
