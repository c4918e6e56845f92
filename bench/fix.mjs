/**
 * `npm run bench:fix`: makes files with the sound moved on purpose, has the rewrite worker fix them in Chromium, and
 * looks at the results with native ffmpeg beside the undisturbed files.
 *
 * Needs ffmpeg. Options: --only NAME,NAME; --mode lossless|baked; --offsets=-480,40; --keep FOLDER (the fixed files
 * stay there). Of the one-hour file two offsets are baked.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser.mjs';
import { build } from '../scripts/build.mjs';
import { main, ROOT } from '../scripts/lib.mjs';
import { serve } from '../scripts/serve.mjs';
import {
  CAMERAS,
  DRIFTS,
  FILES,
  makeCameras,
  makeDrifting,
  makeFile,
  makeStep,
  OFFSETS_MS,
  STEP,
} from './fix-files.mjs';
import { lagOf, look, soundOf } from './fix-measure.mjs';

/** What is asked: shifts undone within 1 ms (a drift within 10 ms), everything else as it was. */
const LIMIT_MS = 1;
const DRIFT_LIMIT_MS = 10;
const LIKENESS = 0.8;

main(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      mode: { type: 'string' },
      offsets: { type: 'string' },
      keep: { type: 'string' },
    },
  });
  const only = values.only?.split(',');
  const offsets = values.offsets?.split(',').map(Number) ?? OFFSETS_MS;
  const files = FILES.filter(({ name }) => !only || only.includes(name));
  await build({ quiet: true, harness: true });
  const folder = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'bench-fix-'));
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  const lines = [];
  const failures = [];
  const say = (line) => {
    lines.push(line);
    process.stdout.write(`${line}\n`);
  };
  try {
    say(
      row(
        'file',
        'mode',
        offsets.map((ms) => `${ms > 0 ? '+' : ''}${ms}`),
        'raw, worst',
        'picture',
        'tracks',
        's/run',
      ),
    );
    for (const file of files) {
      for (const mode of ['lossless', 'trimmed', 'baked']) {
        if (values.mode && values.mode !== mode) continue;
        const results = [];
        for (const offsetMs of offsets.filter((ms) => isTried(file, mode, ms)))
          results.push(await tryFix(browser, file, mode, offsetMs, folder));
        if (results.length === 0) continue;
        say(rowOf(file, mode, offsets, results));
        for (const { offsetMs, problems } of results)
          for (const problem of problems) failures.push(`${file.name} ${mode} ${offsetMs}: ${problem}`);
      }
    }
    if (!only || only.includes('drift'))
      for (const drift of DRIFTS) await tryDrift(browser, drift, folder, say, failures);
    if (!only || only.includes('step')) await tryStep(browser, folder, say, failures);
    if (!only || only.includes('cameras')) await tryCameras(browser, folder, say, failures);
    for (const failure of failures) say(`  ! ${failure}`);
    say(failures.length === 0 ? 'All within the limits.' : `${failures.length} beyond the limits.`);
  } finally {
    await browser.close();
    if (!values.keep) rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  writeFileSync(join(ROOT, 'bench/results/fix.txt'), `${lines.join('\n')}\n`);
  process.exitCode = failures.length === 0 ? 0 : 1;
});

function rowOf(file, mode, offsets, results) {
  const wallS = results.reduce((sum, result) => sum + result.wallS, 0) / results.length;
  return row(
    file.name,
    mode,
    offsets.map((ms) => results.find(({ offsetMs }) => offsetMs === ms)?.text ?? '-'),
    mode !== 'baked' ? '-' : worst(results.map(({ rawMs }) => rawMs)),
    results.every(({ samePicture }) => samePicture) ? 'same' : 'CHANGED',
    results.every(({ lost }) => lost.length === 0) ? 'kept' : 'LOST',
    wallS.toFixed(1),
  );
}

/** 'trimmed' is lossless for late sound whose beginning is left out, instead of a picture that waits for it. */
function isTried(file, mode, offsetMs) {
  if (mode === 'trimmed') return offsetMs > 0 && ['mp4', 'mov', 'mkv', 'webm'].includes(file.ext);
  return mode === 'lossless' || !(file.seconds > 1000) || [-487, 243].includes(offsetMs);
}

