import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

it('docs/sound.md calls everything on the page by its name there', () => {
  const prose = readFileSync('docs/sound.md', 'utf8')
    .replaceAll(/^```.*?^```/gms, '')
    .replaceAll(/`[^`]*`/g, '');
  const labels = [...oneLine(prose).matchAll(/"([A-Z][^"]*?)[.,]?"/g)].map(([, label]) => label!);
  const page = ['src/sound', 'src/ui', 'core/enhance'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .map((name) => oneLine(readFileSync(`${folder}/${name}`, 'utf8'))),
  );
  expect(labels.length).toBeGreaterThan(15);
  expect(labels.filter((label) => !page.some((text) => text.includes(label)))).toEqual([]);
});
