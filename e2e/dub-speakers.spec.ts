/** Several speakers in one pass: each face moves to its own speech, and all speeches are heard. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { networkFile } from '../core/checkpoint/testing/networks';
import { expectAccessible } from './support/accessible';
import { DubPage, LOOK_MS } from './support/dub-page';
import { clip, EXAMPLE, scratchFile } from './support/fixtures';
import { runDub } from './support/headless';
import { hasFfmpeg, made } from './support/native-ffmpeg';
import { test } from './support/server';
import { lagOf, readWav } from './support/wav';
import { WIDE } from './support/wide';

test.setTimeout(180_000);

const EXAMPLE_SPEECH = EXAMPLE.replace('example.mp4', 'example-speech.flac');
const SIZE = { width: 640, height: 360 };
/** Where mouth and chin of the two faces of the fixture are, and the badge; pixels. */
const MOUTHS = [
  { x: 90, y: 185, width: 150, height: 130 },
  { x: 405, y: 185, width: 150, height: 130 },
];
const BADGE = { x: 440, y: 320, width: 200, height: 40 };
const RATE_HZ = 48_000;
const SECOND_S = 0.4;

test('npm run dub gives two faces a speech each in one pass', async () => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  const film = made('pair.mp4', ['-i', clip('two-faces-both-move'), '-t', '1.2', '-c', 'copy']);
  const sound = ['-ac', '1', '-ar', String(RATE_HZ)];
  const first = made('first.wav', ['-i', clip('speech-mp3'), '-t', '0.8', ...sound]);
  const second = made('second.wav', [
    ...['-ss', '0.3', '-i', EXAMPLE_SPEECH, '-t', '0.7', '-af', 'volume=-18dB', ...sound],
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

  const { pictures, moved, outsideDb, besideDb } = changesOf(film, out);
  for (const count of moved) expect(count).toBeGreaterThan(pictures / 2);
  // What the encoder loses: most in the hair, far from both mouths, and no more where what may change ends.
  expect(outsideDb).toBeGreaterThan(38);
  expect(besideDb).toBeGreaterThan(40);

  // What is heard is both speeches from where they begin, and nothing else.
  const decoded = readWav(made('heard.wav', ['-i', out, ...sound])).planes[0]!;
  const voices = [placed(first, 0, decoded.length), placed(second, SECOND_S, decoded.length)] as const;
  const together = voices[0].map((sample, i) => sample + 8 * voices[1][i]!);
  const late = lagOf(together, decoded, 480);
  const heard = decoded.map((_, i) => decoded[i + late] ?? 0);
  const { gains, restDb } = explained(heard, voices);
  test.info().annotations.push({ type: 'sound', description: JSON.stringify({ gains, restDb, late }) });
  for (const gain of gains) expect(gain).toBeGreaterThan(0.5);
  // The second one came much softer.
  expect(gains[1] / gains[0]).toBeGreaterThan(1.5);
  expect(restDb).toBeLessThan(-20);
  expect(Math.abs(late)).toBeLessThan(0.005 * RATE_HZ);
});

test('Wav2Lip draws both faces, each from its own speech, and nothing else changes', WIDE, async () => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  const film = made('pair-brief.mp4', ['-i', clip('two-faces-both-move'), '-t', '0.4', '-c', 'copy']);
  const [first, second] = ['first', 'second'].map((name, n) =>
    made(`${name}-brief.wav`, ['-ss', `${n / 2}`, '-i', EXAMPLE_SPEECH, '-t', '0.3', '-ac', '1']),
  );
  const weights = scratchFile('wav2lip-alike.pth', networkFile('wav2lip-96', { value: 1e-4 }));
  const out = test.info().outputPath('dubbed.mp4');
  const { code, records } = await runDub(
    ...['--face', film, '--speech', `1:${first}`, '--speech', `2:${second}`, '--out', out],
    ...['--engine', 'wav2lip', '--model', weights],
  );
  expect(records).toMatchObject([
    { ok: true, engine: 'wav2lip', pictures: 8, dubbed: 8, speakers: [{ faces: [1] }, { faces: [2] }] },
  ]);
  expect(code).toBe(0);
  const { pictures, moved, outsideDb } = changesOf(film, out);
  expect(moved).toEqual([pictures, pictures]);
  // A mouth of Wav2Lip's reaches to the jaw, a little beyond what counts as one here.
  expect(outsideDb).toBeGreaterThan(33);
});

