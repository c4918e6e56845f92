/**
 * `npm run bench:speed`: time and memory of a whole check, stage by stage, with native ffmpeg decoding beside it.
 *
 * Needs ffmpeg. The clip is the bundled example, repeated to the wanted length at 1280x720, H.264 and AAC.
 * Options: --rounds 3 (whole checks with lipslate and with motion in turns), --seconds 60, --file FILE instead, --long
 * 1800 (a second, long file, for memory only; 0 leaves it out), --long-only (nothing but that one).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGS, ensureChromium } from '../scripts/browser.mjs';
import { build } from '../scripts/build.mjs';
import { main, mustRun, ROOT } from '../scripts/lib.mjs';
import { serve } from '../scripts/serve.mjs';
import { memoryWords, renderers, watchMemory } from './memory.mjs';

main(async () => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      long: { type: 'string', default: '1800' },
      'long-only': { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      file: { type: 'string' },
    },
  });
  await build({ quiet: true });
  await build({ quiet: true, harness: true });
  const lines = [];
  if (!values['long-only']) lines.push(...(await measureStages(values)));
  if (Number(values.long) > 0) {
    const long = await checkWhole(await makeClip(Number(values.long)));
    lines.push(
      `long file (${(long.record.durationS / 60).toFixed(0)} min): total ${(long.record.wallS / long.record.durationS).toFixed(3)} of its length, peak memory of the tab ${memoryWords(long)}; ${long.record.verdict}, ${long.record.offsetMs?.toFixed(0)} ms`,
    );
  }
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  writeFileSync(join(ROOT, 'bench/results/speed.txt'), `${lines.join('\n')}\n`);
  process.stdout.write(`${lines.join('\n')}\n`);
});

async function measureStages({ file, seconds, rounds }) {
  const path = file ? resolve(file) : await makeClip(Number(seconds));
  const whole = await checkWhole(path);
  const stages = await timeStages(path);
  const native = timeNativeDecode(path);
  const { lipslateS, motionS } = await compareEngines(path, Number(rounds));
  const lengthS = whole.record.durationS;
  const share = (seconds) =>
    `${seconds.toFixed(2)} s = ${(seconds / lengthS).toFixed(3)} of the clip's length`;
  return [
    `clip: ${lengthS.toFixed(1)} s, ${cpus().length} cores`,
    `total (whole check, all lanes): ${share(whole.record.wallS)}`,
    `first verdict after: ${whole.firstS === null ? 'none before the end' : `${whole.firstS.toFixed(2)} s`}`,
    `decode picture alone, one worker: ${share(stages.decodeS)}`,
    `decode + faces, one lane: ${share(stages.facesS)}`,
    `sound decode + features: ${share(stages.soundS)}`,
    `sync (one measurement): ${share(stages.syncS)}`,
    `native ffmpeg decode of the same file: ${share(native)}; decode in the browser takes ${(stages.decodeS / native).toFixed(1)} times as long`,
    `whole check with lipslate against motion (medians of ${rounds}, in turns): ${lipslateS.toFixed(2)} s / ${motionS.toFixed(2)} s = ${(lipslateS / motionS).toFixed(3)}`,
    `peak memory of the tab: ${memoryWords(whole)}`,
  ];
}

async function makeClip(seconds) {
  const folder = join(ROOT, '.cache/bench-speed');
  mkdirSync(folder, { recursive: true });
  const minute = join(folder, 'minute.mp4');
  const loop = (source, length, codec, out) =>
    mustRun(
      'ffmpeg',
      ['-v', 'error', '-y', '-stream_loop', '-1', '-i', source, '-t', String(length), ...codec, out],
      { quiet: true },
    );
  const encode = [
    '-vf',
    'scale=1280:720:force_original_aspect_ratio=increase,crop=1280:720',
    '-c:v',
    'libx264',
  ];
  const quality = ['-preset', 'fast', '-crf', '23', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '128k'];
  if (!existsSync(minute)) await loop(join(ROOT, 'public/example.mp4'), 60, [...encode, ...quality], minute);
  if (seconds === 60) return minute;
  const out = join(folder, `${seconds}s.mp4`);
  if (!existsSync(out)) await loop(minute, seconds, ['-c', 'copy'], out);
  return out;
}

async function launch(dir) {
  const server = await serve({ dir: join(ROOT, dir) });
  const browser = await chromium.launch({
    executablePath: await ensureChromium({ quiet: true }),
    args: CHROMIUM_ARGS,
  });
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(server.url);
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { page, close };
}

/** The check as a visitor gets it, while the renderer's memory is watched. */
async function checkWhole(path, engine = 'auto') {
  const { page, close } = await launch('dist');
  const memory = watchMemory(renderers());
  await page.waitForFunction(() => 'lipslate' in globalThis);
  const input = await page.evaluateHandle(() => {
    const element = Object.assign(document.createElement('input'), { type: 'file', hidden: true });
    document.body.append(element);
    return element;
  });
  await input.setInputFiles(path);
  const check = async ([element, engine]) => {
    const startMs = performance.now();
    let firstS = null;
    const [record] = await globalThis.lipslate.check([...element.files], {
      engine,
      onEarly: (_, { verdict }) => {
        if (verdict !== 'unsure') firstS ??= (performance.now() - startMs) / 1000;
      },
    });
    return { record, firstS };
  };
  const result = await page.evaluate(check, [input, engine]);
  const peaks = memory.stop();
  await close();
  return { ...result, ...peaks };
}

