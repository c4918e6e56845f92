/** Styles and components agree: no class is used that is nowhere defined, and none is defined that nobody uses. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).map((name) => join(SRC, name));
const components = files
  .filter((name) => name.endsWith('.tsx'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const sheets = files.filter((name) => name.endsWith('.module.css'));

describe('classes of modules', () => {
  const modules = sheets.map((path) => ({
    name: relative(SRC, path),
    defined: ownClasses(readFileSync(path, 'utf8')),
    users: components.flatMap(({ path: user, text }) =>
      importsOf(user, text)
        .filter(({ sheet }) => sheet === path)
        .map(({ name }) => ({ name, text })),
    ),
  }));

  test('every one used is defined', () => {
    const missing = modules.flatMap(({ name: sheet, defined, users }) =>
      users.flatMap(({ name, text }) =>
        [...text.matchAll(new RegExp(`\\b${name}\\['([^']+)'\\]`, 'g'))]
          .filter(([, used]) => !defined.has(used!))
          .map(([, used]) => `${sheet}: ${used}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  test('every one defined is used', () => {
    const unused = modules.flatMap(({ name: sheet, defined, users }) =>
      [...defined]
        .filter((wanted) => !users.some(({ name, text }) => uses(text, name, wanted)))
        .map((wanted) => `${sheet}: ${wanted}`),
    );
    expect(unused).toEqual([]);
  });
});

describe('global classes', () => {
  const globals = ownClasses(readFileSync(join(SRC, 'ui/base.css'), 'utf8'));
  const written = new Set(components.flatMap(({ text }) => plainClasses(text)));

  test('every one used is in base.css', () => {
    expect([...written].filter((name) => !globals.has(name))).toEqual([]);
  });

  test('every one in base.css is used', () => {
    // Made of a tone's name.
    const unused = [...globals].filter((name) => !written.has(name) && !name.startsWith('tone-'));
    expect(unused).toEqual([]);
  });

  test('modules name no global class that is nowhere defined', () => {
    const named = sheets.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/:global\(\.([\w-]+)\)/g)].map(([, name]) => name!),
    );
    expect(named.filter((name) => !globals.has(name))).toEqual([]);
  });
});

/** Classes that a sheet defines itself. */
function ownClasses(css: string): Set<string> {
  const selectors = css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/:global\([^)]*\)/g, '')
    .matchAll(/(?<=^|[{}])([^{}]+)\{/g);
  return new Set(
    [...selectors].flatMap(([, text]) => [...text!.matchAll(/\.([a-zA-Z][\w-]*)/g)].map((m) => m[1]!)),
  );
}

function importsOf(user: string, text: string): { name: string; sheet: string }[] {
  return [...text.matchAll(/import (\w+) from '([^']+\.module\.css)'/g)].map(([, name, from]) => ({
    name: name!,
    sheet: resolve(dirname(user), from!),
  }));
}

/** By name, or as one of a few words where the class is chosen: `styles[size]` with `'card'` somewhere in the file. */
function uses(text: string, name: string, wanted: string): boolean {
  if (text.includes(`${name}['${wanted}']`)) return true;
  return new RegExp(`\\b${name}\\[\\w`).test(text) && text.includes(`'${wanted}'`);
}

/** Words of `className` that come from no module. */
function plainClasses(text: string): string[] {
  return [...text.matchAll(/className=(?:"([^"]*)"|\{)/g)]
    .flatMap((match) => match[1]?.split(/\s+/) ?? wordsOf(codeAt(text, match.index + match[0].length)))
    .filter((word) => word !== '' && !word.startsWith('tone-'));
}

/** What stands in quotes, without what is compared and what is put in. */
function wordsOf(code: string): string[] {
  const choices = code.replace(/\w+\[[^\]]*\]/g, '').replace(/[!=]== '[^']*'/g, '');
  const quoted = [...choices.matchAll(/'([^']*)'/g)].map(([, words]) => words!);
  const templates = [...choices.matchAll(/`([^`]*)`/g)].map(([, words]) =>
    words!.replace(/\$\{[^}]*\}/g, ''),
  );
  return [...quoted, ...templates].flatMap((words) => words.split(/\s+/));
}

/** From after an opening brace to the one that closes it. */
function codeAt(text: string, start: number): string {
  let end = start;
  for (let open = 1; open > 0; end += 1) open += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
  return text.slice(start, end - 1);
}
