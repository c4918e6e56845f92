/**
 * The networks on WebGPU, opt-in (`npm run test:webgpu`): without a graphics processor Chromium emulates one, on which
 * one picture of Wav2Lip takes over a minute. Correctness only, and what happens where WebGPU is wrong.
 */
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import {
  everySeventh,
  goldenFace,
  goldenFloats,
  goldenMelWindow,
  maxError,
  withZeroChannels,
} from '../core/onnx/testing/golden';
import { CHROMIUM_ARGS, findChromium } from '../scripts/browser.mjs';
import { runNetwork } from './support/networks';
import { compareTowers, noise, standInCheckpoint, towersInNode } from './support/syncnet';

test.skip(!process.env['LIPSLATE_WEBGPU'], 'opt-in: npm run test:webgpu');
test.setTimeout(1_800_000);

const WEBGPU = { allowSoftware: true };
const WRONG_NUMBERS =
  /^WebGPU gave wrong numbers in the self-check on this graphics processor \(.+\), so WASM is used\.$/;
let browser: Browser;
let page: Page;

test.beforeEach(async () => {
  const executablePath = await findChromium();
  browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: [...CHROMIUM_ARGS, '--enable-unsafe-webgpu'],
  });
  page = await browser.newPage();
});
test.afterEach(() => browser.close());

test('both towers pass their self-check on WebGPU, and it is remembered', async () => {
  const sound = noise(260, 20);
  const pictures = Uint8Array.from(noise(5 * 3 * 224 * 224, 256));
  const expected = await towersInNode(sound, pictures);
  const result = await compareTowers(page, standInCheckpoint(), sound, pictures, expected, true);
  console.log(result);
  expect(result.runtime).toMatchObject({ provider: 'webgpu', reason: null, failedCheck: false });
  expect(result.sound).toBeLessThan(5e-3);
  expect(result.lips).toBeLessThan(5e-3);
  expect(Object.values(await verdicts())).toMatchObject([{ ok: true }, { ok: true }]);
});

test('Wav2Lip draws on WebGPU what the original draws', async () => {
  const startMs = performance.now();
  const { outputs, provider } = await runNetwork(page, 'wav2lip', WEBGPU, {
    mel: { data: goldenMelWindow(), dims: [1, 1, 80, 16] },
    face: { data: withZeroChannels(goldenFace(), 6, 8, 96 * 96), dims: [1, 8, 96, 96] },
  });
  const error = maxError(everySeventh(outputs['picture']!), goldenFloats('wav2lip'));
  console.log({ wav2lip: error, seconds: Math.round((performance.now() - startMs) / 1000) });
  expect(provider).toBe('webgpu');
  // In 0..1: less than half a level of 255.
  expect(error).toBeLessThan(2e-3);
  expect(Object.values(await verdicts())).toMatchObject([{ ok: true }]);
});

test("Wav2Lip's expert passes its self-check on WebGPU", async () => {
  expect(await runNetwork(page, 'wav2lip-expert', WEBGPU)).toMatchObject({
    provider: 'webgpu',
    reason: null,
  });
  console.log(await verdicts());
});

test('a network that WebGPU computes wrongly runs in WASM, and says why', async () => {
  const result = await runNetwork(page, 'six-channels', WEBGPU);
  expect(result).toMatchObject({ provider: 'wasm', failedCheck: true });
  expect(result.reason).toMatch(WRONG_NUMBERS);
  const right = await runNetwork(page, 'six-channels', { provider: 'wasm' });
  expect(maxError(result.outputs['y']!, right.outputs['y']!)).toBeLessThan(1e-6);
  const [verdict] = Object.values(await verdicts());
  console.log(verdict);
  expect(verdict).toMatchObject({ ok: false });
  expect(verdict!.error).toBeGreaterThan(0.1);
});

