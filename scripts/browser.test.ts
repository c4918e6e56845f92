import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DISABLED_FEATURES } from './browser.mjs';

test('all that Playwright switches off in Chromium is off here as well', () => {
  const root = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
  const source = readFileSync(join(root, 'lib/coreBundle.js'), 'utf8');
  const [, list] = /disabledFeatures = \[([\s\S]*?)\]\.filter/.exec(source)!;
  const theirs = [...list!.matchAll(/^\s*"(\w+)",?$/gm)].map(([, name]) => name!);
  expect(theirs.length).toBeGreaterThan(10);
  expect(DISABLED_FEATURES).toEqual(expect.arrayContaining(theirs));
});
