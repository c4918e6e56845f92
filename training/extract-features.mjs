/**
 * Extracts what the product sees of each video: faces by the real workers in Chromium, sound at 16 kHz.
 * Usage: node training/extract-features.mjs [--prefix dev-] [--faces] OUT_DIR FILE...   (files already extracted are skipped)
 * --faces: with the points in the picture that mouths are bent by.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser.mjs';
import { build } from '../scripts/build.mjs';
import { main, ROOT, UserError } from '../scripts/lib.mjs';
import { serve } from '../scripts/serve.mjs';

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { prefix: { type: 'string', default: '' }, faces: { type: 'boolean', default: false } },
  });
  const [outDir, ...files] = positionals;
  if (!outDir || files.length === 0)
    throw new UserError('Usage: node training/extract-features.mjs [--prefix dev-] OUT_DIR FILE...');
  mkdirSync(outDir, { recursive: true });
  await build({ quiet: true, harness: true });
  const server = await serve({ dir: join(ROOT, '.cache/harness-dist') });
  const executablePath = await ensureChromium({ quiet: true });
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'harness' in window);
    for (const file of files) {
      const out = join(outDir, `${values.prefix}${basename(file)}.json`);
      if (existsSync(out)) continue;
      await page.setInputFiles('#files', [resolve(file)]);
      const features = await page.evaluate(extractInPage, values.faces);
      process.stderr.write(
        `${basename(file)} ${features.error ?? `${features.chunk.tracks.length} tracks`}\n`,
      );
      if (!features.error) writeFileSync(out, JSON.stringify(features));
    }
  } finally {
    await browser.close();
    await server.close();
  }
});

/** Runs in the harness page. Typed arrays travel as base64 (bench/features.mjs reads them). */
async function extractInPage(outlines) {
  const { harness } = window;
  const { Comlink } = harness;
  window.extractors ??= { media: harness.media(), faces: harness.faces() };
  const { media, faces } = window.extractors;
  const pack = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    let text = '';
    for (let i = 0; i < bytes.length; i += 0x8000)
      text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return { t: array.constructor.name, b: btoa(text) };
  };
  try {
    const info = await media.open(harness.file());
    const sound = await harness.sound(media, 0, 8);
    await faces.load();
    const { port1, port2 } = new MessageChannel();
    const range = { startS: 0, endS: Number.POSITIVE_INFINITY, outlines };
    const [, chunk] = await Promise.all([
      media.streamFrames({ ...range, maxFps: 30 }, Comlink.transfer(port1, [port1])),
      faces.analyse(
        Comlink.transfer(port2, [port2]),
        range,
        Comlink.proxy(() => {}),
      ),
    ]);
    const tracks = chunk.tracks.map(({ id, timesS, boxes, lips, opening, quality, pose, ...more }) => ({
      id,
      timesS: pack(timesS),
      boxes: pack(boxes),
      lips: pack(lips),
      opening: pack(opening),
      quality: pack(quality),
      pose: pack(pose),
      ...(more.outlines ? { outlines: pack(more.outlines) } : {}),
      ...(more.lowerFaces ? { lowerFaces: pack(more.lowerFaces) } : {}),
    }));
    const { frameTimesS, cutsS, motion } = chunk;
    return {
      info,
      sound: { startS: sound.startS, samples: pack(sound.samples) },
      chunk: {
        startS: 0,
        endS: info.durationS,
        frameTimesS: pack(frameTimesS),
        cutsS: pack(cutsS),
        motion,
        tracks,
      },
    };
  } catch (error) {
    harness.closeAll();
    window.extractors = undefined;
    return { error: `${error.code ?? ''} ${error.message}` };
  }
}
