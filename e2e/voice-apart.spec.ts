/** The voice set apart by files that a visitor brings, from the Models room to the written stems, and by what is built in. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { demucsFile } from '../core/checkpoint/testing/demucs';
import { input, model } from '../core/checkpoint/testing/onnx-writer';
import { separatorPair } from '../core/checkpoint/testing/separators';
import { siSdr } from '../core/testing/si-sdr';
import { expectAccessible } from './support/accessible';
import { EXAMPLE, scratchFile } from './support/fixtures';
import { runSound } from './support/headless';
import { hasFfmpeg } from './support/native-ffmpeg';
import { lagOf, readWav, type Wav, wavBytes } from './support/wav';

const RATE_HZ = 48_000;
const SAMPLES = 3 * RATE_HZ;
const WAIT_MS = 60_000;
/** Bin 300 lies at 3.2 kHz: the networks take what is below for voice. */
const PAIR = separatorPair(300, true);

const LOW = swept(300, 2500);
const HIGH = swept(4500, 9000);

test('the pair is brought once, and sets the voice apart in the Sound room', async ({ page }) => {
  await page.goto('./#/sound');
  const box = page.getByLabel('Separate the voice from music and noise');
  await expect(
    page.getByText(
      /What is built in works .*Not stored here yet: vocals.onnx and accompaniment.onnx, or htdemucs.onnx\./,
    ),
  ).toBeVisible();
  await expect(box).toBeEnabled();
  await page.getByRole('link', { name: 'Add them in the Models room' }).click();
  await page
    .getByTestId('model-file')
    .setInputFiles([
      scratchFile('htdemucs.onnx', Buffer.from(model([input('mix', [1, 2, 343_980])]))),
      ...pairFiles(),
    ]);
  await expect(page.getByText('This looks like HTDemucs in a form that Lipslate does not run')).toBeVisible();
  const voice = page.getByRole('listitem', { name: 'Spleeter, the voice' });
  await expect(voice).toContainText('have not said what licence these weights have', { timeout: WAIT_MS });
  await expect(page.getByRole('listitem', { name: 'Spleeter, all but the voice' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Sound', exact: true }).click();
  await page.getByTestId('sound-file').setInputFiles(mixFile());
  for (const step of ['Repair clicks', 'Remove hum', 'Remove noise', 'Even out near'])
    await page.getByLabel(step).uncheck();
  await page.getByRole('combobox', { name: 'Loudness' }).selectOption('Do not change');
  await box.check();
  const lower = page.getByRole('slider', { name: 'Lower everything else by' });
  await expect(lower).toHaveAttribute('aria-valuetext', /^12.dB$/);
  await lower.press('End');
  await expect(lower).toHaveAttribute('aria-valuetext', 'all of it');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make speech clear' }).click();
  await expect(page.getByRole('heading', { name: 'The prepared sound' })).toBeFocused({ timeout: WAIT_MS });
  await expect(page.getByText('The voice was separated; everything else was removed.')).toBeVisible();
  await expectAccessible(page);

  const files: Wav[] = [];
  for (const what of ['voice', 'rest', 'clear']) files.push(readWav(await download(page, `mix.${what}.wav`)));
  const [apart, rest, clear] = files.map(({ planes }) => planes[0]!) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  expect(files.map(({ rateHz, planes }) => [rateHz, planes.length, planes[0]!.length])).toEqual(
    new Array(3).fill([RATE_HZ, 2, SAMPLES]),
  );
  expect(siSdr(LOW, apart)).toBeGreaterThan(40);
  expect(siSdr(HIGH, rest)).toBeGreaterThan(40);
  expect(siSdr(apart, clear)).toBeGreaterThan(90);
  expect(
    siSdr(
      mix(),
      apart.map((sample, i) => sample + rest[i]!),
    ),
  ).toBeGreaterThan(60);
  expect([lagOf(LOW, apart, 1500), lagOf(HIGH, rest, 1500)]).toEqual([0, 0]);

  // HTDemucs is for science: it waits for a yes, and is used then.
  await page.getByRole('link', { name: 'Models', exact: true }).click();
  await page.getByTestId('model-file').setInputFiles(demucs());
  const stored = page.getByRole('listitem', { name: 'HTDemucs' });
  await expect(stored).toContainText('for scientific purposes only', { timeout: WAIT_MS });
  await page.getByRole('button', { name: 'Accept this licence' }).click();
  await expect(stored).toContainText('Accepted on');
});

test('the command sets it apart as well', async () => {
  const out = join(test.info().outputDir, 'made');
  const given = [mixFile(), '--out', out, '--preset', 'none', '--voice-apart', '20'];
  const separators = pairFiles().flatMap((path) => ['--separator', path]);
  const { code, records } = await runSound(...given, ...separators, '--as', 'wav');
  expect([code, records]).toMatchObject([
    0,
    [{ ok: true, apartBy: 'networks', chain: { voiceApart: 20, noise: 0 } }],
  ]);
  const { planes } = readWav(join(out, 'mix.clear.wav'));
  const wanted = LOW.map((sample, i) => sample + HIGH[i]! / 10);
  expect(siSdr(wanted, planes[0]!)).toBeGreaterThan(40);

  const halved = await runSound(...given, '--separator', demucs(), '--as', 'voice');
  expect([halved.code, halved.records]).toMatchObject([0, [{ ok: true, apartBy: 'networks' }]]);
  const voice = readWav(join(out, 'mix.voice.wav')).planes[0]!;
  const half = LOW.map((sample) => sample / 2);
  const power = (plane: Float32Array) => plane.reduce((total, sample) => total + sample * sample, 0);
  expect(siSdr(half, voice)).toBeGreaterThan(40);
  expect(Math.abs(10 * Math.log10(power(voice) / power(half)))).toBeLessThan(0.1);
  expect(lagOf(LOW, voice, 1500)).toBe(0);
});

test('without files the command takes the voice out of the middle', async () => {
  test.skip(!hasFfmpeg(), 'needs ffmpeg');
  const raw = ['-t', '3', '-ac', '1', '-ar', String(RATE_HZ), '-f', 'f32le', '-'];
  const bytes = execFileSync('ffmpeg', ['-v', 'error', '-i', EXAMPLE, ...raw], { maxBuffer: 1e8 });
  const speech = Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
  const planes = [LOW, HIGH].map((side) => speech.map((sample, i) => sample + (side[i] ?? 0) / 4));
  const file = scratchFile('stage.wav', wavBytes({ rateHz: RATE_HZ, planes }));
  const out = join(test.info().outputDir, 'made');
  const wishes = ['--preset', 'none', '--voice-apart', 'all', '--as', 'voice'];
  const { code, records } = await runSound(file, '--out', out, ...wishes);
  expect([code, records]).toMatchObject([0, [{ ok: true, apartBy: 'built-in' }]]);
  const voice = readWav(join(out, 'stage.voice.wav')).planes;
  voice.forEach((each, side) => {
    expect(siSdr(speech, each) - siSdr(speech, planes[side]!)).toBeGreaterThan(5);
    expect(lagOf(speech, each, 1500)).toBe(0);
  });
});

function pairFiles(): string[] {
  return [
    scratchFile('vocals.fp16.onnx', Buffer.from(PAIR.vocals)),
    scratchFile('accompaniment.fp16.onnx', Buffer.from(PAIR.accompaniment)),
  ];
}

/** Takes half of what is low for voice. */
function demucs(): string {
  return scratchFile('htdemucs.onnx', Buffer.from(demucsFile(3300, { gain: 0.5 })));
}

const mix = () => LOW.map((sample, i) => sample + HIGH[i]!);

function mixFile(): string {
  return scratchFile('mix.wav', wavBytes({ rateHz: RATE_HZ, planes: [mix(), mix()] }));
}

/** A tone that rises, softly begun and ended: a place in it is like no other. */
function swept(fromHz: number, toHz: number): Float32Array {
  return Float32Array.from({ length: SAMPLES }, (_, i) => {
    const s = i / RATE_HZ;
    const turns = fromHz * s + ((toHz - fromHz) * s * s * RATE_HZ) / SAMPLES / 2;
    return 0.2 * Math.sin(2 * Math.PI * turns) * Math.sin((Math.PI * i) / SAMPLES) ** 2;
  });
}

async function download(page: Page, name: string): Promise<string> {
  const arrived = page.waitForEvent('download');
  await page.getByRole('link', { name: `Download ${name}` }).click();
  return (await arrived).path();
}
