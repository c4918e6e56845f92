/** An archive worked through by its command, in a real browser: the same figures as the command for single files. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fixture } from './support/fixtures';
import { runArchive, runCheck } from './support/headless';
import { hasFfmpeg } from './support/native-ffmpeg';
import { standInCheckpoint } from './support/syncnet';

test.setTimeout(400_000);

test('a folder is added, checked, fixed, told and asked about', async () => {
  const folder = test.info().outputPath('clips');
  const copies = test.info().outputPath('copies');
  const at = ['--in', test.info().outputPath('archive')];
  mkdirSync(join(folder, 'deep'), { recursive: true });
  const late = join(folder, 'late.mp4');
  copyFileSync(fixture('late-200.mp4'), late);
  copyFileSync(fixture('late-200.mp4'), join(folder, 'deep', 'again.mp4'));
  copyFileSync(fixture('text.mp4'), join(folder, 'text.mp4'));

  expect((await runArchive('add', folder, ...at)).stderr).toContain('3 added.');
  const notes = test.info().outputPath('notes.model');
  writeFileSync(notes, 'These are no weights.');
  expect(await runArchive('work', '--model', notes, ...at)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no model in this file.'),
  });
  const also = ['--model', standInCheckpoint(), '--loudness', '--fix', 'lossless', '--out', copies];
  const worked = await runArchive('work', '--slots', '1', ...also, ...at);
  expect([worked.code, worked.stderr]).toEqual([
    1,
    expect.stringContaining('1 measured, 1 known before, 1 without a result.'),
  ]);
  const fixed = jsonLines(worked.stdout);
  expect(fixed).toHaveLength(2);
  for (const { file, fix } of fixed) {
    expect(fix).toMatchObject({ mode: 'lossless', good: true, after: { verdict: 'in-sync' } });
    expect(fix.file).toContain(`${copies}/`);
    expect(basename(fix.file)).toBe(basename(file).replace('.mp4', '.in-sync.mp4'));
    expect(statSync(fix.file).size).toBeGreaterThan(0);
  }

  const { stdout } = await runArchive('results', '--format', 'jsonl', ...at);
  const records = jsonLines(stdout);
  expect(records.map(({ file }) => file).sort()).toEqual([join(folder, 'deep', 'again.mp4'), late].sort());
  const [alone] = (await runCheck(late)).records;
  expect(Math.abs(records[0].offsetMs - Number(alone!['offsetMs']))).toBeLessThan(1);
  expect(records[0]).toMatchObject({ verdict: 'late', sha256: records[1].sha256 });
  expect(records[0].syncnet).toMatchObject({ minDist: expect.any(Number), confidence: expect.any(Number) });
  if (hasFfmpeg()) {
    const { integratedLufs, truePeakDb } = records[0].loudness;
    expect(Math.abs(integratedLufs - figureOf(late, 'I'))).toBeLessThan(0.2);
    expect(Math.abs(truePeakDb - figureOf(late, 'Peak'))).toBeLessThan(0.3);
  }

  const status = JSON.parse((await runArchive('status', '--json', ...at)).stdout);
  expect(status).toMatchObject({ clips: 3, done: 2, dead: 1, pending: 0, failures: { 'not-a-video': 1 } });
  expect((await runArchive('results', '--filter', 'in-sync', ...at)).stdout.trim().split('\n')).toHaveLength(
    1,
  );
});

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** What native ffmpeg measures by BS.1770. @param name `I` or `Peak`, as its summary calls them */
function figureOf(file: string, name: string): number {
  const args = ['-hide_banner', '-i', file, '-af', 'ebur128=peak=true', '-f', 'null', '-'];
  const summary = spawnSync('ffmpeg', args).stderr.toString().split('Summary:')[1]!;
  return Number(new RegExp(`\\b${name}:\\s+(-?[\\d.]+)`).exec(summary)![1]);
}
