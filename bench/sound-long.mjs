/**
 * `npm run bench:sound -- --long 7200 [--noise-by gtcrn]`: how long the default chain takes for a long stereo sound in the real
 * browser (`npm run sound`), and how much memory. Two sides that differ, so that nothing is done once for both.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, ROOT } from '../scripts/lib.mjs';
import { browsers, coreSecondsOf, ownMbOf, renderers } from './memory.mjs';

const FOLDER = join(ROOT, '.cache/bench-sound');
const LOOK_MS = 250;

/** @param seconds of sound @param method as `npm run sound -- --noise-by` takes it */
export async function longSound(seconds, method) {
  const file = await madeSound(seconds);
  const out = mkdtempSync(join(FOLDER, 'out-'));
  try {
    const args = [file, '--out', out, '--as', 'wav', '--noise-by', method];
    const { record, peaks, coreS, browserS } = await watched(['scripts/sound.mjs', ...args]);
    if (!record?.ok) throw new Error(`npm run sound: ${record?.error?.message ?? 'nothing came of it'}`);
    const { durationS, wallS } = record;
    const times = (s) => (durationS / s).toFixed(1);
    console.log(
      [
        `${(durationS / 60).toFixed(0)} min of stereo, ${method}: ${wallS.toFixed(0)} s, ${times(wallS)} × real time`,
        `seconds of a core, tab and workers: ${coreS.toFixed(0)}, ${times(coreS)} × real time of one core; the browser itself: ${browserS.toFixed(0)}`,
        `peak memory: tab and workers ${peaks.tab.toFixed(0)} MB, the browser itself ${peaks.browser.toFixed(0)} MB`,
      ].join('\n'),
    );
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The example's speech over and over, in another noise on each side; AAC, a minute repeated. */
async function madeSound(seconds) {
  mkdirSync(FOLDER, { recursive: true });
  const [minute, path] = [60, seconds].map((s) => join(FOLDER, `stereo-${s}s.m4a`));
  const ffmpeg = (...args) => mustRun('ffmpeg', ['-v', 'error', '-y', ...args], { quiet: true });
  const speech = ['-stream_loop', '-1', '-i', join(ROOT, 'public/example-speech.flac')];
  const noise = (seed) => ['-f', 'lavfi', '-i', `anoisesrc=r=48000:c=pink:a=0.02:seed=${seed}`];
  const sides =
    '[0:a]aresample=48000,pan=mono|c0=c0,asplit[s][t];[s][1:a]amix=normalize=0[l];[t][2:a]amix=normalize=0[r];[l][r]join=inputs=2';
  if (!existsSync(minute))
    await ffmpeg(
      ...[...speech, ...noise(1), ...noise(2), '-filter_complex', sides],
      ...['-t', '60', '-c:a', 'aac', '-b:a', '128k', minute],
    );
  if (!existsSync(path))
    await ffmpeg('-stream_loop', '-1', '-i', minute, '-t', String(seconds), '-c', 'copy', path);
  return path;
}

/** Runs a script of the project and looks at what its browser takes. */
async function watched(args) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (part) => {
    printed += part;
  });
  const peaks = { tab: 0, browser: 0 };
  const coreS = new Map();
  let browserS = 0;
  const timer = setInterval(() => {
    for (const pid of renderers()) {
      peaks.tab = Math.max(peaks.tab, ownMbOf(pid));
      coreS.set(pid, Math.max(coreS.get(pid) ?? 0, coreSecondsOf(pid)));
    }
    for (const pid of browsers()) {
      peaks.browser = Math.max(peaks.browser, ownMbOf(pid));
      browserS = Math.max(browserS, coreSecondsOf(pid));
    }
  }, LOOK_MS);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  const line = printed.trim().split('\n').at(-1);
  return { record: line ? JSON.parse(line) : null, peaks, coreS: Math.max(0, ...coreS.values()), browserS };
}
