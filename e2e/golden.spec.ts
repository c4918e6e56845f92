/** The golden pack in Chromium: what core gives in Node (core/onnx/golden.test.ts) it gives in a browser's worker too. */
import { expect, test } from '@playwright/test';
import {
  GOLDEN_REASON,
  goldenFloats,
  goldenJson,
  goldenMissing,
  goldenSpeech,
  maxError,
  relativeError,
} from '../core/onnx/testing/golden';
import { openHarness } from './support/harness';
import { runNetwork, withZeroChannels } from './support/networks';

test.skip(goldenMissing, GOLDEN_REASON);
test.setTimeout(180_000);

test('MFCC and mel of speech are those of the originals', async ({ page }) => {
  await openHarness(page);
  const { mfcc, mel } = await page.evaluate(
    (samples) => window.harness.networks().features(samples),
    goldenSpeech(),
  );
  const errors = {
    mfcc: maxError(mfcc, goldenFloats('speech.mfcc.f32')),
    mel: maxError(mel, goldenFloats('speech.mel.f32')),
  };
  console.log(errors);
  expect(errors.mfcc).toBeLessThan(1e-3);
  expect(errors.mel).toBeLessThan(1e-3);
});

test('distances, offset and confidence are those of the original', async ({ page }) => {
  await openHarness(page);
  const result = await page.evaluate(
    ([lips, sound]) => window.harness.networks().figures(lips!, sound!),
    [goldenFloats('pdist.video.f32'), goldenFloats('pdist.audio.f32')],
  );
  const expected = goldenJson<{ offset: number; min_dist: number; confidence: number }>('pdist.json');
  const error = relativeError(result.curve, goldenFloats('pdist.mean.f32'));
  console.log({ distances: error });
  expect(error).toBeLessThan(1e-4);
  expect(result.offsetFrames).toBe(expected.offset);
  expect(result.minDist).toBeCloseTo(expected.min_dist, 3);
  expect(Math.abs(result.confidence / expected.confidence - 1)).toBeLessThan(1e-5);
});

test('Wav2Lip draws like the original', async ({ page }) => {
  const { outputs, provider } = await runNetwork(page, 'wav2lip', { provider: 'wasm' }, wav2lipFeeds());
  expect(provider).toBe('wasm');
  const error = maxError(outputs['picture']!, goldenFloats('wav2lip.out.f32'));
  console.log({ wav2lip: error });
  expect(error).toBeLessThan(1e-5);
});

test("Wav2Lip's expert judges like the original", async ({ page }) => {
  const face = withZeroChannels(goldenFloats('expert.face.f32'), 15, 16, 48 * 96);
  const mel = goldenFloats('wav2lip.mel.f32').slice(0, 80 * 16);
  const { outputs } = await runNetwork(
    page,
    'wav2lip-expert',
    { provider: 'wasm' },
    { mel: { data: mel, dims: [1, 1, 80, 16] }, face: { data: face, dims: [1, 16, 48, 96] } },
  );
  const errors = {
    face: relativeError(outputs['face_embedding']!, goldenFloats('expert.face_emb.f32')),
    mel: relativeError(outputs['mel_embedding']!, goldenFloats('expert.audio_emb.f32')),
  };
  console.log(errors);
  expect(errors.face).toBeLessThan(1e-4);
  expect(errors.mel).toBeLessThan(1e-4);
});

function wav2lipFeeds() {
  return {
    mel: { data: goldenFloats('wav2lip.mel.f32'), dims: [2, 1, 80, 16] },
    face: {
      data: withZeroChannels(goldenFloats('wav2lip.face.f32'), 6, 8, 96 * 96),
      dims: [2, 8, 96, 96],
    },
  };
}
