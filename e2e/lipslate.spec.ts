/** The learned engine in Chromium: chosen by name, and done without where its network cannot be loaded. */
import { expect, test } from '@playwright/test';
import { checkFiles, measured } from './support/automation';
import { fixture, truthOf } from './support/fixtures';
import { runCheck } from './support/headless';
import { WIDE } from './support/wide';

const NAMES = ['late-200', 'early-200'];

test('check --engine lipslate and --engine motion measure each by its own', WIDE, async () => {
  test.setTimeout(120_000);
  for (const engine of ['lipslate', 'motion']) {
    const { code, records } = await runCheck(
      '--engine',
      engine,
      ...NAMES.map((name) => fixture(`${name}.mp4`)),
    );
    expect(code).toBe(0);
    expect(records).toMatchObject([
      { engine, verdict: 'late' },
      { engine, verdict: 'early' },
    ]);
  }
});

test.describe('without its network', () => {
  test('a file is measured by lip movement alone, and the console says why', async ({ page }) => {
    const warnings: string[] = [];
    page.on('console', (message) => warnings.push(message.text()));
    await page.route(/lipslate\.onnx/, (route) => route.abort());
    await page.goto('./');
    const [checked] = await checkFiles(page, [fixture('late-200.mp4')]);
    const record = measured(checked!);
    expect(record).toMatchObject({ verdict: 'late', engine: 'motion' });
    expect(Math.abs(record.offsetMs! - truthOf('late-200').truth!.offsetMs!)).toBeLessThan(45);
    expect(warnings.join('\n')).toContain('measured by lip movement alone');
  });
});
