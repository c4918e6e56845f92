/** The house rules of `src` that are about who imports whom. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const ROOMS = ['check', 'fix', 'dub', 'models'];
const SRC = 'src';

/** `from to` for each import between top folders of src, with the file it stands in. */
function imports(): { file: string; from: string; to: string }[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  return files.flatMap((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g)].flatMap(
      ([, path]) => {
        const target = normalize(join(dirname(file), path!));
        const [from, to] = [file.split('/')[0]!, target.split('/')[0]!];
        return to === '..' || to === from ? [] : [{ file, from, to }];
      },
    ),
  );
}

it('no room imports another', () => {
  expect(imports().filter(({ from, to }) => ROOMS.includes(from) && ROOMS.includes(to))).toEqual([]);
});

it('the floor and the components know no room, and nobody knows the shell', () => {
  const all = imports();
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ from, to }) => ['engine', 'ui'].includes(from) && ROOMS.includes(to))).toEqual([]);
  expect(all.filter(({ to }) => to === 'app')).toEqual([]);
  expect(all.filter(({ from, to }) => from === 'engine' && to === 'ui')).toEqual([]);
});
