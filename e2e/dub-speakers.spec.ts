/** Several speakers in one pass: each face moves to its own speech, and all speeches are heard. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { clip, EXAMPLE } from './support/fixtures';
import { runDub } from './support/headless';
import { hasFfmpeg, made } from './support/native-ffmpeg';
import { readWav } from './support/wav';

test.setTimeout(180_000);

const EXAMPLE_SPEECH = EXAMPLE.replace('example.mp4', 'example-speech.flac');
const SIZE = { width: 640, height: 360 };
/** Where mouth and chin of the two faces of the fixture are, and the badge; pixels. */
const MOUTHS = [
  { x: 90, y: 185, width: 150, height: 130 },
  { x: 405, y: 185, width: 150, height: 130 },
];
const BADGE = { x: 440, y: 330, width: 200, height: 30 };
const RATE_HZ = 48_000;
const SECOND_S = 0.4;

test('npm run dub gives two faces a speech each in one pass', async () => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg to cut and to read');
  const film = made('pair.mp4', ['-i', clip('two-faces-both-move'), '-t', '1.2', '-c', 'copy']);
  const sound = ['-ac', '1', '-ar', String(RATE_HZ)];
  const first = made('first.wav', ['-i', clip('speech-mp3'), '-t', '0.8', ...sound]);
  const second = made('second.wav', [
    ...['-ss', '0.3', '-i', EXAMPLE_SPEECH, '-t', '0.7', '-af', 'volume=-12dB', ...sound],
  ]);
  const out = test.info().outputPath('dubbed.mp4');
  const { code, records, stderr } = await runDub(
    ...['--face', film, '--speech', `1:${first}`, '--speech', `2@${SECOND_S}:${second}`, '--out', out],
  );
  expect(stderr).not.toContain('page:');
  expect(records).toMatchObject([{ ok: true, pictures: 28, dubbed: 28, note: true, badge: true }]);
  expect(records).toMatchObject([
    {
      speakers: [
        { faces: [1], speech: 'first.wav', startS: 0 },
        { faces: [2], speech: 'second.wav', startS: SECOND_S },
      ],
    },
  ]);
  expect(code).toBe(0);
  // The signed note names both.
  for (const name of ['first.wav', 'second.wav']) expect(readFileSync(out).includes(name)).toBe(true);

  const [before, after] = [picturesOf(film), picturesOf(out)];
  const moved = [0, 0];
  const outsideDb: number[] = [];
  for (const [n, picture] of after.entries()) {
    const seen = compare(before[n]!, picture);
    seen.mouths.forEach((difference, face) => {
      if (difference > 1) moved[face]! += 1;
    });
    outsideDb.push(seen.outsideDb);
  }
  test.info().annotations.push({
    type: 'pictures',
    description: JSON.stringify({ moved, outsideDb: Math.min(...outsideDb) }),
  });
  for (const pictures of moved) expect(pictures).toBeGreaterThan(after.length / 2);
  expect(Math.min(...outsideDb)).toBeGreaterThan(40);

  // What is heard is both speeches from where they begin, and nothing else.
  const heard = readWav(made('heard.wav', ['-i', out, ...sound])).planes[0]!;
  const voices = [placed(first, 0, heard.length), placed(second, SECOND_S, heard.length)] as const;
  const { gains, restDb } = explained(heard, voices);
  test.info().annotations.push({ type: 'sound', description: JSON.stringify({ gains, restDb }) });
  for (const gain of gains) expect(gain).toBeGreaterThan(0.5);
  // The second one came much softer.
  expect(gains[1] / gains[0]).toBeGreaterThan(1.5);
  expect(restDb).toBeLessThan(-15);

  const wishes = ['--face', film, '--out', out];
  expect((await runDub(...wishes, '--speech', first, '--speech', second)).code).toBe(2);
  expect((await runDub(...wishes, '--speech', first, '--speech', `2:${second}`, '--fit')).code).toBe(2);
  const nobody = await runDub(...wishes, '--speech', first, '--speech', `3:${second}`);
  expect(nobody).toMatchObject({ code: 1, records: [{ error: { code: 'no-face' } }] });
  expect(JSON.stringify(nobody.records)).toMatch(/There is no face 3\. Found .*: face 1 \(.*, face 2 \(/);
});

/** Brightness, picture by picture. */
function picturesOf(path: string): Buffer[] {
  const args = ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const all = execFileSync('ffmpeg', args, { maxBuffer: 1e9 });
  const bytes = SIZE.width * SIZE.height;
  return Array.from({ length: all.length / bytes }, (_, n) => all.subarray(n * bytes, (n + 1) * bytes));
}

/** Mean difference of each mouth, and PSNR of what is neither mouth nor badge. */
function compare(before: Buffer, after: Buffer): { mouths: number[]; outsideDb: number } {
  const sums = [...MOUTHS, BADGE].map(() => 0);
  let [outside, count] = [0, 0];
  for (let i = 0; i < before.length; i++) {
    const [x, y] = [i % SIZE.width, Math.floor(i / SIZE.width)];
    const off = Math.abs(before[i]! - after[i]!);
    const area = [...MOUTHS, BADGE].findIndex(
      (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
    );
    if (area >= 0) sums[area]! += off;
    else {
      outside += off * off;
      count += 1;
    }
  }
  return {
    mouths: MOUTHS.map(({ width, height }, n) => sums[n]! / (width * height)),
    outsideDb: 10 * Math.log10(255 ** 2 / (outside / count)),
  };
}

function placed(path: string, startS: number, length: number): Float32Array {
  const out = new Float32Array(length);
  const start = Math.round(startS * RATE_HZ);
  out.set(readWav(path).planes[0]!.subarray(0, length - start), start);
  return out;
}

/** How loud each of two sounds is in a third, by least squares, and how much of that they leave. */
function explained(heard: Float32Array, [a, b]: readonly [Float32Array, Float32Array]) {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  const [aa, ab, bb, ha, hb] = [dot(a, a), dot(a, b), dot(b, b), dot(heard, a), dot(heard, b)];
  const det = aa * bb - ab * ab;
  const gains = [(ha * bb - hb * ab) / det, (hb * aa - ha * ab) / det] as const;
  const rest = heard.map((value, i) => value - gains[0] * a[i]! - gains[1] * b[i]!);
  return { gains, restDb: 10 * Math.log10(dot(rest, rest) / dot(heard, heard)) };
}
