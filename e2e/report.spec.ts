/** The printed report in a real browser: one page on A4 and US Letter, no request, no complaint about its own policy. */
import { expect, test } from '@playwright/test';
import { toHtml } from '../core/report/html';
import type { ReportFacts } from '../core/report/report-data';
import { drifting, steady, stepping, unsure, withFix } from '../core/report/testing/facts';
import { withPlots } from '../core/report/testing/plots';

/** As much of everything as a report can hold. */
function fullest(): ReportFacts {
  const long = 'A very long name – <i>ünïcode</i> & "quotes" ';
  const warnings = Array.from(
    { length: 9 },
    (_, i) => `Warning ${i}: ${'what was seen in this file and why '.repeat(6)}`,
  );
  const facts = withFix(withPlots(stepping({ file: `${long.repeat(6).replaceAll('/', '')}.mp4`, warnings })));
  const { measurement, record } = facts;
  const segments = Array.from({ length: 40 }, (_, i) => measurement.segments[i % 3]!);
  const tracks = Array.from({ length: 40 }, (_, i) => ({ ...measurement.tracks[0]!, id: i + 1 }));
  const syncnet = { offsetFrames: -3, minDist: 6.712, confidence: 8.104 };
  return { ...facts, measurement: { ...measurement, segments, tracks }, record: { ...record, syncnet } };
}

const REPORTS: [string, ReportFacts][] = [
  ['late sound', withPlots(steady(220))],
  ['a fix', withFix(withPlots(steady(-120)))],
  ['a drift over two hours', withPlots(drifting(300, { durationS: 7200 }))],
  ['not sure', unsure()],
  ['as much as it can hold', fullest()],
];

for (const [what, facts] of REPORTS) {
  test(`the report prints on one page: ${what}`, async ({ page, context }) => {
    const seen: string[] = [];
    page.on('console', (message) => seen.push(message.text()));
    page.on('pageerror', (error) => seen.push(String(error)));
    await context.route('**', (route) => {
      const url = new URL(route.request().url());
      if (url.href === 'http://report.test/')
        return route.fulfill({ contentType: 'text/html', body: toHtml(facts) });
      if (url.pathname !== '/favicon.ico') seen.push(url.href);
      return route.abort();
    });
    await page.goto('http://report.test/');
    // The style sheet came through its own policy.
    await expect(page.locator('main')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    await expect(page.locator('h1')).toBeVisible();
    for (const format of ['A4', 'Letter']) {
      const pdf = (await page.pdf({ format, printBackground: true })).toString('latin1');
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    }
    const { content, width } = await page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      width: innerWidth,
    }));
    expect(content).toBeLessThanOrEqual(width);
    expect(seen).toEqual([]);
  });
}
