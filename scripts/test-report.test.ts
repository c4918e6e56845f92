import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nothing, readPlaywright, readVitest, sum, summary } from './test-report.mjs';

const playwright = {
  errors: [],
  suites: [
    {
      title: 'fix.spec.ts',
      specs: [
        { title: 'a', tests: [{ status: 'expected', annotations: [] }] },
        { title: 'b', tests: [{ status: 'flaky', annotations: [] }] },
      ],
      suites: [
        {
          title: 'long files',
          specs: [
            {
              title: 'c',
              tests: [{ status: 'skipped', annotations: [{ type: 'skip', description: 'no disk' }] }],
            },
            { title: 'd', tests: [{ status: 'unexpected', annotations: [] }] },
          ],
        },
      ],
    },
  ],
};

const vitest = {
  testResults: [
    {
      name: '/x/a.test.ts',
      status: 'passed',
      message: '',
      assertionResults: [
        { fullName: 'adds', status: 'passed' },
        { fullName: 'files (opt-in: FILES) are read', status: 'skipped' },
        { fullName: 'joined (needs ffmpeg) of several kinds (M2TS)', status: 'skipped' },
      ],
    },
    { name: '/x/b.test.ts', status: 'failed', message: 'does not load', assertionResults: [] },
  ],
};

describe('the end of npm test', () => {
  it('names a test that passed on the second try, and does not count it as passed', () => {
    const text = summary(readPlaywright(playwright));
    expect(text).toContain(
      '1 flaky (passed on the second try only; not counted below):\n  fix.spec.ts › b\n',
    );
    expect(text.split('\n').at(-1)).toBe('1 passed, 1 failed, 1 skipped');
  });

  it('says that none was flaky, and leaves out what there is none of', () => {
    expect(summary({ ...nothing(), passed: 3 })).toBe('0 flaky\n3 passed, 0 failed');
  });

  it('names what did not run, by reason, and what failed', () => {
    const text = summary(sum([readVitest(vitest), readPlaywright(playwright)]));
    expect(text).toContain('Skipped, opt-in: FILES:\n  files (opt-in: FILES) are read\n');
    expect(text).toContain('Skipped, needs ffmpeg (on the PATH; Debian: apt-get install ffmpeg):\n  joined ');
    expect(text).toContain('Skipped, no disk:\n  fix.spec.ts › long files › c\n');
    expect(text).toContain('Failed:\n  /x/b.test.ts: does not load\n  fix.spec.ts › long files › d\n');
    expect(text.split('\n').at(-1)).toBe('2 passed, 2 failed, 3 skipped');
  });

  it('counts what fails outside a test', () => {
    const outcome = readPlaywright({ errors: [{ message: 'the server did not start' }], suites: [] });
    expect(outcome.failed).toEqual(['the server did not start']);
  });
});

it('every test that may be skipped says what it needs', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
    encoding: 'utf8',
  });
  const silent = files.split('\n').flatMap((file) => {
    if (!/\.(test|spec)\.ts$/.test(file)) return [];
    const text = readFileSync(file, 'utf8');
    const skips = [...text.matchAll(/^\s*(?:if .*)?\b(?:it|test|describe)\.(?:skipIf|runIf|skip)\(/gm)];
    return skips
      .map(({ index }) => text.slice(index, index + 500))
      .filter((code) => !/['"`(](?:needs |opt-in)/.test(code))
      .map((code) => `${file}: ${code.trim().split('\n')[0]}`);
  });
  expect(silent).toEqual([]);
});