async function tryFix(browser, file, mode, offsetMs, folder) {
  const base = await makeFile(file, 0);
  const moved = await makeFile(file, offsetMs, mode !== 'baked');
  const job = {
    mode: mode === 'baked' ? mode : 'lossless',
    correction: { kind: 'shift', offsetMs },
    audioIndex: 0,
    ...(mode === 'baked' ? {} : { whenLate: mode === 'trimmed' ? 'trim-sound' : 'delay-picture' }),
  };
  const result = { offsetMs, text: '?', rawMs: 0, samePicture: false, lost: [], problems: [], wallS: 0 };
  const fixed = await browser.fix(moved, job, folder).catch((error) => {
    result.problems.push(String(error.message ?? error).slice(0, 300));
    return null;
  });
  if (fixed === null) return result;
  result.wallS = fixed.wallS;
  const isMov = /\.(mp4|mov)$/.test(moved);
  const before = look(moved, isMov);
  const undisturbed = look(base, isMov);
  const after = look(fixed.path, /\.(mp4|mov)$/.test(fixed.path));

  // The picture may have been delayed instead: what counts is the sound beside it.
  const expectedS = undisturbed.pictureS - after.pictureS;
  const long = before.durationS > 100;
  const residuals = (long ? [20, before.durationS / 2, before.durationS - 40] : [3]).map((fromS) => {
    const window = long ? { fromS: fromS - 5, lengthS: 20 } : {};
    const at = long ? 5 : fromS + Math.max(0, after.pictureS);
    return lagOf(soundOf(fixed.path, window), soundOf(base, window), at, expectedS);
  });
  const injected = lagOf(
    soundOf(moved, { lengthS: 20 }),
    soundOf(base, { lengthS: 20 }),
    Math.max(3, before.pictureS + 3),
    0,
  );
  if (Math.abs(injected.lagMs - offsetMs) > LIMIT_MS)
    result.problems.push(`the file was made with ${injected.lagMs.toFixed(2)} ms`);
  const residual = residuals.reduce((a, b) => (Math.abs(a.lagMs) > Math.abs(b.lagMs) ? a : b));
  result.text = residual.lagMs.toFixed(2);
  if (Math.abs(residual.lagMs) > LIMIT_MS) result.problems.push(`residual ${residual.lagMs.toFixed(2)} ms`);
  const done = offsetMs - residual.lagMs;
  if (fixed.appliedMs === null || Math.abs(fixed.appliedMs - done) > LIMIT_MS)
    result.problems.push(`${fixed.appliedMs} ms were said, ${done.toFixed(2)} done`);
  if (residual.likeness < LIKENESS) result.problems.push(`likeness ${residual.likeness.toFixed(2)}`);
  if (mode === 'baked') {
    // Timestamps ignored: the first sample is taken to be at the first picture.
    const window = long ? { fromS: 1000, lengthS: 20 } : {};
    const raw = lagOf(
      soundOf(fixed.path, { raw: true, ...window }),
      soundOf(base, window),
      long ? 5 : 3,
      undisturbed.pictureS,
    );
    result.rawMs = raw.lagMs;
    if (Math.abs(raw.lagMs) > LIMIT_MS || raw.likeness < LIKENESS)
      result.problems.push(`raw ${raw.lagMs.toFixed(2)} ms, likeness ${raw.likeness.toFixed(2)}`);
  }
  result.samePicture = before.pictureHash === after.pictureHash;
  if (!result.samePicture) result.problems.push('the picture packets are not the same');
  result.lost = losses(before, after, mode, Math.abs(offsetMs) / 1000);
  if (result.lost.length > 0) result.problems.push(`not as it was: ${result.lost.join('; ')}`);
  return result;
}

/** What a fixed file lacks or has otherwise than the one it was made of. */
function losses(before, after, mode, shiftS) {
  const lost = [];
  const tell = (stream, i) =>
    [stream.type, stream.language, stream.rotation, stream.size, stream.colour].join(' ') +
    (mode !== 'baked' || stream.type !== 'audio' || i > 1 ? ` ${stream.codec}` : '');
  const was = before.streams.map(tell);
  const is = after.streams.map(tell);
  if (was.join() !== is.join()) lost.push(`tracks ${was.join(', ')} are ${is.join(', ')}`);
  if (Math.abs(before.durationS - after.durationS) > shiftS + 0.06)
    lost.push(`${before.durationS} s are ${after.durationS} s`);
  if (before.title !== after.title) lost.push(`title ${before.title} is ${after.title}`);
  if (before.chapters.map(({ title }) => title).join() !== after.chapters.map(({ title }) => title).join())
    lost.push('chapters');
  if (mode === 'baked' && before.soundHashes.slice(1).join() !== after.soundHashes.slice(1).join())
    lost.push('the other sound');
  return lost;
}

async function tryDrift(browser, drift, folder, say, failures) {
  const { base, out } = await makeDrifting(drift);
  const { name, by, seconds } = drift;
  const correction = { kind: 'drift', startMs: 0, endMs: by * seconds * 1000 };
  const fixed = await browser.fix(out, { mode: 'baked', correction, audioIndex: 0 }, folder);
  const [sound, reference] = [soundOf(fixed.path), soundOf(base)];
  const expectedS = look(base, true).pictureS - look(fixed.path, true).pictureS;
  // Sound that runs slow was cut off at the end of the file: what is not there is not looked at.
  const endS = seconds / (1 + Math.max(0, by)) - 10;
  const places = Array.from({ length: 20 }, (_, i) => 2 + (i * (endS - 2)) / 20);
  const lags = places.map((atS) => lagOf(sound, reference, atS, expectedS));
  const most = Math.max(...lags.map(({ lagMs }) => Math.abs(lagMs)));
  const least = Math.min(...lags.map(({ likeness }) => likeness));
  say(
    `${name} over ${seconds} s: at most ${most.toFixed(2)} ms off at 20 places, likeness ${least.toFixed(2)} or more, ${fixed.wallS.toFixed(1)} s`,
  );
  if (most > DRIFT_LIMIT_MS || least < LIKENESS) failures.push(`drift ${name}: ${most.toFixed(2)} ms`);
}

