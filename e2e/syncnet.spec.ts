/** The SyncNet engine with stand-in weights: both towers in Chromium, and its figures in a check without a window. */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { goldenCoefficients, goldenFloats, goldenFrames } from '../core/onnx/testing/golden';
import { expectAccessible } from './support/accessible';
import { CheckPage } from './support/check-page';
import { fixture, scratchFile } from './support/fixtures';
import { runCheck } from './support/headless';
import { compareTowers, standInCheckpoint } from './support/syncnet';
import { WIDE } from './support/wide';

test.setTimeout(180_000);
const CLIP = fixture('late-200.mp4');

test('both towers give in Chromium what the original gives', async ({ page }) => {
  const errors = await compareTowers(
    page,
    standInCheckpoint(),
    goldenCoefficients(),
    Buffer.concat(goldenFrames()),
    { sound: goldenFloats('syncnet-audio'), lips: goldenFloats('syncnet-lips') },
  );
  expect(errors.runtime).toMatchObject({ provider: 'wasm', failedCheck: false });
  expect(errors.sound).toBeLessThan(1e-4);
  expect(errors.lips).toBeLessThan(1e-4);
});

test('check --engine syncnet measures with the given weights and prints its figures', WIDE, async () => {
  const { code, records } = await runCheck('--engine', 'syncnet', '--model', standInCheckpoint(), CLIP);
  expect(code).toBe(0);
  // Weights of noise know nothing of lips: only that they ran to the end can be told.
  expect(records).toMatchObject([{ file: CLIP, ok: true, engine: 'syncnet', syncnet: FIGURES }]);
  expect(records[0]).toMatchObject({ tracks: [{ id: 1, syncnet: records[0]?.['syncnet'] }] });
});

test(
  'a check with weights at hand measures by the built-in model, adds the figures, and reports them window by window',
  WIDE,
  async () => {
    const folder = join(dirname(scratchFile('syncnet-report.txt', '')), 'syncnet-report');
    rmSync(folder, { recursive: true, force: true });
    const { code, records } = await runCheck('--model', standInCheckpoint(), '--report', folder, CLIP);
    expect(code).toBe(0);
    expect(records).toMatchObject([{ ok: true, verdict: 'late', engine: 'lipslate', syncnet: FIGURES }]);
    const evidence = JSON.parse(readFileSync(join(folder, 'late-200.mp4.evidence.json'), 'utf8')) as {
      syncnet: {
        tracks: { windows: number; curve: number[]; windowTimesS: number[]; windowConfidence: number[] }[];
      };
    };
    expect(evidence.syncnet).toMatchObject(FIGURES);
    const [speaking] = evidence.syncnet.tracks;
    expect(speaking).toMatchObject(FIGURES);
    expect(speaking!.windows).toBeGreaterThan(3);
    expect(speaking!.curve).toHaveLength(31);
    expect(speaking!.windowConfidence).toHaveLength(speaking!.windows);
    expect(speaking!.windowConfidence.every(Number.isFinite)).toBe(true);
    expect(speaking!.windowTimesS).toEqual([...speaking!.windowTimesS].sort((a, b) => a - b));
  },
);

test('SyncNet’s confidence is drawn over time, read out where the pointer is, and told in words', async ({
  page,
}) => {
  const room = new CheckPage(page);
  await page.goto('./#/models');
  await page.getByTestId('model-file').setInputFiles(standInCheckpoint());
  await expect(page.getByRole('listitem', { name: 'SyncNet v2', exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('link', { name: 'Check', exact: true }).click();
  // The choice stands beside the files.
  await room.add(scratchFile('notes.txt', 'Buy milk.'));
  await page.getByRole('combobox', { name: 'Measure by' }).selectOption('motion');
  await room.add(CLIP);
  await room.outcome('late-200.mp4');
  await expect(page.getByRole('heading', { name: 'Offset over time' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'SyncNet’s confidence' })).toHaveCount(0);

  // Measured by motion alone so far: SyncNet's figures want the file to be read again.
  // Nothing that was found is replaced without a question.
  const engine = page.getByRole('combobox', { name: 'Measure by' });
  await engine.selectOption('auto');
  const question = page.getByRole('dialog', { name: 'Measure again?' });
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Leave the setting' }).click();
  await expect(engine).toHaveValue('motion');
  await engine.selectOption('auto');
  await question.getByRole('button', { name: /^Measure 1.video again$/ }).click();
  const plot = page.getByRole('img', {
    name: /^SyncNet’s confidence over time\. Higher means more certain: −?\d/,
  });
  await expect(plot).toBeVisible({ timeout: 120_000 });
  expect(await plot.getAttribute('aria-label')).toMatch(
    /one by one; (all \d+|[\d\s]+ of [\d\s]+)\swindows( looked at)?\.$/,
  );
  await page.getByText('Every window as a table').click();
  const [time, value] = await page
    .getByRole('region', { name: 'Every window as a table' })
    .locator('tbody tr')
    .first()
    .locator('td')
    .allTextContents();

  await plot.scrollIntoViewIfNeeded();
  expect(await inkOf(plot)).toBeGreaterThan(100);
  const box = (await plot.boundingBox())!;
  const durationS = Number(
    await page.getByRole('slider', { name: 'Time in the file' }).getAttribute('aria-valuemax'),
  );
  const seconds = Number(time!.split(':')[1]);
  await page.mouse.move(box.x + (box.width * seconds) / durationS, box.y + box.height / 2);
  await expect(page.getByTestId('readout')).toContainText(`SyncNet’s confidence ${value}`);
  await expectAccessible(page);

  await engine.selectOption('motion');
  await question.getByRole('button', { name: 'Only videos to come' }).click();
  await expect(engine).toHaveValue('motion');
  await expect(plot).toBeVisible();
  await engine.selectOption('lipslate');
  await question.getByRole('button', { name: /^Measure 1.video again$/ }).click();
  await expect(plot).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Offset over time' })).toBeVisible();
});

test('a file that is no model is named before anything is read', async () => {
  const text = scratchFile('notes.model', 'These are no weights.\n');
  const { code, records, stderr } = await runCheck('--engine', 'syncnet', '--model', text, CLIP);
  expect(code).toBe(2);
  expect(records).toEqual([]);
  expect(stderr).toContain('There is no model in this file.');
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

/** Pixels of a canvas that something was drawn on. */
function inkOf(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
    let ink = 0;
    for (let i = 3; i < pixels.length; i += 4) if (pixels[i]! > 0) ink++;
    return ink;
  });
}
