/** The originals' numbers in Chromium: what core gives in Node (core/onnx/golden.test.ts) it gives in a browser's worker too. */
import { expect, test } from '@playwright/test';
import {
  everySeventh,
  goldenFace,
  goldenFaces,
  goldenFloats,
  goldenMelWindow,
  goldenSound,
  maxError,
  relativeError,
  withZeroChannels,
} from '../core/onnx/testing/golden';
import { openHarness } from './support/harness';
import { runNetwork } from './support/networks';

test.setTimeout(180_000);

test('MFCC and mel are those of the originals', async ({ page }) => {
  await openHarness(page);
  const { mfcc, mel } = await page.evaluate(
    (samples) => window.harness.networks().features(samples),
    goldenSound(),
  );
  expect(maxError(mfcc, goldenFloats('mfcc'))).toBeLessThan(1e-3);
  expect(maxError(mel, goldenFloats('mel'))).toBeLessThan(1e-3);
});

test('Wav2Lip draws like the original', async ({ page }) => {
  const { outputs, provider } = await runNetwork(
    page,
    'wav2lip',
    { provider: 'wasm' },
    {
      mel: { data: goldenMelWindow(), dims: [1, 1, 80, 16] },
      face: { data: withZeroChannels(goldenFace(), 6, 8, 96 * 96), dims: [1, 8, 96, 96] },
    },
  );
  expect(provider).toBe('wasm');
  expect(maxError(everySeventh(outputs['picture']!), goldenFloats('wav2lip'))).toBeLessThan(1e-5);
});

test("Wav2Lip's expert judges like the original", async ({ page }) => {
  const { outputs } = await runNetwork(
    page,
    'wav2lip-expert',
    { provider: 'wasm' },
    {
      mel: { data: goldenMelWindow(), dims: [1, 1, 80, 16] },
      face: { data: withZeroChannels(goldenFaces(), 15, 16, 48 * 96), dims: [1, 16, 48, 96] },
    },
  );
  expect(relativeError(outputs['face_embedding']!, goldenFloats('expert-face'))).toBeLessThan(1e-4);
  expect(relativeError(outputs['mel_embedding']!, goldenFloats('expert-mel'))).toBeLessThan(1e-4);
});
