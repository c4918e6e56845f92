/** Draws public/icons/*.png from icon.svg with Chromium. Run once after the drawing changed; the result is committed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from './browser.mjs';
import { main, ROOT } from './lib.mjs';

const FOLDER = join(ROOT, 'public/icons');
const BACKGROUND = '#14181f';

main(async () => {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage();
    const svg = readFileSync(join(FOLDER, 'icon.svg'), 'utf8');
    const draw = async (name, sizePx, share, background) => {
      await page.setViewportSize({ width: sizePx, height: sizePx });
      await page.setContent(
        `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}">
         <div style="width:${share * 100}%;height:${share * 100}%">${svg}</div></body>`,
      );
      await page.screenshot({ path: join(FOLDER, name), omitBackground: background === 'transparent' });
    };
    await draw('icon-192.png', 192, 1, 'transparent');
    await draw('icon-512.png', 512, 1, 'transparent');
    // Systems may cut a maskable icon down to a circle of 80 % of its width.
    await draw('icon-maskable-512.png', 512, 0.8, BACKGROUND);
  } finally {
    await browser.close();
  }
});