test('another speaker is added, given a face, a speech and a time by keyboard, and both are dubbed', async ({
  page,
}) => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  // Both, and then a close-up of the left one.
  const film = made('pair-and-one.mp4', [
    ...[
      '-t',
      '0.8',
      '-i',
      clip('two-faces-both-move'),
      '-ss',
      '2',
      '-t',
      '0.6',
      '-i',
      clip('two-faces-both-move'),
    ],
    ...['-filter_complex', '[1:v]crop=380:214:0:80,scale=640:360[one];[0:v][one]concat=n=2'],
    ...['-c:v', 'libx264', '-crf', '16'],
  ]);
  const dub = new DubPage(page);
  await dub.open();
  await dub.face(film);
  await dub.speech(clip('speech-brief'));
  await page.getByRole('button', { name: /^Face 1, / }).click({ timeout: LOOK_MS });
  await expect(dub.faceCard.getByText('2 faces found, seen 3 times in all.')).toBeVisible({
    timeout: LOOK_MS,
  });
  const card = page.getByRole('region', { name: 'Several speakers' });
  await card.getByRole('button', { name: 'Add another speaker' }).press('Enter');
  const speaker = card.getByRole('group', { name: 'Speaker 2', exact: true });
  await expect(speaker.getByRole('checkbox', { name: /^Face 2/ })).toBeChecked();
  await expect(card.getByRole('button', { name: 'Add another speaker' })).toBeDisabled();
  const faces = speaker.getByRole('group', { name: 'Faces of speaker 2' }).getByRole('checkbox');
  await expect(faces).toHaveCount(2);
  await dub.faceCard.getByRole('checkbox', { name: 'Choose faces in every shot by itself' }).press('Space');
  await expect(faces).toHaveCount(3);
  await expect(speaker.getByRole('checkbox', { name: 'Face 1.2, 0:00 to 0:02' })).not.toBeChecked();
  await dub.faceCard.getByRole('checkbox', { name: 'Choose faces in every shot by itself' }).press('Space');
  const note = page.locator('#go-note');
  await expect(note).toHaveText('The speech of speaker 2 is still needed.', { timeout: LOOK_MS });
  await expect(dub.speechCard.getByRole('checkbox')).toHaveCount(0);
  await page.getByTestId('speaker-2-file').setInputFiles(clip('speech-brief'));
  const begins = speaker.getByRole('textbox', { name: 'Speaker 2 begins at' });
  await begins.fill('0.4');
  await begins.press('Enter');
  await expect(begins).toHaveText('0:00.40');
  await expect(dub.go).toBeEnabled({ timeout: LOOK_MS });
  await expectAccessible(page);

  // Clicked, a face says the first speech.
  await page.getByRole('button', { name: /^Face 2, \w+: speaker 2$/ }).click();
  await expect(note).toHaveText('Speaker 2 has no face yet.');
  await expect(dub.go).toBeDisabled();
  await speaker.getByRole('checkbox', { name: /^Face 2/ }).press('Space');
  await expect(
    dub.faceCard.getByText(/Face.1: the first speech. Face.2: the speech of speaker 2./),
  ).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await dub.start();
  expect(await dub.made()).toBe('18 frames, 0.7 s');
  await speaker.getByRole('button', { name: 'Remove speaker 2' }).press('Enter');
  await expect(speaker).toHaveCount(0);
  await expect(note).toContainText('You changed something. Dub again to see it.');
});

/** Pictures in which each mouth is another, and the least PSNR of what is outside of both, and right beside them. */
function changesOf(film: string, out: string) {
  const [before, after] = [picturesOf(film), picturesOf(out)];
  const seen = after.map((picture, n) => compare(before[n]!, picture));
  const found = {
    pictures: after.length,
    // What the encoder loses there is about 1.
    moved: MOUTHS.map((_, face) => seen.filter(({ mouths }) => mouths[face]! > 2.5).length),
    outsideDb: Math.min(...seen.map(({ outsideDb }) => outsideDb)),
    besideDb: Math.min(...seen.map(({ besideDb }) => besideDb)),
  };
  test.info().annotations.push({ type: 'pictures', description: JSON.stringify(found) });
  return found;
}

/** Brightness, picture by picture. */
function picturesOf(path: string): Buffer[] {
  const args = ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', 'gray', '-'];
  const all = execFileSync('ffmpeg', args, { maxBuffer: 1e9 });
  const bytes = SIZE.width * SIZE.height;
  return Array.from({ length: all.length / bytes }, (_, n) => all.subarray(n * bytes, (n + 1) * bytes));
}

type Area = (typeof MOUTHS)[number];

const isIn = ({ x, y, width, height }: Area, px: number, py: number, edge = 0) =>
  px >= x - edge && px < x + width + edge && py >= y - edge && py < y + height + edge;

/** Mean difference of each mouth; PSNR of what is neither mouth nor badge, and of what of that lies within 8 px of a mouth. */
function compare(before: Buffer, after: Buffer): { mouths: number[]; outsideDb: number; besideDb: number } {
  const moved = MOUTHS.map(() => 0);
  const outside = { sum: 0, count: 0 };
  const beside = { sum: 0, count: 0 };
  for (let i = 0; i < before.length; i++) {
    const [x, y] = [i % SIZE.width, Math.floor(i / SIZE.width)];
    const off = Math.abs(before[i]! - after[i]!);
    const mouth = MOUTHS.findIndex((area) => isIn(area, x, y));
    if (mouth >= 0) moved[mouth]! += off;
    else if (!isIn(BADGE, x, y)) {
      const isBeside = MOUTHS.some((area) => isIn(area, x, y, 8));
      for (const part of isBeside ? [outside, beside] : [outside]) {
        part.sum += off * off;
        part.count += 1;
      }
    }
  }
  const psnr = ({ sum, count }: typeof outside) => 10 * Math.log10((255 ** 2 * count) / sum);
  return {
    mouths: MOUTHS.map(({ width, height }, n) => moved[n]! / (width * height)),
    outsideDb: psnr(outside),
    besideDb: psnr(beside),
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
