import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const notice = readFileSync('NOTICE', 'utf8');

/** How NOTICE calls what package.json names otherwise. */
const NAMES: Record<string, string> = {
  '@mediapipe/tasks-vision': 'MediaPipe Tasks Vision',
  comlink: 'Comlink',
  mediabunny: 'Mediabunny',
  react: 'React',
  'react-dom': 'React DOM',
};

describe('NOTICE', () => {
  it.each(Object.keys(packageJson.dependencies))('names %s, which is shipped', (name) => {
    expect(notice).toContain(NAMES[name] ?? name);
  });

  it('names the version of ffmpeg that is shipped', () => {
    expect(notice).toContain(packageJson.dependencies['@ffmpeg/core']);
  });

  it('names only licence texts that are there, and all of them', () => {
    const named = new Set(notice.match(/[\w.-]+\.txt/g) ?? []);
    for (const file of named) expect(existsSync(`public/licenses/${file}`), file).toBe(true);
    expect([...named].sort()).toEqual(readdirSync('public/licenses').sort());
  });
});