test('a network that WebGPU refuses to run runs in WASM, and says why', async () => {
  const result = await runNetwork(page, 'refused-kernel', WEBGPU);
  expect(result).toMatchObject({ provider: 'wasm', failedCheck: true });
  expect(result.reason).toContain('WebGPU failed in the self-check');
  expect(Object.values(await verdicts())).toEqual([{ ok: false, error: null }]);
});

test('the verdict is remembered: the next use asks WebGPU no more', async () => {
  const first = await runNetwork(page, 'six-channels', WEBGPU);
  const before = await verdicts();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const second = await runNetwork(page, 'six-channels', WEBGPU);
  expect(second.reason).toBe(first.reason);
  expect(second).toMatchObject({ provider: 'wasm', failedCheck: true });
  expect(asked.filter((url) => url.endsWith('.wasm'))).toHaveLength(1);
  expect(asked.filter((url) => url.includes('asyncify'))).toEqual([]);
  expect(await verdicts()).toEqual(before);
});

test('a remembered verdict counts for this network, adapter and version alone', async () => {
  await runNetwork(page, 'syncnet-audio', WEBGPU);
  const [key] = Object.keys(await verdicts());
  const [version, adapter, network] = key!.split('|') as [string, string, string];
  const bad = { ok: false, error: 0.25 };
  const strangers = {
    [`0.0.1|${adapter}|${network}`]: bad,
    [`${version}|another adapter|${network}`]: bad,
    [`${version}|${adapter}|syncnet-lips`]: bad,
  };
  await plant(strangers);
  expect(await runNetwork(page, 'syncnet-audio', WEBGPU)).toMatchObject({ provider: 'webgpu', reason: null });
  const kept = await verdicts();
  expect(kept[key!]).toMatchObject({ ok: true });
  expect(Object.keys(kept)).not.toContain(`0.0.1|${adapter}|${network}`);
  expect(Object.keys(kept)).toContain(`${version}|another adapter|${network}`);

  await plant({ [key!]: bad });
  const told = await runNetwork(page, 'syncnet-audio', WEBGPU);
  expect(told).toMatchObject({ provider: 'wasm', failedCheck: true });
  expect(told.reason).toMatch(WRONG_NUMBERS);
});

test('an emulated graphics processor is not used by itself, and the reason is told', async () => {
  expect(await runNetwork(page, 'syncnet-audio', {})).toMatchObject({
    provider: 'wasm',
    failedCheck: false,
    reason: 'This browser only emulates WebGPU, which is slower than WASM.',
  });
});

test('a part of the runtime that cannot be loaded is made up for by the other', async () => {
  await page.route(/asyncify/, (route) => route.abort());
  const without = await runNetwork(page, 'six-channels', WEBGPU);
  expect(without).toMatchObject({
    provider: 'wasm',
    failedCheck: false,
    reason: 'The part of the app that WebGPU needs could not be loaded, so WASM is used.',
  });
  expect(await verdicts()).toEqual({});

  await page.unroute(/asyncify/);
  await runNetwork(page, 'six-channels', WEBGPU);
  await page.route(/ort-wasm-simd-threaded-[^/]*$/, (route) => route.abort());
  const again = await runNetwork(page, 'six-channels', WEBGPU);
  expect(again).toMatchObject({ provider: 'wasm', failedCheck: true, outputs: without.outputs });
});

type Verdicts = Record<string, { ok: boolean; error: number | null }>;

/** What is kept of self-checks in the browser's storage. */
function verdicts(): Promise<Verdicts> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    try {
      const file = await (await root.getFileHandle('self-checks.json')).getFile();
      return JSON.parse(await file.text()) as Verdicts;
    } catch {
      return {};
    }
  });
}

function plant(kept: Verdicts): Promise<void> {
  return page.evaluate(async (text) => {
    const root = await navigator.storage.getDirectory();
    const writable = await (await root.getFileHandle('self-checks.json', { create: true })).createWritable();
    await writable.write(text);
    await writable.close();
  }, JSON.stringify(kept));
}
