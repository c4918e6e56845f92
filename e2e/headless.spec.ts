/** `npm run --silent check -- FILE…`: lines on standard output, exit status, reports. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { picturePackets } from './support/fix-page';
import { clip, EXAMPLE, scratchCopy, scratchFile, sparseFile } from './support/fixtures';
import { runCheck as check } from './support/headless';
import {
  ALONG_RATE_HZ,
  firstPictureS,
  hasFfmpeg,
  made,
  soundAlong,
  twoVoices,
} from './support/native-ffmpeg';
import { lagOf } from './support/wav';
import { unless, WIDE } from './support/wide';

test.setTimeout(180_000);

const GOOD = clip('late-200');

test(
  'a film of an hour, watched in one lane until its sound is put away, is measured as its first minute is',
  WIDE,
  async () => {
    test.skip(!hasFfmpeg(), 'needs ffmpeg');
    test.setTimeout(900_000);
    const codecs = '-vf fps=10,scale=640:-2 -c:v libx264 -preset veryfast -c:a aac'.split(' ');
    const minute = made('minute.mp4', ['-stream_loop', '-1', '-i', GOOD, '-t', '60', ...codecs]);
    const film = made('film.mp4', ['-stream_loop', '61', '-i', minute, '-c', 'copy']);
    const { records } = await check(minute, film);
    const [short, long] = records.map(({ offsetMs }) => Number(offsetMs));
    expect(records[1]).toMatchObject({ ok: true, verdict: 'late', durationS: expect.closeTo(3720, -1) });
    expect(Math.abs(long! - short!)).toBeLessThan(10);
  },
);

test('a file is one line of JSON with every documented field; --report writes it, what it rests on, and every report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-report-'));
  const { code, records } = await check('--report', folder, EXAMPLE);
  expect(code).toBe(0);
  expect(records).toHaveLength(1);
  const record = records[0]!;
  expect(Object.keys(record)).toEqual(
    'file ok verdict offsetMs ci95Ms probability pattern engine durationS sound tracks segments syncnet warnings wallS'.split(
      ' ',
    ),
  );
  expect(record).toMatchObject({ file: EXAMPLE, ok: true, engine: 'lipslate' });
  expect(record['tracks']).toMatchObject([
    { id: 1, startS: expect.any(Number), speakingS: expect.any(Number) },
  ]);
  expect(readdirSync(folder).sort()).toEqual([
    ...'csv edl fcpxml html json markers.csv markers.edl otio srt txt xml'
      .split(' ')
      .map((end) => `example.lip-sync.${end}`),
    'example.mp4.evidence.json',
    'example.mp4.record.json',
  ]);
  expect(JSON.parse(readFileSync(join(folder, 'example.mp4.record.json'), 'utf8'))).toEqual(records[0]);
  const evidence = JSON.parse(readFileSync(join(folder, 'example.mp4.evidence.json'), 'utf8'));
  expect(evidence.measurement.offsetMs).toBeCloseTo(Number(records[0]?.['offsetMs']), 0);
  expect(evidence.tracks[0].timesS.length).toBe(evidence.tracks[0].opening.length);
  const report = JSON.parse(readFileSync(join(folder, 'example.lip-sync.json'), 'utf8'));
  expect(report.result.offsetMs).toBe(records[0]?.['offsetMs']);
  rmSync(folder, { recursive: true });
});

test('several files come out in their order; one that is no video takes no other down', async () => {
  const text = scratchFile('notes.txt', 'This is no video.\n');
  const empty = scratchFile('empty.mp4', '');
  // Of the two faces the first is silent, and nothing can be told by it alone.
  const two = clip('two-faces-right-speaks');
  const options = ['--part', '0:01-0:05', '--face', '1'];
  const { code, records } = await check(...options, text, 'no-such-file.mp4', GOOD, two, empty);
  expect(code).toBe(1);
  expect(records).toMatchObject([
    { file: text, ok: false, error: { code: 'not-a-video', message: 'This file is not a video.' } },
    { file: 'no-such-file.mp4', ok: false, error: { code: 'file-unreadable' } },
    { file: GOOD, ok: true, warnings: expect.arrayContaining(['Only 0:01.0 to 0:05.0 was checked.']) },
    { file: two, verdict: 'unsure', warnings: expect.arrayContaining(['Measured by face 1 alone.']) },
    { file: empty, ok: false, error: { code: 'empty-file' } },
  ]);
});

test('a file of 4 GB is opened in place', async () => {
  const sparse = sparseFile('four-gigabytes.mp4', 4 * 1024 ** 3 + 1);
  const startMs = Date.now();
  const { code, records } = await check(sparse);
  expect(code).toBe(1);
  expect(records).toMatchObject([{ file: sparse, ok: false }]);
  expect(Date.now() - startMs).toBeLessThan(60_000);
  rmSync(sparse);
});

test('what cannot be written is told with its file, and the next ones go on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-occupied-'));
  mkdirSync(join(folder, '1-late-200.mp4.record.json'));
  const { code, records, stderr } = await check('--report', folder, GOOD, clip('in-sync'));
  expect(code).toBe(1);
  expect(records).toMatchObject([
    { ok: true, verdict: 'late', report: { error: { code: 'output-unwritable' } } },
    { ok: true, verdict: 'in-sync' },
  ]);
  expect(JSON.parse(readFileSync(join(folder, '2-in-sync.mp4.record.json'), 'utf8'))).toEqual(records[1]);
  expect(stderr).not.toMatch(/\n {4}at /);
  rmSync(folder, { recursive: true });
});

test('a name too long for reports and copies is shortened, and its end stays', WIDE, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-long-'));
  const long = scratchCopy(clip('late-200'), `${'long-'.repeat(49)}.mp4`);
  const { code } = await check('--report', folder, '--fix', 'lossless', '--out', folder, long);
  expect(code).toBe(0);
  const names = readdirSync(folder);
  expect(names).toHaveLength(11);
  expect(names.filter((name) => name.endsWith('.mp4'))).toHaveLength(1);
  expect(names.filter((name) => name.endsWith('.record.json'))).toHaveLength(1);
  rmSync(folder, { recursive: true });
  rmSync(long);
});

test('--audio names the track, and what of it', async () => {
  // Of eight channels, where they can be made: the downmix is 300 ms later than the one that is named.
  const [argument, film, mix, lateMs] = hasFfmpeg()
    ? (['2:4', twoVoices('behind silence'), 'channel 4, bass (LFE)', 200] as const)
    : (['2', clip('two-tracks-first-silent'), 'downmix', 120] as const);
  const { code, records } = await check('--audio', argument, film);
  expect(code).toBe(0);
  expect(records).toMatchObject([{ ok: true, sound: { track: 2, mix, speechTrack: null } }]);
  expect(Math.abs((records[0]!['offsetMs'] as number) - lateMs)).toBeLessThan(40);
  const isTold = (records[0]!['warnings'] as string[]).includes(`As chosen, ${mix} alone was listened to.`);
  expect(isTold).toBe(mix !== 'downmix');
  const first = (await check(clip('two-tracks-first-silent'))).records[0];
  expect(first).toMatchObject({ verdict: 'unsure', sound: { track: 1, speechTrack: 2 } });
  expect(first?.['warnings']).toContain('The second sound track has speech: check that one.');
  const none = await check('--audio', '3', clip('two-tracks-first-silent'));
  expect(none.records).toMatchObject([{ ok: false, error: { code: 'no-such-track' } }]);
});

test('--fix writes corrected copies of what is off, leaves the rest alone, and tells of each', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-fixed-'));
  const names = ['late-200', 'in-sync', 'silence'];
  const { code, records } = await check('--fix', 'lossless', '--out', folder, ...names.map(clip));
  expect(code).toBe(0);
  const file = join(folder, 'late-200.in-sync.mp4');
  expect(records[0]?.['fix']).toMatchObject({
    file,
    mode: 'lossless',
    before: { verdict: 'late', offsetMs: records[0]?.['offsetMs'] },
    after: { verdict: 'in-sync' },
    how: expect.stringMatching(/\.$/),
    good: true,
  });
  const { residualMs } = records[0]!['fix'] as { residualMs: number };
  expect(Math.abs(residualMs)).toBeLessThanOrEqual(20);
  expect(records.slice(1).map((record) => record['fix'])).toEqual([null, null]);
  // Whole, under its own name, and nothing else beside it.
  expect(readdirSync(folder)).toEqual(['late-200.in-sync.mp4']);
  expect(await picturePackets(readFileSync(file))).toBe(await picturePackets(readFileSync(clip('late-200'))));
  rmSync(folder, { recursive: true });
});

for (const bFrames of ['2', '0'])
  test(
    `AVI has no presentation times: a copy is moved by what is said, with ${bFrames} B-frames, as native ffmpeg reads it`,
    unless(bFrames === '2'),
    async () => {
      test.skip(!hasFfmpeg(), 'needs ffmpeg');
      const folder = mkdtempSync(join(tmpdir(), 'lipslate-fixed-'));
      const sound = ['-af', 'aresample=async=1:first_pts=0', '-c:a', 'ac3', '-b:a', '192k'];
      const film = made(`pictures-${bFrames}.avi`, ['-i', GOOD, '-c:v', 'libx264', '-bf', bFrames, ...sound]);
      const { code, records } = await check('--fix', 'lossless', '--out', folder, film);
      expect(code).toBe(0);
      const { file, appliedMs, residualMs, warnings } = records[0]!['fix'] as Record<string, unknown>;
      expect(Math.abs(Number(records[0]!['offsetMs']) - Number(appliedMs))).toBeLessThan(1);
      expect(Math.abs(Number(residualMs))).toBeLessThan(5);
      expect(warnings).not.toContainEqual(expect.stringContaining('are left'));
      const lag = lagOf(soundAlong(film), soundAlong(String(file)), ALONG_RATE_HZ / 2);
      const pictureLaterMs = (firstPictureS(String(file)) - firstPictureS(film)) * 1000;
      const movedMs = pictureLaterMs - (lag / ALONG_RATE_HZ) * 1000;
      expect(Math.abs(movedMs - Number(appliedMs))).toBeLessThan(1.5);
      rmSync(folder, { recursive: true });
    },
  );

test('--fix lossless of a jump: said in its record, the others go on, exit status 1', WIDE, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-fixed-'));
  const { code, records } = await check('--fix', 'lossless', '--out', folder, clip('step-300'), GOOD);
  expect(code).toBe(1);
  expect(records).toMatchObject([
    { ok: true, fix: { mode: 'lossless', error: { code: 'fix-impossible' } } },
    { ok: true, fix: { good: true } },
  ]);
  expect(readdirSync(folder)).toEqual(['late-200.in-sync.mp4']);
  rmSync(folder, { recursive: true });
});

test('--fix baked takes a drift out', WIDE, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lipslate-fixed-'));
  const { code, records } = await check('--fix', 'baked', '--out', folder, clip('drift-5000ppm'));
  expect(code).toBe(0);
  expect(records).toMatchObject([{ fix: { good: true, appliedMs: null } }]);
  expect(readdirSync(folder)).toEqual(['drift-5000ppm.in-sync.mp4']);
  rmSync(folder, { recursive: true });
});

test.describe('wrong arguments are refused before anything is read', () => {
  const cases: [string, string[], RegExp][] = [
    ['no file', [], /at least one file/],
    ['an unknown option', ['--fast', 'a.mp4'], /--fast/],
    ['an unknown engine', ['--engine', 'magic', 'a.mp4'], /--engine magic/],
    ['SyncNet without its weights', ['--engine', 'syncnet', 'a.mp4'], /--model FILE/],
    [
      'a model that is not there',
      ['--model', 'no-such.pth', 'a.mp4'],
      /no-such\.pth: this file cannot be opened/,
    ],
    ['a sound track that is none', ['--audio', '0', 'a.mp4'], /--audio 0/],
    ['an unknown choice of windows', ['--windows', 'some', 'a.mp4'], /--windows some/],
    ['a range that is no number', ['--range', 'wide', 'a.mp4'], /--range wide/],
    ['an unknown kind of fix', ['--fix', 'magic', '--out', 'x', 'a.mp4'], /--fix magic/],
    ['a fix without a place for it', ['--fix', 'baked', 'a.mp4'], /--out DIR/],
    ['a place without a fix', ['--out', 'x', 'a.mp4'], /--fix lossless/],
    ['an unknown profile', ['--profile', 'smpte', 'a.mp4'], /--profile smpte/],
    ['a face that is none', ['--face', '0', 'a.mp4'], /--face 0/],
    ['a part that is none', ['--part', '5-5.5', 'a.mp4'], /a second apart/],
    ['limits that are none', ['--profile', 'own:40', 'a.mp4'], /own:EARLY\/LATE/],
  ];
  for (const [what, args, sentence] of cases) {
    test(what, async () => {
      const { code, records, stderr } = await check(...args);
      expect(code).toBe(2);
      expect(records).toEqual([]);
      expect(stderr).toMatch(sentence);
      expect(stderr).toContain('Usage: npm run --silent check');
    });
  }
});