async function tryCameras(browser, folder, say, failures) {
  const { seconds, partS, offsetsMs } = CAMERAS;
  const { base, out } = await makeCameras();
  const segments = Array.from({ length: seconds / partS }, (_, i) => {
    const startS = i * partS;
    return { startS, endS: startS + partS, offsetMs: offsetsMs[i % 2], startsAtCut: i > 0 };
  });
  const job = { mode: 'baked', correction: { kind: 'steps', segments }, audioIndex: 0 };
  const fixed = await browser.fix(out, job, folder);
  const [sound, reference] = [soundOf(fixed.path), soundOf(base)];
  const lags = segments.map(({ startS }) => lagOf(sound, reference, startS + 0.5, 0, partS - 1));
  const most = Math.max(...lags.map(({ lagMs }) => Math.abs(lagMs)));
  say(
    `${segments.length} parts of ${partS} s, ${offsetsMs.join(' and ')} ms: at most ${most.toFixed(2)} ms off in any`,
  );
  if (most > LIMIT_MS) failures.push(`cameras: ${most.toFixed(2)} ms`);
}

async function tryStep(browser, folder, say, failures) {
  const { base, out } = await makeStep();
  const segments = [
    { startS: 0, endS: STEP.atS, offsetMs: 0 },
    { startS: STEP.atS, endS: STEP.seconds, offsetMs: STEP.stepMs },
  ];
  const fixed = await browser.fix(
    out,
    { mode: 'baked', correction: { kind: 'steps', segments }, audioIndex: 0 },
    folder,
  );
  const [sound, reference] = [soundOf(fixed.path), soundOf(base)];
  const lags = [0.5, 11.5].map((fromS) => lagOf(sound, reference, fromS, 0));
  const most = Math.max(...lags.map(({ lagMs }) => Math.abs(lagMs)));
  say(`A step of ${STEP.stepMs} ms: at most ${most.toFixed(2)} ms off before and behind it`);
  if (most > LIMIT_MS) failures.push(`step: ${most.toFixed(2)} ms`);
}

async function openBrowser() {
  const executablePath = await ensureChromium({ quiet: true });
  const server = await serve({ dir: '.cache/harness-dist' });
  const profile = mkdtempSync(join(tmpdir(), 'bench-fix-profile-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: CHROMIUM_ARGS });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'harness' in window);
  return {
    /** @returns {Promise<{path: string, wallS: number, appliedMs: number | null}>} */
    async fix(path, job, folder) {
      await page.setInputFiles('#files', path);
      const downloading = page.waitForEvent('download', { timeout: 900_000 });
      const fixing = page.evaluate(async (wanted) => {
        const { harness } = window;
        const started = performance.now();
        const worker = harness.rewrite();
        const output = { to: 'opfs', folder: 'bench' };
        try {
          const result = await worker.rewrite(
            harness.file(),
            { ...wanted, output },
            harness.Comlink.proxy(() => {}),
          );
          const wallS = (performance.now() - started) / 1000;
          const link = document.createElement('a');
          link.href = URL.createObjectURL(result.file);
          link.download = result.suggestedName;
          link.click();
          return { wallS, appliedMs: result.appliedMs, name: result.file.name };
        } catch (error) {
          throw new Error(`${error.code}: ${error.message} ${JSON.stringify(error.detail ?? '')}`);
        }
      }, job);
      fixing.catch(() => {});
      const [result, download] = await Promise.all([
        fixing,
        Promise.race([downloading, fixing.then(() => downloading)]),
      ]);
      const out = join(
        folder,
        `${job.mode}-${job.correction.offsetMs ?? job.correction.kind}-${download.suggestedFilename()}`,
      );
      await download.saveAs(out);
      await page.evaluate(async () => {
        await window.harness.rewrite().remove('bench');
        window.harness.closeAll();
      });
      return { ...result, path: out };
    },
    async close() {
      await context.close();
      await server.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

function row(name, mode, cells, ...rest) {
  const [raw, picture, tracks, wall] = rest;
  return [
    name.padEnd(18),
    mode.padEnd(9),
    ...cells.map((cell) => String(cell).padStart(7)),
    String(raw).padStart(11),
    String(picture).padStart(8),
    String(tracks).padStart(7),
    String(wall).padStart(7),
  ].join(' ');
}

function worst(values) {
  return values.reduce((a, b) => (Math.abs(a) > Math.abs(b) ? a : b), 0).toFixed(2);
}
