import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clipsOf } from './clip-list.mjs';

const isVideo = (name: string) => /\.(mp4|mkv)$/i.test(name);
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lipslate-list-'));
  mkdirSync(join(folder, 'clips'));
  writeFileSync(join(folder, 'clips/one.mp4'), '');
  writeFileSync(join(folder, 'clips/notes.txt'), '');
  symlinkSync('one.mp4', join(folder, 'clips/linked.mp4'));
  symlinkSync('gone.mp4', join(folder, 'clips/dangling.mp4'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a list of these lines stands for, without its folder. */
function listed(name: string, ...lines: string[]): string[] {
  const path = join(folder, name);
  writeFileSync(path, lines.join('\r\n'));
  return clipsOf(path, isVideo)!.map((clip) => clip.replace(`${folder}/`, ''));
}

describe('the clips that a path stands for', () => {
  it('are those of a folder, links to files among them', () => {
    const found = clipsOf(join(folder, 'clips'), isVideo)!.map((clip) => clip.replace(/.*\//, ''));
    expect(found.sort()).toEqual(['linked.mp4', 'one.mp4']);
    expect(clipsOf(join(folder, 'nowhere'), isVideo)).toBeNull();
    expect(clipsOf(join(folder, 'clips/one.mp4'), isVideo)).toHaveLength(1);
  });

  it('are the first fields of a table, quoted where they hold a comma or a quote', () => {
    expect(
      listed('a.csv', 'file,verdict', '"Hello, world.mp4",late,120', 'b.mp4,late', '"say ""hi"".mkv",x', ''),
    ).toEqual(['Hello, world.mp4', 'b.mp4', 'say "hi".mkv']);
  });

  it('are the lines of a list, commas and all', () => {
    expect(listed('a.txt', 'Hello, world.mp4', ' b.mp4 ', 'c.mp4,late', '# no clip')).toEqual([
      'Hello, world.mp4',
      'b.mp4',
      'c.mp4',
    ]);
  });
});
