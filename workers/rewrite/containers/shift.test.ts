import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Container } from '../container';
import { hasSamePicture } from '../same-picture';
import { openBmff } from './bmff';
import { openMatroska } from './matroska';
import { shifted } from './testing/shifted';

const FIXTURES = join(import.meta.dirname, '../../../e2e/fixtures');
const folder = mkdtempSync(join(tmpdir(), 'shift-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hasFfprobe = spawnSync('ffprobe', ['-version']).status === 0;

const FILES = [
  { name: 'h264-aac.mp4', kind: 'mp4', grainMs: 0.06 },
  { name: 'fragmented.mp4', kind: 'mp4', grainMs: 0.06 },
  { name: 'edit-list-delays-sound.mp4', kind: 'mp4', grainMs: 0.06 },
  { name: 'prores-pcm.mov', kind: 'mov', grainMs: 0.06 },
  { name: 'h264-ac3.mkv', kind: 'matroska', grainMs: 0.51 },
  { name: 'vp9-opus.webm', kind: 'webm', grainMs: 0.51 },
] as const;

const open = (file: Blob, kind: string): Promise<Container | null> =>
  kind === 'mp4' || kind === 'mov' ? openBmff(file, kind) : openMatroska(file, kind);

/** By how much the sound's first packet comes after the picture's, ms, by native ffprobe. */
function leadMs(path: string): number {
  const args = ['-v', 'error', '-show_entries', 'stream=codec_type,start_time', '-of', 'json', path];
  const { streams } = JSON.parse(spawnSync('ffprobe', args).stdout.toString()) as {
    streams: { codec_type: string; start_time: string }[];
  };
  const first = (type: string) => Number(streams.find(({ codec_type }) => codec_type === type)!.start_time);
  return (first('audio') - first('video')) * 1000;
}

describe.each(FILES)('$name, moved losslessly', { timeout: 60_000 }, ({ name, kind, grainMs }) => {
  const bytes = readFileSync(join(FIXTURES, name));

  it.each([
    [-243.4, 'delay-picture'],
    [243.4, 'delay-picture'],
    [243.4, 'trim-sound'],
  ] as const)('by %d ms (%s): what is said is what is in the copy', async (offsetMs, whenLate) => {
    const container = await open(new Blob([bytes]), kind);
    const copy = await shifted(container!, offsetMs, whenLate);
    const movedMs = await container!.movedMs(new Blob([copy]), 0);
    expect(Math.abs(movedMs! - offsetMs)).toBeLessThanOrEqual(grainMs);
    expect(await hasSamePicture(new Blob([bytes]), new Blob([copy]))).toBe(true);
    // Another figure is found where another was written: the copy is what is read.
    const other = await open(new Blob([bytes]), kind);
    const less = await shifted(other!, offsetMs / 2, whenLate);
    expect(Math.abs((await container!.movedMs(new Blob([less]), 0))! - offsetMs / 2)).toBeLessThanOrEqual(
      grainMs,
    );
  });

  it.skipIf(!hasFfprobe)('as native ffprobe sees it (needs ffmpeg)', async () => {
    const before = join(FIXTURES, name);
    const container = await open(new Blob([bytes]), kind);
    const path = join(folder, name);
    writeFileSync(path, await shifted(container!, -243.4, 'delay-picture'));
    expect(Math.abs(leadMs(path) - leadMs(before) - 243.4)).toBeLessThanOrEqual(1);
  });
});
