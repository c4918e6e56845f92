/** Offsets that differ by shot, person or stretch, and sound at PAL speed: made from the example, through the product. */
import { expect, test } from '@playwright/test';
import { checkFiles, type EvidenceJson } from './support/automation';
import { clip } from './support/fixtures';
import { hasFfmpeg, made } from './support/native-ffmpeg';

const EXAMPLE = 'public/example.mp4';
/** The example's sound is made so late. */
const LATE_MS = 200;
const NEAR_MS = 20;
const H264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-pix_fmt', 'yuv420p'];
const PCM = ['-c:a', 'pcm_s16le'];

/** A part of the example: picture crop by camera, and how much later its picture and its sound are made. */
const RECIPES = {
  // 12 s, 6 s of a test picture and a tone, 12 s whose sound is 250 ms later.
  'ad-break': [
    ...['-i', EXAMPLE, '-f', 'lavfi', '-t', '6', '-i', 'testsrc2=s=960x720:r=25'],
    ...['-f', 'lavfi', '-t', '6', '-i', 'sine=440:r=48000'],
    '-filter_complex',
    '[0:a]asplit[x][y];[y]adelay=250,atrim=0:12[z];[0:v]setsar=1,split[a][c];[1:v]setsar=1[b];' +
      '[x]apad,atrim=0:12[w];[a][w][b][2:a][c][z]concat=n=3:v=1:a=1[v][s]',
    ...['-map', '[v]', '-map', '[s]', ...H264, ...PCM],
  ],
  // Every other 4 s are a closer camera, whose picture comes six frames (240 ms) later.
  'two-cameras': [
    ...['-i', EXAMPLE, '-filter_complex'],
    '[0:v]setsar=1,split=3[a][b][c];[a]trim=0:4[a1];[c]trim=8:12,setpts=PTS-STARTPTS[c1];' +
      '[b]tpad=start=6:start_mode=clone,crop=672:504:144:72,scale=960:720,setsar=1,trim=4:8,setpts=PTS-STARTPTS[b1];' +
      '[a1][b1][c1]concat=n=3:v=1:a=0[v]',
    ...['-map', '[v]', '-map', '0:a', ...H264, ...PCM],
  ],
  // 12 s, somebody else beside a listener after a pause (160 ms late as made, here 250 ms earlier), the same 12 s again.
  'two-people': [
    ...['-i', EXAMPLE, '-i', clip('two-faces-right-speaks'), '-filter_complex'],
    '[0:v]setsar=1,split[a][c];[1:v]scale=960:720:force_original_aspect_ratio=decrease,pad=960:720:-1:-1,setsar=1[b];' +
      '[0:a]aresample=48000,apad,atrim=0:12,asplit[x][z];' +
      '[1:a]aresample=48000,atrim=0.25,asetpts=PTS-STARTPTS,apad,atrim=0:6[y];' +
      '[a][x][b][y][c][z]concat=n=3:v=1:a=1[v][s]',
    ...['-map', '[v]', '-map', '[s]', ...H264, ...PCM],
  ],
  // After 6 s another device, with 150 ms more.
  'device-swapped': [
    ...['-i', EXAMPLE, '-filter_complex'],
    '[0:a]asplit[a][b];[a]atrim=0:6[a1];[b]atrim=6,asetpts=PTS-STARTPTS,adelay=150[b1];' +
      '[a1][b1]concat=n=2:v=0:a=1,atrim=0:12[s]',
    ...['-map', '0:v', '-map', '[s]', '-c:v', 'copy', ...PCM],
  ],
  'pal-slow': ['-i', EXAMPLE, '-af', 'atempo=.96', '-c:v', 'copy', ...PCM],
  'pal-fast': ['-i', EXAMPLE, '-af', `atempo=${25 / 24}`, '-c:v', 'copy', ...PCM],
} as const;

type Name = keyof typeof RECIPES;

test.describe('made with ffmpeg', () => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  const results = new Map<Name, EvidenceJson['measurement']>();

  test.beforeAll(async ({ browser, baseURL }) => {
    test.setTimeout(300_000);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(baseURL!);
    const names = Object.keys(RECIPES) as Name[];
    const files = names.map((name) => made(`${name}.mkv`, RECIPES[name]));
    const checked = await checkFiles(page, files);
    names.forEach((name, i) => {
      results.set(name, checked[i]!.evidence!.measurement);
    });
    await context.close();
  });

  for (const { name, parts, kind } of [
    {
      name: 'ad-break',
      parts: [
        [0, 0],
        [18, 250],
      ],
      kind: 'cut',
    },
    {
      name: 'two-cameras',
      parts: [
        [0, 0],
        [4, -240],
        [8, 0],
      ],
      kind: 'cut',
    },
    {
      name: 'two-people',
      parts: [
        [0, 0],
        [12, -290],
        [18, 0],
      ],
      kind: 'cut',
    },
    {
      name: 'device-swapped',
      parts: [
        [0, 0],
        [6, 150],
      ],
      kind: 'within-shot',
    },
  ] as const) {
    test(`${name}: every part with its own offset, in its place`, () => {
      const { verdict, pattern, segments } = results.get(name)!;
      const said = segments.map(({ startS, offsetMs }) => `${startS.toFixed(2)}: ${offsetMs.toFixed(0)}`);
      test.info().annotations.push({ type: 'parts', description: said.join(', ') });
      expect(verdict).toBe('varies');
      expect(pattern.kind).toBe('steps');
      expect(segments).toHaveLength(parts.length);
      parts.forEach(([startS, moreMs], i) => {
        expect(Math.abs(segments[i]!.offsetMs - LATE_MS - moreMs)).toBeLessThanOrEqual(NEAR_MS);
        expect(Math.abs(segments[i]!.startS - startS)).toBeLessThanOrEqual(kind === 'cut' ? 0.1 : 0.6);
        if (i > 0) expect(segments[i]!.startsAt).toBe(kind);
      });
    });
  }

  for (const { name, ratio } of [
    { name: 'pal-slow', ratio: 1 / 0.96 },
    { name: 'pal-fast', ratio: 24 / 25 },
  ] as const) {
    test(`${name}: a drift of ${((ratio - 1) * 100).toFixed(1)} %, from and to the right offsets`, () => {
      const { verdict, pattern } = results.get(name)!;
      expect(verdict).toBe('varies');
      if (pattern.kind !== 'drift') throw new Error(`The pattern is ${pattern.kind}, not a drift`);
      expect(Math.abs(pattern.ppm - (ratio - 1) * 1e6)).toBeLessThan(1500);
      expect(Math.abs(pattern.startMs - LATE_MS * ratio)).toBeLessThanOrEqual(NEAR_MS);
    });
  }
});
