/**
 * `node bench/dub-crossed.mjs CLIP...`: each clip's face says what somebody in another clip says, by the own mouth
 * (`npm run dub`). Printed is what the check says of the written file, what the footage gave to learn from, and how sharp
 * its mouths are beside those of the footage (variance of the Laplacian, medians).
 * Needs ffmpeg. Options: --count 30, --skip 0 (of these, so that they can be made in several runs), --seconds 8 (of a
 * speech, at most), --no-sharpness (which takes as long as all else), --keep DIR.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { main, ROOT, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { lipsOf, STEP_S } from './dub-lips.mjs';
import { mouthsOf } from './dub-pictures.mjs';
import { lapVariance } from './picture-measures.mjs';

const IN_SYNC_MS = 40;

main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '30' },
      skip: { type: 'string', default: '0' },
      seconds: { type: 'string', default: '8' },
      'no-sharpness': { type: 'boolean', default: false },
      keep: { type: 'string' },
    },
  });
  if (positionals.length < 2)
    throw new UserError('Usage: node bench/dub-crossed.mjs [--count 30 --skip 0] CLIP CLIP...');
  const dir = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'lipslate-bench-crossed-'));
  mkdirSync(dir, { recursive: true });
  const core = await loadCore();
  const rows = [];
  try {
    for (const [face, speech] of pairs(positionals, Number(values.count)).slice(Number(values.skip))) {
      const row = await dubbed(core, resolve(face), resolve(speech), values, dir);
      process.stdout.write(`${basename(face)} x ${basename(speech)}: ${words(row)}\n`);
      rows.push(row);
    }
  } finally {
    await core.close();
    if (!values.keep) rmSync(dir, { recursive: true });
  }
  const made = rows.filter(({ problem }) => !problem);
  const right = made.filter(({ offsetMs }) => offsetMs !== null && Math.abs(offsetMs) <= IN_SYNC_MS);
  const wrong = made.filter(({ offsetMs }) => offsetMs !== null && Math.abs(offsetMs) > IN_SYNC_MS);
  const inSync = made.filter(({ verdict }) => verdict === 'in-sync');
  const sharpness = made.flatMap((row) => row.sharpness ?? []).toSorted((a, b) => a - b);
  process.stdout.write(
    `${made.length} of ${rows.length} made; in sync: ${inSync.length}, sure and within ${IN_SYNC_MS} ms: ${right.length}, sure and beyond: ${wrong.length}, ` +
      `not sure: ${made.length - right.length - wrong.length}; sharpness, median ${sharpness[sharpness.length >> 1]?.toFixed(2)}, ` +
      `least ${sharpness[0]?.toFixed(2)}\n`,
  );
});

/** Every face in turn with the speech of the clip behind it, then of the one after that, and so on. */
function pairs(clips, count) {
  const all = [];
  for (let apart = 1; apart < clips.length && all.length < count; apart++)
    for (let i = 0; i < clips.length && all.length < count; i++)
      all.push([clips[i], clips[(i + apart) % clips.length]]);
  return all;
}

async function dubbed(core, face, from, { seconds, 'no-sharpness': noSharpness }, dir) {
  const [speech, out] = [join(dir, 'speech.wav'), join(dir, `${basename(face)}.${basename(from)}.mp4`)];
  const cut = ['-v', 'error', '-y', '-i', from, '-t', seconds, '-vn', '-ac', '1', speech];
  if (spawnSync('ffmpeg', cut).status !== 0) throw new UserError(`ffmpeg could not read ${from}`);
  const args = ['scripts/dub.mjs', '--face', face, '--speech', speech, '--out', out];
  const { stdout } = spawnSync('node', args, { cwd: ROOT, encoding: 'utf8' });
  const record = JSON.parse(stdout.trim().split('\n').at(-1) || '{"ok":false,"error":{"code":"none"}}');
  if (!record.ok) return { problem: record.error.code };
  const { verdict, offsetMs, probability } = record.check ?? { verdict: 'unsure', offsetMs: null };
  const { footage } = record;
  const row = {
    verdict,
    offsetMs: verdict === 'unsure' ? null : offsetMs,
    rawMs: offsetMs,
    probability,
    footage,
  };
  if (noSharpness) return { ...row, sharpness: null };
  const [made, own] = [await sharpnessOf(core, dir, out), await sharpnessOf(core, dir, face)];
  return { ...row, sharpness: made !== null && own !== null ? made / own : null };
}

/** Median over the pictures in which the face is seen; null where there is none. */
async function sharpnessOf(core, dir, file) {
  const lips = await lipsOf(core, dir, file);
  if (!lips) return null;
  const all = mouthsOf(file, 1 / STEP_S, lips.places)
    .flatMap((mouth) =>
      mouth ? [lapVariance(mouth, { x: 0, y: 0, width: mouth.width, height: mouth.height })] : [],
    )
    .toSorted((a, b) => a - b);
  return all[all.length >> 1] ?? null;
}

function words({ problem, verdict, rawMs, probability, footage, sharpness }) {
  if (problem) return problem;
  const offset = rawMs === null ? '-' : `${rawMs.toFixed(0)} ms (${probability})`;
  const learned = footage && `${footage.seenS} s of lips, ${footage.speechS ?? 0} s with speech`;
  return `${verdict}, ${offset}, learned from ${learned ?? 'nothing'}, sharpness ${sharpness?.toFixed(2) ?? '-'}`;
}
