/**
 * `npm run bench:dub -- CLIP...`: how the own mouth follows a speaker it knows the truth of. Of each clip the first half
 * is the footage and the second half's sound the new speech, dubbed by `npm run dub`; the lips of the written file, read
 * by the face model like those of any video, stand beside the second half's true ones, and beside three baselines: a still
 * mouth, the linear filter of `motion`, and retrieval, which shows the footage's picture whose lips the sync network finds
 * likest to what is said. SSIM: pictures of the mouth beside the true ones.
 * Needs ffmpeg. Options: --keep DIR (made files stay there).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { main, ROOT, UserError } from '../scripts/lib.mjs';
import { loadCore } from './core.mjs';
import { lipsOf, mean, STEP_S } from './dub-lips.mjs';
import { meanSsim, mouthsOf, outsidePsnr } from './dub-pictures.mjs';
import { analyser } from './features.mjs';
import { retrieved } from './retrieval.mjs';

/** What a file's sound and the face model's reading may be apart. */
const MOST_LAG_STEPS = 8;

main(async () => {
  const { values, positionals: clips } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: 'string' } },
  });
  if (clips.length === 0) throw new UserError('Usage: npm run bench:dub -- [--keep DIR] CLIP...');
  const dir = values.keep ? resolve(values.keep) : mkdtempSync(join(tmpdir(), 'lipslate-bench-dub-'));
  mkdirSync(dir, { recursive: true });
  const core = await loadCore();
  const rows = [];
  try {
    for (const clip of clips) {
      const row = await measured(core, resolve(clip), dir);
      process.stdout.write(`${words(basename(clip), row)}\n`);
      if (!row.problem) rows.push(row);
    }
    if (rows.length > 0) process.stdout.write(`\n${words(`median of ${rows.length}`, medians(rows))}\n`);
    const found = rows.filter(({ offsetMs }) => offsetMs !== null && Math.abs(offsetMs) <= 40).length;
    process.stdout.write(`in sync within 40 ms, sure: ${found} of ${rows.length}\n`);
  } finally {
    await core.close();
    if (!values.keep) rmSync(dir, { recursive: true });
  }
});

