/** The SyncNet engine with stand-in weights: both towers in Chromium, and its figures in a check without a window. */
import { expect, test } from '@playwright/test';
import { GOLDEN_REASON, goldenBytes, goldenFloats, goldenMissing } from '../core/onnx/testing/golden';
import { soundWindows } from '../core/sync/syncnet';
import { fixture, scratchFile } from './support/fixtures';
import { runCheck } from './support/headless';
import { compareTowers, noise, standInCheckpoint, towersInNode } from './support/syncnet';

test.setTimeout(180_000);
const CLIP = fixture('late-200.mp4');

test('both towers give in Chromium what they give in Node', async ({ page }) => {
  const sound = noise(2 * 260, 20);
  const pictures = Uint8Array.from(noise(6 * 3 * 224 * 224, 256));
  const errors = await compareTowers(
    page,
    standInCheckpoint(),
    sound,
    pictures,
    await towersInNode(sound, pictures),
  );
  expect(errors.runtime).toMatchObject({ provider: 'wasm', failedCheck: false });
  expect(errors.sound).toBeLessThan(1e-4);
  expect(errors.lips).toBeLessThan(1e-4);
});

test('both towers give in Chromium what the original gives', async ({ page }) => {
  test.skip(goldenMissing, GOLDEN_REASON);
  const heard = goldenFloats('syncnet.audio.f32');
  const seen = goldenFloats('syncnet.lip.f32');
  const starts = Array.from({ length: heard.length / 1024 }, (_, n) => 4 * n);
  const errors = await compareTowers(
    page,
    standInCheckpoint(),
    soundWindows(goldenFloats('speech.mfcc.f32'), starts),
    planesOf(goldenBytes('syncnet.frames_bgr.u8')),
    { sound: heard, lips: seen },
  );
  expect(errors.sound).toBeLessThan(1e-4);
  expect(errors.lips).toBeLessThan(1e-4);
});

test('check --engine syncnet measures with the given weights and prints its figures', async () => {
  const { code, records } = await runCheck('--engine', 'syncnet', '--model', standInCheckpoint(), CLIP);
  expect(code).toBe(0);
  // Weights of noise know nothing of lips: only that they ran to the end can be told.
  expect(records).toMatchObject([{ file: CLIP, ok: true, engine: 'syncnet', syncnet: FIGURES }]);
  expect(records[0]).toMatchObject({ tracks: [{ id: 1, syncnet: records[0]?.['syncnet'] }] });
});

test('a check with weights at hand measures by motion and adds the figures', async () => {
  const { code, records } = await runCheck('--model', standInCheckpoint(), CLIP);
  expect(code).toBe(0);
  expect(records).toMatchObject([{ ok: true, verdict: 'late', engine: 'motion', syncnet: FIGURES }]);
});

test('a file that is no model is named before anything is read', async () => {
  const text = scratchFile('notes.model', 'These are no weights.\n');
  const { code, records, stderr } = await runCheck('--engine', 'syncnet', '--model', text, CLIP);
  expect(code).toBe(2);
  expect(records).toEqual([]);
  expect(stderr).toContain('This file holds no model.');
});

test('SyncNet without weights is refused in one sentence', async ({ page }) => {
  await page.goto('/');
  await page.waitForFunction(() => 'lipslate' in globalThis);
  const records = await page.evaluate(async () => {
    const clip = await (await fetch('example.mp4')).blob();
    return globalThis.lipslate.check([new File([clip], 'example.mp4')], { engine: 'syncnet' });
  });
  expect(records).toMatchObject([
    { ok: false, error: { code: 'model-missing', message: expect.stringContaining('weights are not here') } },
  ]);
});

const FIGURES = {
  offsetFrames: expect.any(Number),
  minDist: expect.any(Number),
  confidence: expect.any(Number),
};

/** [N, 224, 224, 3] -> [N, 3, 224, 224] */
function planesOf(pixels: Uint8Array): Uint8Array {
  const area = 224 * 224;
  const out = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const pixel = Math.floor(i / 3);
    out[(3 * Math.floor(pixel / area) + (i % 3)) * area + (pixel % area)] = pixels[i]!;
  }
  return out;
}