/** Seconds of whole checks, in turns so that both meet the same machine; medians. */
async function compareEngines(path, rounds) {
  const took = { lipslate: [], motion: [] };
  for (let i = 0; i < rounds; i++)
    for (const engine of Object.keys(took)) took[engine].push((await checkWhole(path, engine)).record.wallS);
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return { lipslateS: median(took.lipslate), motionS: median(took.motion) };
}

/** Each stage by itself, through the same workers. */
async function timeStages(path) {
  const { page, close } = await launch('.cache/harness-dist');
  await page.waitForFunction(() => 'harness' in window);
  await page.setInputFiles('#files', [path]);
  const stages = await page.evaluate(async () => {
    const { harness } = window;
    const { Comlink } = harness;
    const range = { startS: 0, endS: Number.POSITIVE_INFINITY, maxFps: 30 };
    const seconds = async (job) => {
      const startMs = performance.now();
      await job();
      return (performance.now() - startMs) / 1000;
    };
    const media = harness.media();
    const faces = harness.faces();
    const sync = harness.sync();
    const info = await media.open(harness.file());
    await faces.load();
    await sync.reset();
    const decodeS = await seconds(() => harness.frames(media, range, 6));
    let chunk;
    const facesS = await seconds(async () => {
      const { port1, port2 } = new MessageChannel();
      [, chunk] = await Promise.all([
        media.streamFrames(range, Comlink.transfer(port1, [port1])),
        faces.analyse(
          Comlink.transfer(port2, [port2]),
          range,
          Comlink.proxy(() => {}),
        ),
      ]);
    });
    const soundS = await seconds(async () => {
      const { port1, port2 } = new MessageChannel();
      await Promise.all([
        media.streamSound(0, Comlink.transfer(port1, [port1])),
        sync.addSound(
          Comlink.transfer(port2, [port2]),
          Comlink.proxy(() => {}),
        ),
      ]);
    });
    await sync.addFaces(chunk);
    const options = {
      engine: 'auto',
      profile: 'itu',
      searchS: 1,
      durationS: info.durationS,
      fps: info.video.fps,
    };
    const syncS = await seconds(() => sync.measure({ ...options, pictureWidthPx: info.video.width }));
    return { decodeS, facesS, soundS, syncS };
  });
  await close();
  return stages;
}

function timeNativeDecode(path) {
  const startMs = performance.now();
  const args = [
    '-v',
    'error',
    '-threads',
    String(cpus().length),
    '-i',
    path,
    '-map',
    '0:v:0',
    '-f',
    'null',
    '-',
  ];
  const { status } = spawnSync('ffmpeg', args);
  return status === 0 ? (performance.now() - startMs) / 1000 : Number.NaN;
}