async function measured(core, clip, dir) {
  const name = basename(clip);
  const halfS = durationOf(clip) / 2;
  const [face, truth, speech, out] = ['face.mp4', 'truth.mp4', 'speech.wav', 'dub.mp4'].map((end) =>
    join(dir, `${name}.${end}`),
  );
  const fine = ['-c:v', 'libx264', '-crf', '14', '-preset', 'veryfast', '-c:a', 'aac', '-b:a', '192k'];
  ffmpeg('-i', clip, '-t', String(halfS), ...fine, face);
  ffmpeg('-ss', String(halfS), '-i', clip, ...fine, truth);
  ffmpeg('-i', truth, '-vn', '-ac', '1', speech);
  const made = spawnSync('node', ['scripts/dub.mjs', '--face', face, '--speech', speech, '--out', out], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const record = JSON.parse(made.stdout.trim().split('\n').at(-1) || '{"ok":false,"error":{"code":"none"}}');
  if (!record.ok) return { problem: record.error.code };
  const seen = await lipsOf(core, dir, out);
  const own = await lipsOf(core, dir, face);
  const true_ = await lipsOf(core, dir, truth);
  if (!seen || !own || !true_) return { problem: 'no face in one of the halves' };
  const lag = bestLag(seen.opening, true_.opening);
  const pairs = pairsOf(seen, true_, lag);
  const at = (curve, steps) => steps.map((i) => curve[i]);
  const [mine, theirs] = [pairs.map(([i]) => i), pairs.map(([, j]) => j)];
  const truthOpening = at(true_.opening, theirs);
  const still = meanShape(own.shapes.filter(Boolean));
  const found = await retrieved(core, own, true_, STEP_S);
  const foundLag = bestLag(
    found.map((n) => own.opening[n] ?? Number.NaN),
    true_.opening,
  );
  const foundPairs = found.flatMap((n, i) =>
    own.shapes[n] && true_.shapes[i + foundLag] ? [[n, i + foundLag]] : [],
  );
  const pictures = {
    made: mouthsOf(out, 1 / STEP_S, seen.places),
    truth: mouthsOf(truth, 1 / STEP_S, true_.places),
    own: mouthsOf(face, 1 / STEP_S, own.places),
  };
  const stillest = own.shapes
    .map((shape, n) => [shape ? distance(shape, still) : Number.POSITIVE_INFINITY, n])
    .toSorted(([a], [b]) => a - b)[0][1];
  return {
    r: pearson(at(seen.opening, mine), truthOpening),
    ratio: deviation(at(seen.opening, mine)) / deviation(truthOpening),
    lmd: mean(pairs.map(([i, j]) => distance(seen.shapes[i], true_.shapes[j]))),
    lmdStill: mean(pairs.map(([, j]) => distance(still, true_.shapes[j]))),
    rFilter: await filterLikeness(core, true_),
    rFound: pearson(
      foundPairs.map(([n]) => own.opening[n]),
      foundPairs.map(([, j]) => true_.opening[j]),
    ),
    lmdFound: mean(foundPairs.map(([n, j]) => distance(own.shapes[n], true_.shapes[j]))),
    outsideDb: outsidePsnr(face, out, 1 / STEP_S, own.places),
    ssim: meanSsim(pairs.map(([i, j]) => [pictures.made[i], pictures.truth[j]])),
    ssimStill: meanSsim(pairs.map(([, j]) => [pictures.own[stillest], pictures.truth[j]])),
    ssimFound: meanSsim(foundPairs.map(([n, j]) => [pictures.own[n], pictures.truth[j]])),
    jerk: jerk(seen.opening) / jerk(true_.opening),
    lagMs: lag * STEP_S * 1000,
    offsetMs: record.check && record.check.verdict !== 'unsure' ? record.check.offsetMs : null,
    makeShare: record.tookS.make / record.durationS,
  };
}

/** The linear filter of the motion engine as a baseline: its inner opening against the true one. */
async function filterLikeness(core, { opening, samples, soundStartS }) {
  const { expectedLips } = await core.load('core/sync/articulation.ts');
  const { GRID_S, soundMotion } = await core.load('core/sync/motion-signals.ts');
  const sound = (await analyser(core, soundStartS, samples)).features();
  const { first, length, channels } = expectedLips(soundMotion(sound));
  const predicted = opening.map(
    (_, i) => channels[1][Math.round((i * STEP_S) / GRID_S) - first] ?? Number.NaN,
  );
  const both = opening.flatMap((value, i) =>
    Number.isFinite(value) && Number.isFinite(predicted[i]) && i < length ? [[predicted[i], value]] : [],
  );
  return pearson(
    both.map(([a]) => a),
    both.map(([, b]) => b),
  );
}

function pairsOf(seen, true_, lag) {
  return seen.shapes.flatMap((shape, i) => (shape && true_.shapes[i + lag] ? [[i, i + lag]] : []));
}

function bestLag(a, b) {
  let best = { lag: 0, r: -2 };
  for (let lag = -MOST_LAG_STEPS; lag <= MOST_LAG_STEPS; lag++) {
    const both = a.flatMap((value, i) =>
      Number.isFinite(value) && Number.isFinite(b[i + lag]) ? [[value, b[i + lag]]] : [],
    );
    const r = pearson(
      both.map(([x]) => x),
      both.map(([, y]) => y),
    );
    if (r > best.r) best = { lag, r };
  }
  return best.lag;
}

/** Mean distance of lips and chin, per cent of the eye distance. */
function distance(a, b) {
  let sum = 0;
  for (let k = 0; k < 20; k++) sum += Math.hypot(a[k] - b[k], a[20 + k] - b[20 + k]);
  for (let k = 40; k < 46; k++) sum += Math.abs(a[k] - b[k]);
  return (100 * sum) / 26;
}

function meanShape(shapes) {
  return Float32Array.from(shapes[0], (_, k) => mean(shapes.map((shape) => shape[k])));
}

/** Mean second difference. */
function jerk(curve) {
  const all = curve.flatMap((value, i) => {
    const second = curve[i - 1] - 2 * value + curve[i + 1];
    return Number.isFinite(second) ? [Math.abs(second)] : [];
  });
  return mean(all);
}

function words(name, row) {
  if (row.problem) return `${name.slice(0, 34).padEnd(36)}${row.problem}`;
  const {
    r,
    ratio,
    lmd,
    lmdStill,
    lmdFound,
    rFilter,
    rFound,
    jerk: second,
    lagMs,
    offsetMs,
    makeShare,
  } = row;
  const check = offsetMs === null ? 'unsure' : `${offsetMs.toFixed(0)} ms`;
  const likeness = (value) => value?.toFixed(3) ?? '-';
  const columns = [
    `opening r ${r.toFixed(2)} (filter ${rFilter.toFixed(2)}, retrieval ${rFound.toFixed(2)}, still 0)`,
    `amplitude ${ratio.toFixed(2)}`,
    `LMD ${lmd.toFixed(1)} % (retrieval ${lmdFound.toFixed(1)}, still ${lmdStill.toFixed(1)})`,
    `SSIM ${likeness(row.ssim)} (retrieval ${likeness(row.ssimFound)}, still ${likeness(row.ssimStill)})`,
    `outside ${row.outsideDb?.toFixed(1) ?? '-'} dB`,
    `second difference ${second.toFixed(2)}`,
    `lag ${lagMs.toFixed(0)} ms`,
    `check ${check}`,
    `made in ${makeShare.toFixed(2)} of its length`,
  ];
  return `${name.slice(0, 34).padEnd(36)}${columns.join('  ')}`;
}

function medians(rows) {
  const keys = Object.keys(rows[0]);
  return Object.fromEntries(
    keys.map((key) => {
      const all = rows.map((row) => row[key]).filter((value) => value !== null);
      return [key, all.toSorted((a, b) => a - b)[all.length >> 1] ?? null];
    }),
  );
}

function deviation(values) {
  const m = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - m) ** 2)));
}

function pearson(a, b) {
  const [ma, mb] = [mean(a), mean(b)];
  return mean(a.map((value, i) => (value - ma) * (b[i] - mb))) / (deviation(a) * deviation(b) || 1);
}

function durationOf(clip) {
  const { stdout } = spawnSync(
    'ffprobe',
    ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', clip],
    { encoding: 'utf8' },
  );
  return Number(stdout);
}

function ffmpeg(...args) {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new UserError(`ffmpeg: ${stderr.trim()}`);
}
