import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Of pages with fields of text Chrome asks Google what they are for; TextEntry and TextArea are none. */
test('no component has a field of text of the browser’s own', () => {
  const root = join(import.meta.dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.tsx'),
  );
  expect(files.length).toBeGreaterThan(80);
  const fields = files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const inputs = [...source.matchAll(/<input\b[\s\S]*?\/>/g)].map(([tag]) => /type="(\w+)"/.exec(tag)?.[1]);
    const odd = inputs.filter((type) => !['checkbox', 'radio', 'range', 'file'].includes(type ?? 'text'));
    return [...odd.map((type) => `${file}: ${type}`), ...(source.includes('<textarea') ? [file] : [])];
  });
  expect(fields).toEqual([]);
});
