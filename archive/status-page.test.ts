/** The status page as a string of HTML, and the files of archive/deploy as systemd sees them. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { statusPage } from './status-page.mjs';

const DEPLOY = fileURLToPath(new URL('deploy/', import.meta.url));
const NOW = new Date('2026-01-02T03:04:05Z');
const STATUS = {
  clips: 1000,
  done: 700,
  dead: 7,
  pending: 293,
  clipsPerHour: 600,
  leftS: 1758,
  verdicts: { late: 100, 'in-sync': 600 },
  failures: { 'not-a-video': 7 },
  worst: [{ file: '/clips/<script>"&.mp4', offsetMs: -480.4 }],
};

describe('the status page', () => {
  it('says what is done, how fast, what came of it, and what is worst', () => {
    const page = statusPage(STATUS, NOW);
    expect(page).toContain('<title>70 % – Lipslate archive</title>');
    expect(page).toContain('700 of 1000 done, 7 without a result, 293 left.');
    expect(page).toContain('600 clips an hour, about 30 min left.');
    expect(page.indexOf('in-sync')).toBeLessThan(page.indexOf('>late<'));
    expect(page).toContain('As of <time datetime="2026-01-02T03:04:05.000Z">2026-01-02 03:04 UTC</time>');
    expect(page).toContain('&lt;script&gt;&quot;&amp;.mp4</th><td class="number">-480 ms');
    expect(page).not.toContain('<script');
  });

  it('of an empty archive is a page, too', () => {
    const none = { clips: 0, done: 0, dead: 0, pending: 0, clipsPerHour: null, leftS: null };
    const page = statusPage({ ...none, verdicts: {}, failures: {}, worst: [] }, NOW);
    expect(page).toContain('0 of 0 done');
    expect(page).not.toContain('<table>');
  });
});

const units = readdirSync(DEPLOY).filter((name) => /\.(service|timer)$/.test(name));
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

it.skipIf(!hasSystemd)('systemd finds nothing wrong with the units (needs systemd-analyze)', () => {
  expect(units).toHaveLength(3);
  const { stderr } = spawnSync('systemd-analyze', ['verify', ...units.map((name) => `${DEPLOY}${name}`)]);
  // Where npm lies is the machine's own business.
  const wrong = stderr
    .toString()
    .split('\n')
    .filter((line) => line.includes('lipslate') && !line.includes('/usr/bin/npm is not executable'));
  expect(wrong).toEqual([]);
});

it('what the files of archive/deploy tell the command is what it knows', () => {
  const usage = readFileSync(new URL('cli.mjs', import.meta.url), 'utf8');
  const told = readdirSync(DEPLOY)
    .filter((name) => !name.endsWith('.md'))
    .flatMap((name) => readFileSync(`${DEPLOY}${name}`, 'utf8').split('\n'))
    .filter((line) => /archive -- |^ *args:/.test(line))
    .flatMap((line) => line.match(/--(?!no-|silent)[a-z]+/g) ?? []);
  expect(told.sort()).toEqual(['--html', '--slots', '--slots']);
  for (const option of told) expect(usage).toContain(`      ${option} `);
});
