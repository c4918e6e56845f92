/** An archive worked through by its command, in a real browser: the same figures as the command for single files. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fixture } from './support/fixtures';
import { runArchive, runCheck } from './support/headless';

test.setTimeout(180_000);

test('a folder is added, checked, told and asked about', async () => {
  const folder = test.info().outputPath('clips');
  const at = ['--in', test.info().outputPath('archive')];
  mkdirSync(join(folder, 'deep'), { recursive: true });
  const late = join(folder, 'late.mp4');
  copyFileSync(fixture('late-200.mp4'), late);
  copyFileSync(fixture('late-200.mp4'), join(folder, 'deep', 'again.mp4'));
  copyFileSync(fixture('text.mp4'), join(folder, 'text.mp4'));

  expect((await runArchive('add', folder, ...at)).stderr).toContain('3 added.');
  const { code, stderr } = await runArchive('work', '--slots', '1', ...at);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('1 measured, 1 known before, 1 without a result.'),
  ]);

  const { stdout } = await runArchive('results', '--format', 'jsonl', ...at);
  const records = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(records.map(({ file }) => file).sort()).toEqual([join(folder, 'deep', 'again.mp4'), late].sort());
  const [alone] = (await runCheck(late)).records;
  expect(Math.abs(records[0].offsetMs - Number(alone!['offsetMs']))).toBeLessThan(1);
  expect(records[0]).toMatchObject({ verdict: 'late', sha256: records[1].sha256 });

  const status = JSON.parse((await runArchive('status', '--json', ...at)).stdout);
  expect(status).toMatchObject({ clips: 3, done: 2, dead: 1, pending: 0, failures: { 'not-a-video': 1 } });
  expect((await runArchive('results', '--filter', 'in-sync', ...at)).stdout.trim().split('\n')).toHaveLength(
    1,
  );
});
