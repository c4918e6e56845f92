import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CopyKeeper, shortened, writeReport, writing } from './check-output.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipslate-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const RECORD = { file: 'a.mp4', ok: true };
const REPORTS = [{ name: 'a.lip-sync.csv', text: 'offset\n' }];

describe('names of what is written', () => {
  it('are the files’ own, and shorter where an ending would no longer fit; the extension stays', () => {
    expect(shortened('/some/where/a film.mp4')).toBe('a film.mp4');
    const long = `${'x'.repeat(245)}.mp4`;
    expect(shortened(long)).toBe(`${'x'.repeat(196)}.mp4`);
    // Letters of several bytes are not cut in half.
    const cyrillic = shortened(`${'я'.repeat(120)}.mkv`);
    expect(Buffer.byteLength(cyrillic)).toBeLessThanOrEqual(200);
    expect(cyrillic).toMatch(/^я+\.mkv$/);
    expect(writeReport(folder, shortened(long), RECORD, '{}', REPORTS)).toBeNull();
    expect(readdirSync(folder)).toHaveLength(3);
  });
});

describe('what cannot be written', () => {
  it('is told with its reason, and the rest is written all the same', () => {
    writeFileSync(join(folder, 'occupied'), '');
    expect(writeReport(join(folder, 'occupied'), 'a.mp4', RECORD, null, [])).toEqual({
      code: 'output-unwritable',
      message: `The report cannot be written to ${join(folder, 'occupied')}: it is no folder.`,
    });
  });

  it('is told as that, and what failed before it was written as itself', async () => {
    const missing = join(folder, 'missing', 'table.csv');
    const told = `The table cannot be written to ${join(folder, 'missing')}: it is not there.`;
    const write = () => writing('The table', missing, () => writeFileSync(missing, ''));
    await expect(write()).rejects.toThrow(told);
    await expect(writing('The page', join(folder, 'page.html'), write)).rejects.toThrow(told);
  });

  it.skipIf(process.platform !== 'linux')('on a full disk says so (needs /dev/full)', async () => {
    symlinkSync('/dev/full', join(folder, 'a.mp4.record.json'));
    expect(writeReport(folder, 'a.mp4', RECORD, null, REPORTS)?.message).toMatch(
      /no room left on its disk\.$/,
    );
    expect(readFileSync(join(folder, 'a.lip-sync.csv'), 'utf8')).toBe('offset\n');
    symlinkSync('/dev/full', join(folder, 'a.in-sync.mp4.part'));
    const kept = await new CopyKeeper(folder, []).keep(download('a.in-sync.mp4'));
    expect(kept).toMatchObject({ error: { code: 'output-unwritable' } });
    expect(readdirSync(folder)).not.toContain('a.in-sync.mp4.part');
  });

  it('of several is told with its file alone: the ones before and behind are there, whole', async () => {
    const names = ['a', 'b', 'c'].map((name) => `${name}.mp4`);
    mkdirSync(join(folder, 'b.mp4'));
    mkdirSync(join(folder, 'b.mp4.record.json'));
    const keeper = new CopyKeeper(folder, []);
    const kept: Awaited<ReturnType<CopyKeeper['keep']>>[] = [];
    for (const name of names) kept.push(await keeper.keep(download(name, `film ${name}`)));
    const reported = names.map((name) => writeReport(folder, name, { file: name, ok: true }, null, []));
    const why = 'a folder has the name of a file to be written.';
    expect(kept).toEqual([
      { path: join(folder, 'a.mp4') },
      {
        error: {
          code: 'output-unwritable',
          message: `The corrected copy cannot be written to ${folder}: ${why}`,
        },
      },
      { path: join(folder, 'c.mp4') },
    ]);
    expect(reported).toEqual([
      null,
      { code: 'output-unwritable', message: `The report cannot be written to ${folder}: ${why}` },
      null,
    ]);
    for (const name of ['a.mp4', 'c.mp4']) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(`film ${name}`);
      const record = readFileSync(join(folder, `${name}.record.json`), 'utf8');
      expect(JSON.parse(record)).toEqual({ file: name, ok: true });
    }
    expect(readdirSync(folder)).not.toContain('b.mp4.part');
  });

  it('takes no copy down that can be', async () => {
    const keeper = new CopyKeeper(folder, [join(folder, 'a.mp4')]);
    expect(await keeper.keep(download('a.mp4'))).toEqual({ path: join(folder, 'a (2).mp4') });
    expect(readdirSync(folder)).toEqual(['a (2).mp4']);
  });
});

/** As Playwright hands downloads over. */
async function download(name: string, film = 'film') {
  return {
    suggestedFilename: () => name,
    saveAs: async (path: string) => writeFileSync(path, film),
    delete: async () => {},
  };
}
